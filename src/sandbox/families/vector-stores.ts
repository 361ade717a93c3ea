/** The operations of vector stores. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { resource } from '../http/resource-operations.ts';
import type { Organization, Project, VectorStore } from '../organization/organization.ts';
import { projectOfKey } from '../organization/parents.ts';
import {
  attachFiles,
  countFiles,
  expiresAt,
  fileBytes,
  readThenSettle,
  storeInPath,
} from '../organization/vector-store-state.ts';
import { chunkingStrategy, expiresAfter, metadata, orderedList } from './vector-store-rules.ts';
import { searchBody, searchStore } from './vector-store-search.ts';

const vectorStores = resource({
  path: '/vector_stores/{vector_store_id}',
  parent: projectOfKey,
  what: 'vector store',
  rows: ({ parent: project }) => project.vectorStores,
  show: toStore,
  sortBy: 'created_at',
});

export const vectorStoreOperations = [
  vectorStores.list({ query: orderedList, show: readStore }),
  vectorStores.create({
    body: z.strictObject({
      name: z.string().optional(),
      description: z.string().optional(),
      file_ids: z.array(z.string()).max(500).optional(),
      expires_after: expiresAfter.optional(),
      chunking_strategy: chunkingStrategy.optional(),
      metadata: metadata.nullish(),
    }),
    make({ organization, parent: project, body }) {
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
      return store;
    },
  }),
  vectorStores.get({ show: readStore }),
  vectorStores.change({
    body: z.strictObject({
      name: z.string().nullish(),
      expires_after: expiresAfter.nullish(),
      metadata: metadata.nullish(),
    }),
    apply(store, { organization, body }) {
      store.name = body.name ?? store.name;
      if (body.expires_after !== undefined) store.expires_after = body.expires_after;
      if (body.metadata !== undefined) store.metadata = body.metadata;
      store.last_active_at = organization.now();
    },
  }),
  vectorStores.remove({ answer: 'vector_store.deleted' }),
  operation({
    method: 'POST',
    path: '/vector_stores/{vector_store_id}/search',
    parent: storeInPath,
    readsOnly: true,
    body: searchBody,
    handle({ organization, parent: { project, store }, body }) {
      if (isExpired(organization, store)) {
        const message = `Vector store '${store.id}' has expired.`;
        throw badRequest(message, 'vector_store_id', 'vector_store_expired');
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

type Place = { organization: Organization; parent: Project };

function readStore(store: VectorStore, place: Place) {
  return readThenSettle(store, () => toStore(store, place));
}

function toStore(store: VectorStore, { organization, parent: project }: Place) {
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
