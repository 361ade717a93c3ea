/** Owns finding out, with one read, what became of a create whose answer was lost. */
import { quote, showInvisible } from '../text/clean.ts';
import { isUnixSeconds } from '../tools/shape-value.ts';
import type { PreparedWrite } from '../tools/write-guard.ts';
import { type Reader, toolAt } from './reader.ts';

/** `ids` are what may be the created thing. */
export type LookUp = {
  result: 'created' | 'not_found' | 'ambiguous' | 'not_possible';
  ids: string[];
  sentence: string;
};

/** OpenAI's clock and this one may differ by so much. */
const SKEW_SECONDS = 60;

/** By these the same thing is known in the request and in the list. */
const NAMES = ['name', 'email', 'url', 'id'];

/** A create that names one of these puts an existing thing into a list, where it keeps its id. */
const MEMBERS = ['user_id', 'role_id', 'group_id', 'file_id'];

/**
 * Reads one page of the list that a created thing appears in. Never rejects.
 * @param startedSeconds Unix seconds at which the create was sent
 */
export async function lookUpCreate(
  { tool, checked, request }: PreparedWrite,
  startedSeconds: number,
  reader: Reader,
): Promise<LookUp> {
  const found = toolAt(reader, 'list', tool.endpoint.path, checked.values);
  if (found === undefined) return notPossible(`No list shows what ${tool.name} creates.`);
  const newestFirst = found.tool.params.order?.enum?.includes('desc') ? { order: 'desc' } : {};
  try {
    const { items, complete } = await reader.list(found.tool, { ...found.values, ...newestFirst }, 1);
    const fits = items.filter((item) => isThis(item, request.body ?? {}, startedSeconds));
    const ids = fits.map((item) => showInvisible(String(item.id)));
    const [only] = fits;
    if (only !== undefined && fits.length === 1) {
      const name = typeof only.name === 'string' ? ` (${quote(only.name)})` : '';
      return { result: 'created', ids, sentence: `A look-up found it: ${ids[0]}${name} was created.` };
    }
    if (fits.length > 1) {
      return {
        result: 'ambiguous',
        ids,
        sentence: `A look-up found several that it may be: ${ids.slice(0, 5).join(', ')}.`,
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
    return notPossible(`The look-up failed too: look with ${found.tool.name} before repeating the call.`);
  }
}

function notPossible(sentence: string): LookUp {
  return { result: 'not_possible', ids: [], sentence };
}

/** Same name, and not older than the request; or the member that was to be added, however old it is. */
function isThis(
  item: Record<string, unknown>,
  body: Record<string, unknown>,
  startedSeconds: number,
): boolean {
  const member = MEMBERS.find((name) => typeof body[name] === 'string');
  if (member !== undefined) return (item[member] ?? item.id) === body[member];
  const named = NAMES.filter((name) => typeof body[name] === 'string' && item[name] !== undefined);
  if (!named.every((name) => item[name] === body[name])) return false;
  const created = [item.created_at, item.added_at, item.invited_at, item.created].find(isUnixSeconds);
  if (created !== undefined) return created >= startedSeconds - SKEW_SECONDS;
  return named.length > 0;
}
