/** An organization as raw lists by path, and a stand-in for OpenAI that pages through them, over real HTTP. */
import { HttpResponse, http } from 'msw';
import { startCannedApi } from '../openai/canned-api.ts';

export type Row = Record<string, unknown>;
/** By path without `/v1`; a path that is not here is an empty list, and a thing that no list holds is not there. */
export type Lists = Record<string, Row[]>;
/** What goes wrong: an answer in place of the usual one. */
export type Fault = (url: URL, path: string) => Response | undefined;

export const refusal = (message: string, status = 403) =>
  Response.json({ error: { message, type: 'invalid_request_error', code: null } }, { status });

const LIST =
  /\/(projects|users|groups|roles|invites|admin_api_keys|api_keys|service_accounts|audit_logs|vector_stores)$/;

const idOf = (row: Row) => String(row.id ?? row.group_id);

export function startLists(lists: Lists, fault: Fault = () => undefined) {
  return startCannedApi(
    http.get('*/v1/*', ({ request }) => {
      const url = new URL(request.url);
      const path = url.pathname.replace(/^\/v1/, '');
      return fault(url, path) ?? (LIST.test(path) ? pageOf(lists[path] ?? [], url) : thingAt(path, lists));
    }),
  );
}

function thingAt(path: string, lists: Lists): Response {
  const [, list = '', id = ''] = /^(.*)\/([^/]*)$/.exec(path) ?? [];
  const found = lists[list]?.find((row) => idOf(row) === id);
  return found ? HttpResponse.json(found) : refusal(`No such thing: ${id}`, 404);
}

export function pageOf(rows: readonly Row[], { searchParams }: URL): Response {
  const all = rows.filter((row) => isWanted(row, searchParams));
  const after = searchParams.get('after');
  const start = after === null ? 0 : all.findIndex((row) => idOf(row) === after) + 1;
  const end = start + Number(searchParams.get('limit') ?? 20);
  const data = all.slice(start, end);
  const last = data.at(-1);
  const more = end < all.length;
  return HttpResponse.json({
    object: 'list',
    data,
    has_more: more,
    last_id: last === undefined ? null : idOf(last),
    next: more && last !== undefined ? idOf(last) : null,
  });
}

/** The filters that OpenAI's lists know, as far as reports use them. */
function isWanted(row: Row, query: URLSearchParams): boolean {
  const asked = (name: string) => query.getAll(`${name}[]`);
  const allows = (name: string, values: unknown[]) =>
    asked(name).length === 0 || values.some((value) => asked(name).includes(String(value)));
  const at = Number(row.effective_at);
  const actor = actorOf(row);
  const payload = row[String(row.type)] as Row | undefined;
  return (
    (row.status !== 'archived' || query.get('include_archived') === 'true') &&
    (row.owner_project_access !== 'inactive' || query.get('owner_project_access') === 'any') &&
    allows('emails', [row.email]) &&
    allows('event_types', [row.type]) &&
    allows('project_ids', [(row.project as Row | undefined)?.id]) &&
    allows('resource_ids', [payload?.id]) &&
    allows('actor_ids', [actor.id, actor.key]) &&
    allows('actor_emails', [actor.email]) &&
    (!query.has('effective_at[gte]') || at >= Number(query.get('effective_at[gte]'))) &&
    (!query.has('effective_at[lt]') || at < Number(query.get('effective_at[lt]')))
  );
}

function actorOf({ actor }: Row): { id?: unknown; email?: unknown; key?: unknown } {
  const { session, api_key: key } = (actor ?? {}) as { session?: Row; api_key?: Row };
  const who = (session?.user ?? key?.user ?? key?.service_account ?? {}) as Row;
  return { id: who.id, email: who.email, key: key?.id };
}
