/** How far a write reaches, in a few lines for a human: what hangs on the thing, when it was used, what it spends. */
import { defined, isRecord } from '../model/record.ts';
import { type Reader, toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { oneLine, quote } from '../text/clean.ts';
import { isoTime, isUnixSeconds } from '../tools/shape-value.ts';
import { sumOfCosts } from './effects.ts';
import type { KeyInUse } from './lock-out-case.ts';
import { holdsKeyInUse, keysHeldBy, projectsOf } from './own-keys.ts';
import type { Target } from './read-target.ts';

/** Lists that say nothing about who or what is affected. */
const NOT_AFFECTED = new Set(['rate_limits']);

const PROJECT = '/organization/projects/{project_id}';

const SPEND_DAYS = 30;
const DAY_SECONDS = 86_400;

/** What is told of a thing besides lists below it, where its record has it. */
const TOLD: [field: string, label: string][] = [
  ['status', 'Status'],
  ['role', 'Role'],
  ['email', 'Email'],
  ['owner', 'Belongs to'],
  ['created_at', 'Created'],
  ['last_used_at', 'Last used'],
  ['last_active_at', 'Last active'],
  ['api_key_last_used_at', 'API keys last used'],
  ['expires_at', 'Expires'],
  ['url', 'URL'],
  ['bytes', 'Bytes'],
  ['usage_bytes', 'Bytes'],
  ['file_counts', 'Files'],
  ['projects', 'Projects'],
];

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

/** How far a write reaches: in a few words for the first lines of a question, and a line each. */
export type Reach = { brief: string; lines: string[] };

/** One thing that a write reaches; `brief` where it belongs to the few words, `lastUsed` in Unix seconds. */
type Fact = { line: string; brief?: string; lastUsed?: number };

/**
 * What could not be read is said instead of left out. Never rejects.
 */
export async function describeImpact(
  target: Target,
  values: Record<string, unknown>,
  { reader, keyInUse, nowSeconds }: Means,
): Promise<Reach> {
  if (target.unreadable !== undefined) {
    return { brief: 'How far it reaches is unknown', lines: [`Could not be read: ${target.unreadable}.`] };
  }
  return reachOf([
    ...(await factsBelow(target, values, { reader, keyInUse, nowSeconds })),
    ...factsOf(target.body, target.name),
  ]);
}

function reachOf(facts: Fact[]): Reach {
  const used = facts.flatMap(({ lastUsed }) => lastUsed ?? []);
  const last = used.length === 0 ? [] : [`last used ${dayOf(Math.max(...used))}`];
  return {
    brief: [...facts.flatMap(({ brief }) => brief ?? []), ...last].join(', '),
    lines: facts.map(({ line }) => line),
  };
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
  const spend = projectId === undefined ? [] : [describeSpend(projectId, reader, nowSeconds)];
  const facts = await Promise.all([
    theirs,
    ...ownKey,
    ...first,
    ...spend,
    ...rest.map((tool) => count(tool)),
  ]);
  return facts.flatMap((fact) => fact ?? []);
}

/** Archiving a project ends its keys, which may be meant; that one of them is this server's has to be seen first. */
async function findOwnKey(projectId: string, reader: Reader, keyInUse: KeyInUse): Promise<Fact | undefined> {
  try {
    const isInUse = await holdsKeyInUse(undefined, projectId, reader, keyInUse);
    if (isInUse === undefined) return { line: `${OWN_KEY}: unknown` };
    return isInUse ? { line: `${OWN_KEY}: yes`, brief: 'the key that this server uses' } : undefined;
  } catch {
    return { line: `${OWN_KEY}: could not be read` };
  }
}

const OWN_KEY = 'A key that this server uses';

/** The keys that a person made end with their place, in one project or in all of theirs; undefined for everything else. */
async function factOfTheirKeys(
  path: string,
  { user_id: user, project_id: project }: Record<string, unknown>,
  reader: Reader,
): Promise<Fact | undefined> {
  const isMember = path === `${PROJECT}/users/{user_id}`;
  if (typeof user !== 'string' || !(isMember || path === '/organization/users/{user_id}')) return undefined;
  try {
    const projects = isMember ? [String(project)] : await projectsOf(user, reader);
    const held = await Promise.all(projects.map((one) => keysHeldBy(user, one, reader)));
    const used = held.flat().flatMap(({ last_used_at: at }) => (isUnixSeconds(at) ? [at] : []));
    const count = held.flat().length;
    const noun = count === 1 ? 'API key of theirs' : 'API keys of theirs';
    if (count === 0) return { line: 'API keys of theirs: none' };
    return {
      line: `API keys of theirs: ${count}${namesOf(held.flat())}`,
      brief: `${count} ${noun}`,
      ...(used.length > 0 && { lastUsed: Math.max(...used) }),
    };
  } catch {
    return { line: 'API keys of theirs: could not be read', brief: 'API keys of theirs unknown' };
  }
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
  const unknown = (why: string): Fact => ({ line: `${noun}: ${why}`, brief: `${plain} unknown` });
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
      brief: `${items.length}${complete ? '' : ' or more'} ${plain}`,
      ...defined({ lastUsed }),
    };
  } catch {
    return unknown('could not be read');
  }
}

