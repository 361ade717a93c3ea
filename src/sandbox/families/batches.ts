/** Owns the operations of batches. */
import * as z from 'zod';
import { type Batch, batchesOf } from '../data/batches.ts';
import { badRequest } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { projectOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules } from '../http/query-rules.ts';
import { find } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';

/** The API takes up to this many seconds until a cancelled batch has stopped. */
const cancelling = 600;

export const batchOperations = [
  projectOperation({
    method: 'GET',
    path: '/batches',
    query: z.strictObject(cursorRules),
    handle({ organization, project, query }) {
      const batches = inOrder(batchesOf(organization, project).values(), 'desc');
      return paginate(
        batches.map((batch) => toBatch(organization, batch)),
        query,
      );
    },
  }),
  projectOperation({
    method: 'GET',
    path: '/batches/{batch_id}',
    handle: ({ organization, project, path }) =>
      toBatch(organization, findBatch(organization, project, path.batch_id)),
  }),
  projectOperation({
    method: 'POST',
    path: '/batches/{batch_id}/cancel',
    handle({ organization, project, path }) {
      const batch = findBatch(organization, project, path.batch_id);
      settle(organization, batch);
      if (isOpen(batch)) {
        batch.status = 'cancelling';
        batch.cancelling_at = organization.now();
      } else if (batch.status !== 'cancelling') {
        throw badRequest(
          `Cannot cancel a batch with status '${batch.status}'.`,
          'batch_id',
          'invalid_batch_status',
        );
      }
      return toBatch(organization, batch);
    },
  }),
];

function findBatch(organization: Organization, project: Project, id: string): Batch {
  return find(batchesOf(organization, project), 'batch', id);
}

function isOpen({ status }: Batch): boolean {
  return status === 'validating' || status === 'in_progress' || status === 'finalizing';
}

/** Ends what time has ended: a cancellation, or the window in which an open batch had to be completed. */
function settle(organization: Organization, batch: Batch): void {
  const now = organization.now();
  const { cancelling_at } = batch;
  if (batch.status === 'cancelling' && cancelling_at !== undefined && now >= cancelling_at + cancelling) {
    batch.status = 'cancelled';
    batch.cancelled_at = cancelling_at + cancelling;
  } else if (isOpen(batch) && now >= batch.expires_at) {
    batch.status = 'expired';
    batch.expired_at = batch.expires_at;
  }
}

function toBatch(organization: Organization, batch: Batch) {
  settle(organization, batch);
  return { object: 'batch', ...batch };
}
