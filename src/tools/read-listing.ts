/** Owns reading a whole listing by itself, page after page, for look-ups that this program makes. */
import type { ApiResponse } from '../openai/client.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { buildRequest } from './build-request.ts';
import type { CheckedArguments } from './check-arguments.ts';
import { isRecord } from './check-value.ts';
import { itemsOf } from './resolve-names.ts';
import { nextCursor } from './shape-result.ts';

/** Sends one request of a tool with the key that it needs. */
export type SendChecked = (tool: ToolSpec, checked: CheckedArguments) => Promise<ApiResponse>;

/** `complete` is false when there are more pages than were read, or the answer is no list. */
export type Listing = { items: Record<string, unknown>[]; complete: boolean };

/** A look-up of names reads at most this many pages; beyond it the given value is sent as it is. */
export const MOST_LOOKUP_PAGES = 10;

/** Reads up to `mostPages` of the largest size, with `values` as the other arguments. */
export async function readListing(
  listing: ToolSpec,
  values: Record<string, unknown>,
  send: SendChecked,
  mostPages: number,
): Promise<Listing> {
  const items: Record<string, unknown>[] = [];
  const largest = listing.params.limit?.max;
  const all = { ...(largest !== undefined && { limit: largest }), ...values };
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { body } = await send(listing, { values: all, clear: [], ...(cursor !== undefined && { cursor }) });
    const rows = itemsOf(body);
    if (rows === undefined) return { items, complete: false };
    items.push(...rows);
    const next = nextCursor(listing, body);
    if (next === undefined || next === cursor) return { items, complete: !saysMore(body) };
    cursor = next;
  }
  return { items, complete: false };
}

/** A list may say that more follows without a cursor to get it. */
function saysMore(body: unknown): boolean {
  return isRecord(body) && body.has_more === true;
}

/** The built request of a checked call, sent with the project key that its arguments choose. */
export function sendChecked<Send>(
  send: (
    tool: ToolSpec,
    request: ReturnType<typeof buildRequest>,
    projectId: string | undefined,
    signal: Send,
  ) => Promise<ApiResponse>,
  signal: Send,
): SendChecked {
  return (tool, checked) =>
    send(tool, buildRequest(tool, checked), keyProjectOf(tool, checked.values), signal);
}

/** The project whose key a call chooses; undefined for the default one and for the admin key. */
export function keyProjectOf(tool: ToolSpec, values: Record<string, unknown>): string | undefined {
  const projectId = tool.key === 'project' ? values.project_id : undefined;
  return typeof projectId === 'string' ? projectId : undefined;
}
