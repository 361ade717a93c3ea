/** Finding out, with one read, what became of a create whose answer was lost. */
import { toolAt } from '../reading/reader.ts';
import { quote } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import { isUnixSeconds } from '../tools/shape-value.ts';
import { ownReader } from './own-reader.ts';
import { theirsBy } from './told.ts';
import type { WriteContext } from './write-context.ts';

/** `ids` are what may be the created thing. */
export type LookUp = {
  result: 'created' | 'not_found' | 'ambiguous' | 'not_possible';
  ids: string[];
  /** The one that is alike in all that can be compared; absent where there are more or none. */
  item?: Record<string, unknown>;
  sentence: string;
  /** The ids are other things than the caller may list. */
  hidesIds?: true;
};

/** Besides the time of the create itself; most clients give up on a call after 60 s. */
const MAX_SECONDS = 5;

/** OpenAI's clock and this one may differ by so much. */
const SKEW_SECONDS = 60;

/** By these the same thing is known in the request and in the list. */
const NAMES: [given: string, listed: string][] = [
  ['name', 'name'],
  ['role_name', 'name'],
  ['email', 'email'],
  ['url', 'url'],
];

/** A create that names one of these puts an existing thing into a list, where it keeps its id. */
const MEMBERS = ['user_id', 'role_id', 'group_id', 'file_id'];

/**
 * Reads one page of the list that a created thing appears in. Never rejects.
 * @param startedSeconds Unix seconds at which the create was sent
 */
export async function lookUpCreate(context: WriteContext, startedSeconds: number): Promise<LookUp> {
  const limit = new AbortController();
  const stop = () => limit.abort();
  const timer = setTimeout(stop, MAX_SECONDS * 1000);
  context.signal.addEventListener('abort', stop, { once: true });
  try {
    return await lookUp(context, startedSeconds, limit.signal);
  } finally {
    clearTimeout(timer);
    context.signal.removeEventListener('abort', stop);
  }
}

async function lookUp(
  { write, ports }: WriteContext,
  startedSeconds: number,
  signal: AbortSignal,
): Promise<LookUp> {
  const { tool, checked, request } = write;
  const reader = ownReader(ports, signal);
  // The keys of a service account are listed among those of its project.
  const places = [tool.endpoint.path, tool.endpoint.path.replace(/\/[^/]+\/\{[^}]*\}(\/[^/]+)$/, '$1')];
  const [found] = places.flatMap((path) => toolAt(reader, 'list', path, checked.values) ?? []);
  if (found === undefined) return notPossible(`No list shows what ${tool.name} creates.`);
  const { order, owner_project_access: owners } = found.tool.params;
  const newestFirst = order?.enum?.includes('desc') ? { order: 'desc' } : {};
  const everyOwner = owners?.enum?.includes('any') ? { owner_project_access: 'any' } : {};
  try {
    const { items, complete } = await reader.list(
      found.tool,
      { ...found.values, ...newestFirst, ...everyOwner },
      1,
    );
    const fits = items.filter((item) => isThis(item, request.body ?? {}, startedSeconds));
    const ids = fits.map((item) => shownForm(String(item.id ?? memberOf(request.body ?? {}))));
    const [only] = fits;
    if (only !== undefined && fits.length === 1 && memberOf(request.body ?? {}) !== undefined) {
      const sentence = `A look-up found ${ids[0]} in the list: it is there now.`;
      return { result: 'created', ids, item: only, sentence };
    }
    if (only !== undefined && fits.length === 1 && timeOf(only) !== undefined) {
      const name = typeof only.name === 'string' ? ` (${quote(only.name)})` : '';
      const sentence = `A look-up found it: ${ids[0]}${name} was created.`;
      return { result: 'created', ids, item: only, sentence };
    }
    if (fits.length > 0) {
      // What somebody else has made is told to callers who could list it themselves.
      const isTold = theirsBy(ports)(found);
      const told = isTold ? `: ${ids.slice(0, 5).join(', ')}` : '';
      return {
        result: 'ambiguous',
        ids,
        ...(only !== undefined && fits.length === 1 && { item: only }),
        ...(!isTold && { hidesIds: true as const }),
        sentence: `A look-up found what it may be, new or from before${told}. Look with ${found.tool.name} before repeating the call.`,
      };
    }
    return complete || newestFirst.order
      ? {
          result: 'not_found',
          ids,
          sentence: `A look-up did not find it, so it was not created, or is not shown yet: look again with ${found.tool.name} before repeating the call.`,
        }
      : {
          result: 'ambiguous',
          ids,
          sentence: `A look-up of the first ${items.length} did not find it, and there are more: look with ${found.tool.name} before repeating the call.`,
        };
  } catch {
    const why = signal.aborted ? `had no answer within ${MAX_SECONDS} s` : 'failed too';
    return notPossible(`The look-up ${why}: look with ${found.tool.name} before repeating the call.`);
  }
}

function notPossible(sentence: string): LookUp {
  return { result: 'not_possible', ids: [], sentence };
}

/**
 * The member that was to be added, however old it is; else same name and not older than the request, or alike in all
 * that can be compared where the list tells no time.
 */
function isThis(
  item: Record<string, unknown>,
  body: Record<string, unknown>,
  startedSeconds: number,
): boolean {
  const member = memberOf(body);
  // Its id stands under its own name, or as the item's.
  if (member !== undefined) return MEMBERS.some((name) => item[name] === member) || item.id === member;
  const isSame = ([given, listed]: [string, string]) => comparable(item[listed]) === comparable(body[given]);
  const named = NAMES.filter(([given, listed]) => body[given] !== undefined && item[listed] !== undefined);
  if (!named.every(isSame)) return false;
  const created = timeOf(item);
  if (created !== undefined) return created >= startedSeconds - SKEW_SECONDS;
  const shared = Object.keys(body).filter((name) => typeof body[name] !== 'object' && name in item);
  return named.length + shared.length > 0 && shared.every((name) => isSame([name, name]));
}

function memberOf(body: Record<string, unknown>): unknown {
  const name = MEMBERS.find((one) => typeof body[one] === 'string');
  return name && body[name];
}

function timeOf(item: Record<string, unknown>): number | undefined {
  return [item.created_at, item.added_at, item.invited_at, item.created].find(isUnixSeconds);
}

/** OpenAI may write an email in other letters. */
function comparable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('@') ? value.toLowerCase() : value;
}
