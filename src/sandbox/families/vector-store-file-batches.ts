/** The operations of file batches: adding many files to a vector store at once. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { resource } from '../http/resource-operations.ts';
import { find } from '../organization/lookup.ts';
import type { FileBatch, VectorStore, VectorStoreFile } from '../organization/organization.ts';
import {
  attachFiles,
  countFiles,
  type PlacedStore,
  readThenSettle,
  storeInPath,
} from '../organization/vector-store-state.ts';
import { listFiles } from './vector-store-files.ts';
import { attributes, chunkingStrategy, fileList } from './vector-store-rules.ts';

const batchFile = z.strictObject({
  file_id: z.string(),
  attributes: attributes.nullish(),
  chunking_strategy: chunkingStrategy.optional(),
});

const fileBatches = resource({
  path: '/vector_stores/{vector_store_id}/file_batches/{batch_id}',
  parent: storeInPath,
  what: 'file batch in this vector store',
  rows: ({ parent: { store } }) => store.batches,
  show: toBatch,
});

export const vectorStoreFileBatchOperations = [
  fileBatches.create({
    body: z.strictObject({
      file_ids: z.array(z.string()).min(1).max(2000).optional(),
      files: z.array(batchFile).min(1).max(2000).optional(),
      attributes: attributes.nullish(),
      chunking_strategy: chunkingStrategy.optional(),
    }),
    make({ organization, parent: { project, store }, body }): FileBatch {
      if ((body.file_ids === undefined) === (body.files === undefined)) {
        throw badRequest("Give one of 'file_ids' and 'files'.", 'file_ids', 'mutually_exclusive_parameters');
      }
      // With `files` each file states its own attributes and chunking; the common ones are ignored.
      const { attributes: common, chunking_strategy } = body;
      const requests =
        body.files ??
        (body.file_ids ?? []).map((file_id) => ({ file_id, attributes: common, chunking_strategy }));
      const files = attachFiles(organization, project, store, requests);
      return {
        id: `vsfb_${organization.random.characters(24)}`,
        created_at: organization.now(),
        file_ids: files.map((file) => file.id),
        cancelled: false,
      };
    },
  }),
  fileBatches.get({
    show: (batch, place) => readThenSettle(place.parent.store, () => toBatch(batch, place)),
  }),
  fileBatches.change({
    verb: 'cancel',
    apply(batch, { parent: { store } }) {
      const unfinished = filesOf(store, batch).filter((file) => file.status === 'in_progress');
      for (const file of unfinished) file.status = 'cancelled';
      batch.cancelled ||= unfinished.length > 0;
    },
  }),
  operation({
    method: 'GET',
    path: '/vector_stores/{vector_store_id}/file_batches/{batch_id}/files',
    parent: storeInPath,
    query: fileList,
    handle({ parent, path: { batch_id }, query }) {
      const batch = find(parent.store.batches, 'file batch in this vector store', batch_id);
      return listFiles(parent, filesOf(parent.store, batch), query);
    },
  }),
];

/** Files that were taken out of the store since are no longer counted. */
function filesOf(store: VectorStore, batch: FileBatch): VectorStoreFile[] {
  return [...new Set(batch.file_ids)].flatMap((id) => store.files.get(id) ?? []);
}

function toBatch(batch: FileBatch, { parent: { store } }: { parent: PlacedStore }) {
  const file_counts = countFiles(filesOf(store, batch));
  const finished = file_counts.failed === file_counts.total && file_counts.total > 0 ? 'failed' : 'completed';
  const running = file_counts.in_progress > 0 ? 'in_progress' : finished;
  return {
    id: batch.id,
    object: 'vector_store.files_batch',
    created_at: batch.created_at,
    vector_store_id: store.id,
    status: batch.cancelled ? 'cancelled' : running,
    file_counts,
  };
}
