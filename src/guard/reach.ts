/** Owns how far a write reaches, in a few lines for a human: what hangs on the thing, when it was used, what it spends. */
import Big from 'big.js';
import { quote, showInvisible } from '../text/clean.ts';
import { isRecord } from '../tools/check-value.ts';
import { isoTime, isUnixSeconds } from '../tools/shape-value.ts';
import type { Target } from './read-target.ts';
import { type Reader, toolAt } from './reader.ts';

/** Lists that say nothing about who or what is affected. */
const NOT_AFFECTED = new Set(['rate_limits']);

const SPEND_DAYS = 30;
const DAY_SECONDS = 86_400;

/** What is told of a thing besides lists below it, where its record has it. */
const TOLD = [
  'status',
  'role',
  'email',
  'owner',
  'created_at',
  'last_used_at',
  'last_active_at',
  'expires_at',
  'url',
  'bytes',
  'usage_bytes',
  'file_counts',
];

/**
 * Lines for a human; what could not be read is said instead of left out. Never rejects.
 * @param nowSeconds Unix seconds
 */
export async function describeReach(
  target: Target,
  values: Record<string, unknown>,
  reader: Reader,
  nowSeconds: number,
): Promise<string[]> {
  if (target.unreadable !== undefined) return [`Could not be read: ${target.unreadable}.`];
  if (target.body === undefined || target.readBy === undefined) return factsOf(target.body);
  const path = target.readBy.endpoint.path;
  const below = reader.tools.filter(
    ({ method, endpoint }) =>
      method === 'list' &&
      endpoint.path.startsWith(`${path}/`) &&
      !endpoint.path.slice(path.length + 1).includes('/') &&
      !NOT_AFFECTED.has(endpoint.path.slice(path.length + 1)),
  );
  const lists = below.map((tool) => countBelow(tool.endpoint.path, tool.title, values, reader));
  const isProject = path === '/organization/projects/{project_id}';
  const spend = isProject && target.id !== undefined ? [describeSpend(target.id, reader, nowSeconds)] : [];
  return [...factsOf(target.body), ...(await Promise.all([...lists, ...spend]))];
}

async function countBelow(
  path: string,
  title: string,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<string> {
  const noun = title.replace(/^List (project )?/i, '').toLowerCase();
  const found = toolAt(reader, 'list', path, values);
  if (found === undefined) return `${noun}: not known`;
  try {
    const everyOwner = found.tool.params.owner_project_access?.enum?.includes('any');
    const more = everyOwner ? { owner_project_access: 'any' } : {};
    const { items, complete } = await reader.list(found.tool, { ...found.values, ...more }, 1);
    const used = items.map((item) => item.last_used_at).filter(isUnixSeconds);
    const last = used.length === 0 ? '' : `, last used ${isoTime(Math.max(...used))}`;
    return `${noun}: ${items.length}${complete ? '' : ' or more'}${last}${namesOf(items)}`;
  } catch {
    return `${noun}: could not be read`;
  }
}

const MOST_NAMES = 5;

function namesOf(items: Record<string, unknown>[]): string {
  const names = items.flatMap((item) => {
    const name = item.email ?? item.name;
    return typeof name === 'string' ? [quote(name, 40)] : [];
  });
  if (names.length === 0) return '';
  const rest = items.length > MOST_NAMES ? ', ...' : '';
  return ` (${names.slice(0, MOST_NAMES).join(', ')}${rest})`;
}

/** The sum of the daily costs; decimal, since some amounts arrive as text. */
async function describeSpend(projectId: string, reader: Reader, nowSeconds: number): Promise<string> {
  const title = `spend of the last ${SPEND_DAYS} days`;
  const costs = reader.tools.find((tool) => tool.endpoint.path === '/organization/costs');
  if (costs === undefined) return `${title}: not known`;
  const today = nowSeconds - (nowSeconds % DAY_SECONDS);
  try {
    const { items } = await reader.list(
      costs,
      { start_time: today - (SPEND_DAYS - 1) * DAY_SECONDS, limit: SPEND_DAYS + 1, project_ids: [projectId] },
      1,
    );
    const amounts = items.flatMap((bucket) => (Array.isArray(bucket.results) ? bucket.results : []));
    const sum = amounts.reduce((total: Big, { amount }) => total.plus(amount?.value ?? 0), new Big(0));
    return `${title}: $${sum.toFixed(2)}`;
  } catch {
    return `${title}: could not be read`;
  }
}

function factsOf(body: Record<string, unknown> | undefined): string[] {
  if (body === undefined) return [];
  return TOLD.flatMap((key) => {
    const value = body[key];
    if (value === undefined || value === null) return [];
    return [`${key.replaceAll('_', ' ').replace(/ at$/, '')}: ${tell(value)}`];
  });
}

function tell(value: unknown): string {
  if (isUnixSeconds(value)) return isoTime(value);
  if (typeof value === 'string') return quote(value);
  if (!isRecord(value)) return showInvisible(String(value)).slice(0, 80);
  const person = [value.user, value.service_account].find(isRecord) ?? value;
  const known = person.email ?? person.name ?? person.total ?? person.id;
  return known === undefined ? 'known to OpenAI' : tell(known);
}
