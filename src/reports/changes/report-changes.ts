/** `report_changes`: the audit log of a period, by kind, with names: who did what to what, where and from where. */
import { Gaps } from '../gaps.ts';
import { DAY_SECONDS, dateOf, type Period, readPeriod } from '../period.ts';
import type { Report } from '../report.ts';
import type { ReportReads } from '../report-reads.ts';
import { isAbout, knownBy } from './about.ts';
import { changeRows } from './change-rows.ts';
import { type Change, isSignIn, makesOwner, takesAway } from './event.ts';
import { type Kinds, readKinds } from './kinds.ts';
import { AUDIT_LOG, readChanges } from './read-changes.ts';

const USUAL_TOP = 20;

export const reportChanges: Report = async ({ values, reads, now }) => {
  const gaps = new Gaps();
  const seconds = Math.floor(now / 1000);
  const period = periodOf(String(values.period ?? 'this_month'), now);
  const kinds = readKinds((values.kinds ?? []) as string[], reads.choices(AUDIT_LOG, 'event_types'));
  const where = values.projects === undefined ? {} : { project_ids: values.projects };
  const read = [...(await readKindsOf(kinds, period, seconds, where, reads, gaps)).values()];
  gaps.throwIfNothing();
  const subject = typeof values.subject === 'string' ? values.subject.trim() : '';
  const known = subject === '' ? undefined : await knownBy(subject, read, reads, gaps);
  const changes = read
    .filter((change) => !kinds.ownersOnly || makesOwner(change))
    .filter((change) => known === undefined || isAbout(change, known))
    .sort((one, other) => rank(one) - rank(other) || other.at - one.at);
  const top = typeof values.top === 'number' ? values.top : USUAL_TOP;
  const rows = await changeRows(changes.slice(0, top), read, reads, gaps);
  const others = changes.length - rows.rows.length;
  if (read.length === 0 && (await isEmpty(where, reads, gaps))) gaps.add('the audit log', EMPTY);
  const { start, end, toNow } = period;
  return {
    period: { from: dateOf(start), to: toNow ? 'now' : dateOf(end) },
    events: changes.length,
    made_owner: changes.filter(makesOwner).length,
    by_kind: countsOf(changes),
    ...rows,
    ...(others > 0 && { others }),
    cannot_see: CANNOT_SEE,
    ...gaps.told(),
    ...noteOf(changes, read, period, kinds, subject),
  };
};

/** Events are no sums of whole days: the last days go on to now. */
function periodOf(text: string, now: number): Period {
  const period = readPeriod(text, now);
  return /^\s*last.\d/i.test(text) ? { ...period, toNow: true } : period;
}

const CANNOT_SEE =
  'Vector stores and files, which have no events; what happened before the log was switched on. OpenAI files what admin keys do under the default project.';
const EMPTY =
  'it holds no event at all, so it may be switched off: an owner turns it on in the organization settings, and only later events are kept';

/** Events of the tenant stand in a list of their own. */
async function readKindsOf(
  { types, ofTenant }: Kinds,
  { start, end, toNow }: Period,
  now: number,
  where: Record<string, unknown>,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Map<string, Change>> {
  const range = { start, ...(!toNow && { end }) };
  const isUsual = types.length > 0 || ofTenant.length === 0;
  const all = await Promise.all([
    ...(isUsual
      ? [readChanges(range, now, { ...where, ...(types.length > 0 && { event_types: types }) }, reads, gaps)]
      : []),
    ...(ofTenant.length > 0
      ? [readChanges(range, now, { ...where, event_types: ofTenant, tenant_only: true }, reads, gaps)]
      : []),
  ]);
  return new Map(all.flatMap((changes) => [...changes]));
}

/** New owners first, then what is gone, then what else changed; signing in changes nothing. */
function rank(change: Change): number {
  if (makesOwner(change)) return 0;
  if (isSignIn(change)) return 3;
  return takesAway(change) ? 1 : 2;
}

function countsOf(changes: readonly Change[]): Record<string, number> {
  const counts = new Map<string, number>();
  for (const { type } of changes) counts.set(type, (counts.get(type) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, one], [, other]) => other - one));
}

/** Nothing in a period may be the truth, or the log is off. */
async function isEmpty(where: Record<string, unknown>, reads: ReportReads, gaps: Gaps): Promise<boolean> {
  let count = 0;
  const isRead = await gaps.attempt('whether the audit log is on', async () => {
    await reads.pages(AUDIT_LOG, [], { ...where, limit: 1 }, (rows) => {
      count += rows.length;
      return 'enough';
    });
    return true;
  });
  return isRead === true && count === 0;
}

function noteOf(
  changes: readonly Change[],
  read: readonly Change[],
  { start }: Period,
  { types }: Kinds,
  subject: string,
) {
  const first = Math.min(...read.map(({ at }) => at));
  const isLate = types.length === 0 && read.length > 0 && first - start > DAY_SECONDS;
  const notes = [
    ...(isLate ? [`The first event of the period is of ${dateOf(first)}.`] : []),
    ...(subject !== '' && changes.length === 0
      ? ['No event is about the subject by this name or ID; `find` gives the IDs of what is still there.']
      : []),
  ];
  return notes.length > 0 ? { note: notes.join(' ') } : {};
}
