/** The operations of batches. */
import * as z from 'zod';
import { type Batch, batchesOf } from '../data/batches.ts';
import { badRequest } from '../http/api-fault.ts';
import { cursorRules } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import type { Organization } from '../organization/organization.ts';
import { projectOfKey } from '../organization/parents.ts';
import { MINUTE } from '../seconds.ts';

/** The API takes up to this long until a cancelled batch has stopped. */
const CANCELLING = 10 * MINUTE;

const batches = resource({
  path: '/batches/{batch_id}',
  parent: projectOfKey,
  what: 'batch',
  rows: ({ organization, parent }) => batchesOf(organization, parent),
  show(batch, { organization }) {
    settle(organization, batch);
    return { object: 'batch', ...batch };
  },
  sortBy: 'created_at',
});

export const batchOperations = [
  batches.list({ query: z.strictObject(cursorRules), order: 'desc' }),
  batches.get(),
  batches.change({
    verb: 'cancel',
    apply(batch, { organization }) {
      settle(organization, batch);
      if (isOpen(batch)) {
        batch.status = 'cancelling';
        batch.cancelling_at = organization.now();
      } else if (batch.status !== 'cancelling') {
        const message = `Cannot cancel a batch with status '${batch.status}'.`;
        throw badRequest(message, 'batch_id', 'invalid_batch_status');
      }
    },
  }),
];

function isOpen({ status }: Batch): boolean {
  return status === 'validating' || status === 'in_progress' || status === 'finalizing';
}

/** Ends what time has ended: a cancellation, or the window in which an open batch had to be completed. */
function settle(organization: Organization, batch: Batch): void {
  const now = organization.now();
  const { cancelling_at } = batch;
  if (batch.status === 'cancelling' && cancelling_at !== undefined && now >= cancelling_at + CANCELLING) {
    batch.status = 'cancelled';
    batch.cancelled_at = cancelling_at + CANCELLING;
  } else if (isOpen(batch) && now >= batch.expires_at) {
    batch.status = 'expired';
    batch.expired_at = batch.expires_at;
  }
}
