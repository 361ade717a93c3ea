/** What an access review would ask about, each with the tool call that mends it; pure. */
import { unixSeconds } from '../../tools/shape-value.ts';
import { DAY_SECONDS } from '../period.ts';
import { cell, day, type Table, table } from '../table.ts';
import { type Key, ownerOf } from './keys.ts';
import type { Person } from './people.ts';

export type Finding = {
  finding: string;
  what: string | null;
  id: string | null;
  where: string;
  owner: string | null;
  /** Unix seconds. */
  since: number | null;
  do: string;
};

/** What keys are judged by. `people` is everybody in the organization, where that could be read. */
export type Judging = { now: number; unusedDays: number; people: ReadonlyMap<string, Person> | undefined };

/** Two can stand in for each other; Microsoft's advice for the like of them is fewer than five. */
const MOST_OWNERS = 4;
/** A new key has to be made and brought to where the old one is. */
const SOON_DAYS = 30;
/** Owners in one cell. */
const MOST_NAMED = 10;

const ORGANIZATION = 'organization';

/** The most pressing first. */
const ORDER = [
  'owner left',
  'owner lost access',
  'admin key without expiry',
  'admin key expires soon',
  'admin key expired',
  'more owners than needed',
  'open invite',
  'unused',
];

export function ofProjectKey(key: Key, judging: Judging): Finding[] {
  const found = (finding: string) => keyFinding(finding, key, 'delete_project_api_key');
  const gone = isOwnerGone(key, judging);
  return [
    ...(gone ? [found('owner left')] : key.lostAccess ? [found('owner lost access')] : []),
    ...(isUnused(key, judging) ? [found('unused')] : []),
  ];
}

/** No call sets the expiry of an admin key: another one with an expiry takes its place. */
export function ofAdminKey(key: Key, judging: Judging): Finding[] {
  const found = (finding: string, mend = 'delete_admin_api_key') => keyFinding(finding, key, mend);
  const replace = 'create_admin_api_key, then delete_admin_api_key';
  const { now } = judging;
  return [
    ...(isOwnerGone(key, judging) ? [found('owner left')] : []),
    ...(key.expires === null ? [found('admin key without expiry', replace)] : []),
    ...(typeof key.expires === 'number' && key.expires > now && key.expires < now + SOON_DAYS * DAY_SECONDS
      ? [found('admin key expires soon', replace)]
      : []),
    ...(typeof key.expires === 'number' && key.expires <= now ? [found('admin key expired')] : []),
    ...(isUnused(key, judging) ? [found('unused')] : []),
  ];
}

export function ofInvite(invite: Record<string, unknown>): Finding[] {
  return [
    {
      finding: 'open invite',
      what: cell(invite.email),
      id: cell(invite.id),
      where: ORGANIZATION,
      owner: null,
      since: unixSeconds(invite.created_at) ?? null,
      do: 'delete_invite',
    },
  ];
}

/** An invite that can still be accepted. */
export function isOpen({ status }: Record<string, unknown>): boolean {
  return status === 'pending';
}

/** Which of them is not needed is theirs to say, so all stand in one row. */
export function ofOwners(owners: readonly Person[]): Finding[] {
  if (owners.length <= MOST_OWNERS) return [];
  const named = owners.slice(0, MOST_NAMED).map(({ label }) => label);
  const left = owners.length - named.length;
  return [
    {
      finding: 'more owners than needed',
      what: `${owners.length} owners`,
      id: null,
      where: ORGANIZATION,
      owner: `${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`,
      since: null,
      do: 'update_user',
    },
  ];
}

/** Only what has existed that long is judged, and only by what the API told. */
function isUnused({ created, lastUsed }: Key, { now, unusedDays }: Judging): boolean {
  const since = now - unusedDays * DAY_SECONDS;
  if (created === undefined || created > since || lastUsed === undefined) return false;
  return lastUsed === null || lastUsed <= since;
}

function isOwnerGone({ owner }: Key, { people }: Judging): boolean {
  return owner.isPerson && people !== undefined && !people.has(owner.id);
}

function keyFinding(finding: string, key: Key, mend: string): Finding {
  const { name, id, place, lastUsed, created } = key;
  const since = lastUsed ?? created ?? null;
  return {
    finding,
    what: name,
    id,
    where: place?.label ?? ORGANIZATION,
    owner: ownerOf(key),
    since,
    do: mend,
  };
}

const COLUMNS = ['finding', 'what', 'id', 'where', 'owner', 'since', 'do'];

/** What is most pressing first, and of that what has been so for longest; some of each kind are among the first `top`. */
export function findingsTable(findings: readonly Finding[], top: number): Table {
  const rank = ({ finding }: Finding) => ORDER.indexOf(finding);
  const sorted = [...findings].sort(
    (one, other) => rank(one) - rank(other) || (one.since ?? 0) - (other.since ?? 0),
  );
  const shown = new Set(inTurns(sorted).slice(0, top));
  const rows = [...sorted.filter((one) => shown.has(one)), ...sorted.filter((one) => !shown.has(one))].map(
    (one) => [one.finding, one.what, one.id, one.where, one.owner, day(one.since), one.do],
  );
  return table(COLUMNS, rows, top);
}

/** One of each kind, then a second one of each, and so on. */
function inTurns(findings: readonly Finding[]): Finding[] {
  const turns: Finding[][] = [];
  const counts = new Map<string, number>();
  for (const one of findings) {
    const turn = counts.get(one.finding) ?? 0;
    counts.set(one.finding, turn + 1);
    turns[turn] = [...(turns[turn] ?? []), one];
  }
  return turns.flat();
}

const SINCE = 'since: the last use of a key, or its creation where it was never used.';

/** The rows, with how many there are of each kind however many are shown. */
export function shownFindings(findings: readonly Finding[], { columns, rows, others }: Table) {
  const counts = new Map<string, number>();
  for (const { finding } of findings) counts.set(finding, (counts.get(finding) ?? 0) + 1);
  return {
    by_finding: Object.fromEntries([...counts].sort(([, one], [, other]) => other - one)),
    columns,
    rows,
    ...(others !== undefined && { others }),
    ...(rows.length > 0 && { note: SINCE }),
  };
}
