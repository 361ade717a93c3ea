/** Owns the operations of the files in a vector store. */
import * as z from 'zod';
import { documentChunks } from '../data/documents.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { find } from '../organization/lookup.ts';
import type { Project, VectorStore, VectorStoreFile } from '../organization/organization.ts';
import { attachFiles, fileBytes, findStore, readThenSettle } from '../organization/vector-store-state.ts';
import { attributes, chunkingStrategy, fileList } from './vector-store-rules.ts';

export const vectorStoreFileOperations = [
  projectOperation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}/files',
    query: z.strictObject(fileList),
    handle({ project, path, query }) {
      const store = findStore(project, path.vector_store_id);
      return listFiles(project, store, store.files.values(), query);
    },
  }),
  projectOperation({
    method: 'POST',
    path: '/vector_stores/{vector_store_id}/files',
    body: z.strictObject({
      file_id: z.string(),
      attributes: attributes.nullish(),
      chunking_strategy: chunkingStrategy.optional(),
    }),
    handle({ organization, project, path, body }) {
      const store = findStore(project, path.vector_store_id);
      attachFiles(organization, project, store, [body]);
      return toFile(project, store, findFile(store, body.file_id));
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}/files/{file_id}',
    handle({ project, path }) {
      const store = findStore(project, path.vector_store_id);
      return readThenSettle(store, () => toFile(project, store, findFile(store, path.file_id)));
    },
  }),
  projectOperation({
    method: 'POST',
    path: '/vector_stores/{vector_store_id}/files/{file_id}',
    body: z.strictObject({ attributes: attributes.nullable() }),
    handle({ project, path, body }) {
      const store = findStore(project, path.vector_store_id);
      const file = findFile(store, path.file_id);
      file.attributes = body.attributes;
      return toFile(project, store, file);
    },
  }),
  projectOperation({
    method: 'DELETE',
    path: '/vector_stores/{vector_store_id}/files/{file_id}',
    handle({ project, path }) {
      const store = findStore(project, path.vector_store_id);
      const { id } = findFile(store, path.file_id);
      store.files.delete(id);
      return { id, object: 'vector_store.file.deleted', deleted: true };
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}/files/{file_id}/content',
    handle({ project, path }) {
      const file = findFile(findStore(project, path.vector_store_id), path.file_id);
      const uploaded = find(project.files, 'file', file.id);
      const chunks = file.status === 'completed' ? documentChunks(file.id, uploaded.topic) : [];
      return {
        object: 'vector_store.file_content.page',
        data: chunks.map((text) => ({ type: 'text', text })),
        has_more: false,
        next_page: null,
      };
    },
  }),
];

type FileListQuery = z.output<z.ZodObject<typeof fileList>>;

/** A page of files; those in progress are finished by being read. */
export function listFiles(
  project: Project,
  store: VectorStore,
  files: Iterable<VectorStoreFile>,
  query: FileListQuery,
) {
  return readThenSettle(store, () => {
    const wanted = inOrder(files, query.order).filter(
      (file) => query.filter === undefined || file.status === query.filter,
    );
    return paginate(
      wanted.map((file) => toFile(project, store, file)),
      query,
    );
  });
}

function findFile(store: VectorStore, id: string): VectorStoreFile {
  return find(store.files, 'file in this vector store', id);
}

function toFile(project: Project, store: VectorStore, file: VectorStoreFile) {
  return {
    object: 'vector_store.file',
    vector_store_id: store.id,
    usage_bytes: fileBytes(project, file),
    ...file,
  };
}
