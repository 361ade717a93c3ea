/** How far a write reaches, in a few lines for a human: what hangs on the thing, when it was used, what it spends. */
import { defined } from '../model/record.ts';
import { type Reader, toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { isUnixSeconds } from '../tools/shape-value.ts';
import { type Fact, namesOf, type Reach, reachOf, timeOf } from './facts.ts';
import { factOfTheirKeys, findOwnKey, PROJECT } from './key-facts.ts';
import type { KeyInUse } from './lock-out-case.ts';
import type { Target } from './read-target.ts';
import { factsOfRecord } from './record-facts.ts';
import { spentSince } from './spend.ts';

/** Lists that say nothing about who or what is affected. */
const NOT_AFFECTED = new Set(['rate_limits']);

const SPEND_DAYS = 30;
const DAY_SECONDS = 86_400;

/** What matters most about a project comes first, and is told even when there is none. */
const FIRST: [segment: string, label: string][] = [
  ['users', 'Members'],
  ['service_accounts', 'Service accounts'],
  ['api_keys', 'API keys'],
];

type Means = {
  reader: Reader;
  keyInUse: KeyInUse;
  /** Unix seconds. */
  nowSeconds: number;
};

/** What could not be read is said instead of left out. Never rejects. @param ends whether the thing is gone or at its end afterwards */
export async function describeImpact(
  target: Target,
  values: Record<string, unknown>,
  { ends, ...means }: Means & { ends: boolean },
): Promise<Reach> {
  if (target.unreadable !== undefined) {
    const lines = [`Could not be read: ${target.unreadable}.`];
    return { brief: ['how far it reaches is unknown'], minor: [], lines };
  }
  const reach = reachOf([...(await factsBelow(target, values, means)), ...factsOfRecord(target, ends)]);
  // What is set decides more than what hangs on a thing that stays.
  return ends ? reach : { ...reach, brief: [], minor: [...reach.brief, ...reach.minor] };
}

async function factsBelow(
  target: Target,
  values: Record<string, unknown>,
  { reader, keyInUse, nowSeconds }: Means,
): Promise<Fact[]> {
  const { id, body, readBy } = target;
  if (body === undefined || readBy === undefined) return [];
  const path = readBy.endpoint.path;
  const below = reader.tools.filter(
    ({ method, endpoint }) =>
      method === 'list' &&
      endpoint.path.startsWith(`${path}/`) &&
      !endpoint.path.slice(path.length + 1).includes('/') &&
      !NOT_AFFECTED.has(endpoint.path.slice(path.length + 1)),
  );
  const count = (tool: ToolSpec, label?: string) => countBelow(tool, label, values, reader);
  const first = FIRST.flatMap(([segment, label]) =>
    below.filter((tool) => tool.endpoint.path === `${path}/${segment}`).map((tool) => count(tool, label)),
  );
  const rest = below.filter(
    ({ endpoint }) => !FIRST.some(([segment]) => endpoint.path === `${path}/${segment}`),
  );
  const theirs = await factOfTheirKeys(path, values, reader);
  const projectId = path === PROJECT ? id : undefined;
  const ownKey = projectId === undefined ? [] : [findOwnKey(projectId, reader, keyInUse)];
  const spend = projectId === undefined ? [] : [spendFact(projectId, reader, nowSeconds)];
  const facts = await Promise.all([
    theirs,
    ...ownKey,
    ...first,
    ...spend,
    ...rest.map((tool) => count(tool)),
  ]);
  return facts.flatMap((fact) => fact ?? []);
}

/** Undefined for none of what has no label of its own. */
async function countBelow(
  listing: ToolSpec,
  label: string | undefined,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<Fact | undefined> {
  const title = listing.title
    .replace(/^List ((organization|project|group) )?/i, '')
    .replace(/ (of|in) .*$/, '');
  const noun = label ?? `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  const plain = noun.replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
  const unknown = (why: string): Fact => ({
    line: `${noun}: ${why}`,
    // What has no label of its own would be told only where there is some.
    ...(label !== undefined && { brief: `${plain} unknown` }),
  });
  const found = toolAt(reader, 'list', listing.endpoint.path, values);
  if (found === undefined) return unknown('not known');
  try {
    const everyOwner = found.tool.params.owner_project_access?.enum?.includes('any');
    const more = everyOwner ? { owner_project_access: 'any' } : {};
    const { items, complete } = await reader.list(found.tool, { ...found.values, ...more }, 1);
    if (items.length === 0 && label === undefined) return undefined;
    const used = items.map((item) => item.last_used_at).filter(isUnixSeconds);
    const lastUsed = used.length === 0 ? undefined : Math.max(...used);
    const last = lastUsed === undefined ? '' : `, last used ${timeOf(lastUsed)}`;
    return {
      line: `${noun}: ${items.length}${complete ? '' : ' or more'}${last}${namesOf(items)}`,
      brief: complete ? counted(items.length, plain) : `${items.length} or more ${plain}`,
      isMinor: label === undefined,
      ...defined({ lastUsed }),
    };
  } catch {
    return unknown('could not be read');
  }
}

async function spendFact(projectId: string, reader: Reader, nowSeconds: number): Promise<Fact> {
  const title = `Spend of the last ${SPEND_DAYS} days`;
  const today = nowSeconds - (nowSeconds % DAY_SECONDS);
  const spent = await spentSince(today - (SPEND_DAYS - 1) * DAY_SECONDS, projectId, reader);
  if (spent === undefined) return { line: `${title}: could not be read in full`, brief: 'spend unknown' };
  return { line: `${title}: $${spent.toFixed(2)}`, brief: `$${spent.toFixed(2)} in ${SPEND_DAYS} days` };
}

function counted(count: number, plural: string): string {
  return `${count} ${count === 1 ? plural.replace(/s$/, '') : plural}`;
}
