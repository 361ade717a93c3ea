/** How far a write reaches, in a few lines for a human: what hangs on the thing, when it was used, what it spends. */
import Big from 'big.js';
import { isRecord } from '../model/record.ts';
import { type Reader, toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { oneLine, quote } from '../text/clean.ts';
import { isoTime, isUnixSeconds } from '../tools/shape-value.ts';
import type { Target } from './read-target.ts';

/** Lists that say nothing about who or what is affected. */
const NOT_AFFECTED = new Set(['rate_limits']);

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

/**
 * Lines for a human; what could not be read is said instead of left out. Never rejects.
 * @param nowSeconds Unix seconds
 */
export async function describeImpact(
  target: Target,
  values: Record<string, unknown>,
  reader: Reader,
  nowSeconds: number,
): Promise<string[]> {
  if (target.unreadable !== undefined) return [`Could not be read: ${target.unreadable}.`];
  if (target.body === undefined || target.readBy === undefined) return factsOf(target.body, target.name);
  const path = target.readBy.endpoint.path;
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
  const isProject = path === '/organization/projects/{project_id}';
  const spend = isProject && target.id !== undefined ? [describeSpend(target.id, reader, nowSeconds)] : [];
  const lines = await Promise.all([...first, ...spend, ...rest.map((tool) => count(tool))]);
  return [...lines.flatMap((line) => line ?? []), ...factsOf(target.body, target.name)];
}

/** Undefined for none of what has no label of its own. */
async function countBelow(
  listing: ToolSpec,
  label: string | undefined,
  values: Record<string, unknown>,
  reader: Reader,
): Promise<string | undefined> {
  const title = listing.title
    .replace(/^List ((organization|project|group) )?/i, '')
    .replace(/ (of|in) .*$/, '');
  const noun = label ?? `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
  const found = toolAt(reader, 'list', listing.endpoint.path, values);
  if (found === undefined) return `${noun}: not known`;
  try {
    const everyOwner = found.tool.params.owner_project_access?.enum?.includes('any');
    const more = everyOwner ? { owner_project_access: 'any' } : {};
    const { items, complete } = await reader.list(found.tool, { ...found.values, ...more }, 1);
    if (items.length === 0 && label === undefined) return undefined;
    const used = items.map((item) => item.last_used_at).filter(isUnixSeconds);
    const last = used.length === 0 ? '' : `, last used ${timeOf(Math.max(...used))}`;
    return `${noun}: ${items.length}${complete ? '' : ' or more'}${last}${namesOf(items)}`;
  } catch {
    return `${noun}: could not be read`;
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

/** The sum of the daily costs; decimal, since some amounts arrive as text. */
async function describeSpend(projectId: string, reader: Reader, nowSeconds: number): Promise<string> {
  const title = `Spend of the last ${SPEND_DAYS} days`;
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

function factsOf(body: Record<string, unknown> | undefined, name: string | undefined): string[] {
  if (body === undefined) return [];
  return TOLD.flatMap(([field, label]) => {
    const value = body[field];
    return value === undefined || value === null || value === name
      ? []
      : [`${label}: ${field.endsWith('_at') && isUnixSeconds(value) ? timeOf(value) : describe(value)}`];
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

/** 2026-11-28 09:30 UTC */
function timeOf(seconds: number): string {
  return `${isoTime(seconds).slice(0, 16).replace('T', ' ')} UTC`;
}