const MAX_NAMES = 5;

function namesOf(items: Record<string, unknown>[]): string {
  const names = items.flatMap((item) => {
    const name = item.email ?? item.name;
    return typeof name === 'string' ? [quote(name, 40)] : [];
  });
  if (names.length === 0) return '';
  const rest = items.length > MAX_NAMES ? ', ...' : '';
  return ` (${names.slice(0, MAX_NAMES).join(', ')}${rest})`;
}

/** An amount that is no number makes it unknown. */
async function describeSpend(projectId: string, reader: Reader, nowSeconds: number): Promise<Fact> {
  const title = `Spend of the last ${SPEND_DAYS} days`;
  const unknown = (why: string): Fact => ({ line: `${title}: ${why}`, brief: 'spend unknown' });
  const costs = reader.tools.find((tool) => tool.endpoint.path === '/organization/costs');
  if (costs === undefined) return unknown('not known');
  const today = nowSeconds - (nowSeconds % DAY_SECONDS);
  try {
    const { items, complete } = await reader.list(
      costs,
      { start_time: today - (SPEND_DAYS - 1) * DAY_SECONDS, limit: SPEND_DAYS + 1, project_ids: [projectId] },
      1,
    );
    const sum = complete ? sumOfCosts(items)?.toFixed(2) : undefined;
    if (sum === undefined) return unknown('could not be read in full');
    return { line: `${title}: $${sum}`, brief: `$${sum} in ${SPEND_DAYS} days` };
  } catch {
    return unknown('could not be read');
  }
}

function factsOf(body: Record<string, unknown> | undefined, name: string | undefined): Fact[] {
  if (body === undefined) return [];
  return TOLD.flatMap(([field, label]): Fact[] => {
    const value = body[field];
    if (value === undefined || value === null || value === name) return [];
    const isTime = field.endsWith('_at') && isUnixSeconds(value);
    const lastUsed = isTime && field.endsWith('last_used_at') ? { lastUsed: value } : {};
    return [{ line: `${label}: ${isTime ? timeOf(value) : describe(value)}`, ...lastUsed }];
  });
}

function describe(value: unknown): string {
  // A word of the API's own, such as active.
  if (typeof value === 'string') return /^[a-z_]{1,40}$/.test(value) ? value : quote(value);
  if (!isRecord(value)) return oneLine(String(value));
  if (Array.isArray(value.data)) return `${value.data.length}${namesOf(value.data.filter(isRecord))}`;
  const person = [value.user, value.service_account].find(isRecord) ?? value;
  const known = person.email ?? person.name ?? person.total ?? person.id;
  return known === undefined ? 'known to OpenAI' : describe(known);
}

/** 2026-11-28 */
function dayOf(seconds: number): string {
  return isoTime(seconds).slice(0, 10);
}

/** 2026-11-28 09:30 UTC */
function timeOf(seconds: number): string {
  return `${isoTime(seconds).slice(0, 16).replace('T', ' ')} UTC`;
}
