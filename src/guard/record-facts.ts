/** What the record of a thing says of it, for whoever approves: every member, so that none that decides is missing. Pure. */
import { isRecord } from '../model/record.ts';
import { cutText, oneLine, quote } from '../text/clean.ts';
import { forEachMember, isListOfScalars } from '../tools/flat-members.ts';
import { isUnixSeconds, shapeValue, USUAL_MAPS } from '../tools/shape-value.ts';
import { type Fact, namesOf, timeOf } from './facts.ts';
import type { Target } from './read-target.ts';

/** What has a label of its own, and comes first. */
const LABELLED: [field: string, label: string][] = [
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

/** Told already, or of no weight. */
const ELSEWHERE = ['id', 'object', 'name', 'project_id', ...LABELLED.map(([field]) => field)];

/** A record with more is something large, of which counts tell more than values. */
const MOST = 16;

/** A longer text is content, and told by its beginning. */
const LONGEST = 200;

/** How many stand in the few words of a thing that has no name to be known by. */
const BRIEF = 3;

/** Not being so is the usual state of whatever else is said by yes or no. */
const REMARKABLE_WHEN_FALSE = /(^|[._ ])(enabled|active|verified|valid)$/;

/** @param ended what has no name is then known by what it is, in the few words too */
export function factsOfRecord(target: Target, ended: boolean): Fact[] {
  if (target.body === undefined) return [];
  return [...labelled(target.body, target.name), ...others(target.body, target, ended)];
}

function labelled(body: Record<string, unknown>, name: string | undefined): Fact[] {
  return LABELLED.flatMap(([field, label]): Fact[] => {
    const value = body[field];
    if (value === undefined || value === null || value === name) return [];
    const isTime = field.endsWith('_at') && isUnixSeconds(value);
    const lastUsed = isTime && /last_(used|active)_at$/.test(field) ? { lastUsed: value } : {};
    return [{ line: `${label}: ${isTime ? timeOf(value) : describe(value)}`, ...lastUsed }];
  });
}

/** Under the names of the record, amounts in dollars and times as times. */
function others(
  body: Record<string, unknown>,
  { id, name, project, holder, readBy }: Target,
  ended: boolean,
): Fact[] {
  const told: unknown[] = [name, body.id, id, project?.id, holder?.id, holder?.name];
  const left = Object.fromEntries(Object.entries(body).filter(([field]) => !ELSEWHERE.includes(field)));
  const maps = [...USUAL_MAPS, ...(readBy?.maps ?? [])];
  const facts: Fact[] = [];
  // What kind something is of decides less than which.
  const isBrief = (path: string) =>
    ended &&
    name === undefined &&
    !/(^|\.)type$/.test(path) &&
    facts.filter(({ brief }) => brief !== undefined).length < BRIEF;
  const shaped = shapeValue(left, readBy?.response.cents, readBy?.maps);
  forEachMember(shaped, Array.isArray, (path, value) => {
    if (path === '' || facts.length === MOST || (typeof value === 'string' && told.includes(value))) return;
    const isCustomers = maps.some((map) => path.startsWith(`${map}.`) || path.startsWith(`${map}[`));
    if (value === false && !isCustomers && !REMARKABLE_WHEN_FALSE.test(path)) return;
    if (/(^|[._])id$/.test(path)) told.push(value);
    const isAmount = path.endsWith('_usd');
    const words = (isAmount ? path.slice(0, -'_usd'.length) : path).replaceAll('_', ' ');
    const line = `${words}: ${isAmount ? `$${String(value)}` : tell(value)}`;
    facts.push({
      line: `${line.charAt(0).toUpperCase()}${line.slice(1)}`,
      ...(isBrief(path) && { brief: line }),
    });
  });
  return facts;
}

const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d):\d\dZ$/;

function tell(value: unknown): string {
  if (typeof value === 'string') {
    const [, day, minute] = TIME.exec(value) ?? [];
    return day === undefined ? quote(value, LONGEST) : `${day} ${minute} UTC`;
  }
  if (!Array.isArray(value)) return isRecord(value) ? 'none' : String(value);
  if (!isListOfScalars(value)) return String(value.length);
  return value.length === 0
    ? 'none'
    : cutText(value.map((item) => oneLine(String(item))).join(', '), LONGEST);
}

function describe(value: unknown): string {
  // A word of the API's own, such as active.
  if (typeof value === 'string') return /^[a-z_]{1,40}$/.test(value) ? value : quote(value);
  if (Array.isArray(value))
    return value.length === 0 ? 'none' : `${value.length}${namesOf(value.filter(isRecord))}`;
  if (!isRecord(value)) return oneLine(String(value));
  if (Array.isArray(value.data)) return `${value.data.length}${namesOf(value.data.filter(isRecord))}`;
  const person = [value.user, value.service_account].find(isRecord) ?? value;
  const known = person.email ?? person.name ?? person.total ?? person.id;
  return known === undefined ? 'known to OpenAI' : describe(known);
}
