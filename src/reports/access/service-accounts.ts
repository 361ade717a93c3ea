/** Service accounts that a person made, as far as the audit log tells, and that are still there. */
import { isRecord } from '../../model/record.ts';
import type { Gaps } from '../gaps.ts';
import type { Place } from '../places.ts';
import type { ReportReads } from '../report-reads.ts';
import { cell, day } from '../table.ts';
import { isGone } from '../why-unread.ts';
import type { Key } from './keys.ts';

const CREATED = 'service_account.created';

/** `made` is the day. */
export type MadeAccount = { name: string | null; id: string; place: Place | undefined; made: string | null };

export async function accountsMadeBy(
  { id, email }: { id?: string; email?: string },
  keys: readonly Key[],
  places: readonly Place[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<MadeAccount[] | undefined> {
  const by = id === undefined ? { actor_emails: [email] } : { actor_ids: [id] };
  const events = await gaps.attempt('service accounts that they made', () =>
    reads.list('/organization/audit_logs', [], ['effective_at', 'project', CREATED], {
      event_types: [CREATED],
      ...by,
    }),
  );
  const withKeys = new Map(
    keys.filter(({ owner }) => !owner.isPerson).map((key) => [key.owner.id, key] as const),
  );
  const rows = await Promise.all(
    (events ?? []).map(async (event): Promise<MadeAccount | undefined> => {
      const payload = event[CREATED];
      const account = isRecord(payload) && typeof payload.id === 'string' ? payload.id : undefined;
      if (account === undefined) return undefined;
      const key = withKeys.get(account);
      const made = day(event.effective_at);
      if (key !== undefined) return { name: key.owner.name, id: account, place: key.place, made };
      const project = isRecord(event.project) ? event.project.id : undefined;
      const place = places.find((one) => one.id === project);
      const there = place && (await readAccount(place, account, reads, gaps));
      return place && there && { name: cell(there.name), id: account, place, made };
    }),
  );
  return events && rows.filter((row) => row !== undefined);
}

/** One without keys stands in no list of keys. */
function readAccount(place: Place, account: string, reads: ReportReads, gaps: Gaps) {
  return gaps.attempt(`the service account ${account}`, async () => {
    try {
      const path = '/organization/projects/{project_id}/service_accounts/{service_account_id}';
      return await reads.get(path, [place.id, account]);
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  });
}
