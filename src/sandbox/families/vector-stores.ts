/** Owns the operations of vector stores. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import type { Organization, Project, VectorStore } from '../organization/organization.ts';
import {
  attachFiles,
  countFiles,
  expiresAt,
  fileBytes,
  findStore,
  readThenSettle,
} from '../organization/vector-store-state.ts';
import { chunkingStrategy, expiresAfter, metadata, orderedList } from './vector-store-rules.ts';
import { searchBody, searchStore } from './vector-store-search.ts';

export const vectorStoreOperations = [
  projectOperation({
    method: 'GET',
    path: '/vector_stores',
    query: z.strictObject(orderedList),
    handle({ organization, project, query }) {
      const page = paginate(inOrder(project.vectorStores.values(), query.order), query);
      return { ...page, data: page.data.map((store) => readStore(organization, project, store)) };
    },
  }),
  projectOperation({
    method: 'POST',
    path: '/vector_stores',
    body: z.strictObject({
      name: z.string().optional(),
      description: z.string().optional(),
      file_ids: z.array(z.string()).max(500).optional(),
      expires_after: expiresAfter.optional(),
      chunking_strategy: chunkingStrategy.optional(),
      metadata: metadata.nullish(),
    }),
    handle({ organization, project, body }) {
      const { file_ids = [], chunking_strategy } = body;
      if (chunking_strategy !== undefined && file_ids.length === 0) {
        throw badRequest("'chunking_strategy' needs 'file_ids'.", 'chunking_strategy', 'invalid_parameter');
      }
      const now = organization.now();
      const store: VectorStore = {
        id: `vs_${organization.random.characters(24)}`,
        name: body.name ?? '',
        created_at: now,
        last_active_at: now,
        metadata: body.metadata ?? {},
        expires_after: body.expires_after ?? null,
        files: new Map(),
        batches: new Map(),
      };
      attachFiles(
        organization,
        project,
        store,
        file_ids.map((file_id) => ({ file_id, chunking_strategy })),
      );
      project.vectorStores.set(store.id, store);
      return toStore(organization, project, store);
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}',
    handle: ({ organization, project, path }) =>
      readStore(organization, project, findStore(project, path.vector_store_id)),
  }),
  projectOperation({
    method: 'POST',
    path: '/vector_stores/{vector_store_id}',
    body: z.strictObject({
      name: z.string().nullish(),
      expires_after: expiresAfter.nullish(),
      metadata: metadata.nullish(),
    }),
    handle({ organization, project, path, body }) {
      const store = findStore(project, path.vector_store_id);
      store.name = body.name ?? store.name;
      if (body.expires_after !== undefined) store.expires_after = body.expires_after;
      if (body.metadata !== undefined) store.metadata = body.metadata;
      store.last_active_at = organization.now();
      return toStore(organization, project, store);
    },
  }),
  projectOperation({
    method: 'DELETE',
    path: '/vector_stores/{vector_store_id}',
    handle({ project, path }) {
      const { id } = findStore(project, path.vector_store_id);
      project.vectorStores.delete(id);
      return { id, object: 'vector_store.deleted', deleted: true };
    },
  }),
  projectOperation({
    method: 'POST',
    path: '/vector_stores/{vector_store_id}/search',
    readsOnly: true,
    body: searchBody,
    handle({ organization, project, path, body }) {
      const store = findStore(project, path.vector_store_id);
      if (isExpired(organization, store)) {
        throw badRequest(
          `Vector store '${store.id}' has expired.`,
          'vector_store_id',
          'vector_store_expired',
        );
      }
      store.last_active_at = organization.now();
      return searchStore(project, store, body);
    },
  }),
];

function isExpired(organization: Organization, store: VectorStore): boolean {
  const end = expiresAt(store);
  return end !== null && end <= organization.now();
}

function readStore(organization: Organization, project: Project, store: VectorStore) {
  return readThenSettle(store, () => toStore(organization, project, store));
}

function toStore(organization: Organization, project: Project, store: VectorStore) {
  const file_counts = countFiles(store.files.values());
  const unfinished = file_counts.in_progress > 0 ? 'in_progress' : 'completed';
  const usage_bytes = [...store.files.values()].reduce((sum, file) => sum + fileBytes(project, file), 0);
  return {
    id: store.id,
    object: 'vector_store',
    name: store.name,
    created_at: store.created_at,
    status: isExpired(organization, store) ? 'expired' : unfinished,
    usage_bytes,
    file_counts,
    metadata: store.metadata,
    last_active_at: store.last_active_at,
    expires_after: store.expires_after,
    expires_at: expiresAt(store),
  };
}
