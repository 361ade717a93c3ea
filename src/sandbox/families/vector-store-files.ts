/** The operations of the files in a vector store. */
import * as z from 'zod';
import { documentChunks } from '../data/documents.ts';
import { inOrder } from '../http/in-order.ts';
import { operation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { resource } from '../http/resource-operations.ts';
import { find } from '../organization/lookup.ts';
import type { VectorStoreFile } from '../organization/organization.ts';
import {
  attachFiles,
  fileBytes,
  type PlacedStore,
  readThenSettle,
  storeInPath,
} from '../organization/vector-store-state.ts';
import { attributes, chunkingStrategy, fileList } from './vector-store-rules.ts';

const path = '/vector_stores/{vector_store_id}/files';
const what = 'file in this vector store';

const storeFiles = resource({
  path: `${path}/{file_id}`,
  parent: storeInPath,
  what,
  rows: ({ parent: { store } }) => store.files,
  show: (file, { parent }) => toFile(file, parent),
});

export const vectorStoreFileOperations = [
  operation({
    method: 'GET',
    path,
    parent: storeInPath,
    query: fileList,
    handle: ({ parent, query }) => listFiles(parent, parent.store.files.values(), query),
  }),
  operation({
    method: 'POST',
    path,
    parent: storeInPath,
    body: z.strictObject({
      file_id: z.string(),
      attributes: attributes.nullish(),
      chunking_strategy: chunkingStrategy.optional(),
    }),
    handle({ organization, parent, body }) {
      const { project, store } = parent;
      attachFiles(organization, project, store, [body]);
      return toFile(find(store.files, what, body.file_id), parent);
    },
  }),
  storeFiles.get({ show: (file, { parent }) => readThenSettle(parent.store, () => toFile(file, parent)) }),
  storeFiles.change({
    body: z.strictObject({ attributes: attributes.nullable() }),
    apply(file, { body }) {
      file.attributes = body.attributes;
    },
  }),
  storeFiles.remove({ answer: 'vector_store.file.deleted' }),
  operation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}/files/{file_id}/content',
    parent: storeInPath,
    handle({ parent: { project, store }, path: { file_id } }) {
      const file = find(store.files, what, file_id);
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

/** A page of files; those in progress are finished by being read. */
export function listFiles(
  place: PlacedStore,
  files: Iterable<VectorStoreFile>,
  query: z.output<typeof fileList>,
) {
  return readThenSettle(place.store, () => {
    const wanted = inOrder(files, query.order, ({ created_at }) => created_at).filter(
      (file) => query.filter === undefined || file.status === query.filter,
    );
    return paginate(
      wanted.map((file) => toFile(file, place)),
      query,
    );
  });
}

function toFile(file: VectorStoreFile, { project, store }: PlacedStore) {
  return {
    object: 'vector_store.file',
    vector_store_id: store.id,
    usage_bytes: fileBytes(project, file),
    ...file,
  };
}
