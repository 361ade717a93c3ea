/** The first pages of a list for a form that completes what its user types: as a report of the caller may read it. */
import type { Send } from '../model/api-request.ts';
import { type Listing, readListing } from '../reading/read-listing.ts';
import { toolAt } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { prepareCall } from '../tools/build-request.ts';
import type { WriteGuard } from './prepared-write.ts';

/** Five hundred people or projects; of more, whoever types more finds only these. */
const MAX_PAGES = 5;

export type RowPorts = {
  tools: readonly ToolSpec[];
  send: Send;
  guard: Pick<WriteGuard, 'refusalOfRead'>;
  /** For all of its requests. */
  milliseconds: number;
  /** Told of what went wrong, which is nothing to whoever types. */
  onFailed(error: unknown): void;
};

const NO_ROWS: Listing = { items: [], complete: false };

/** Rejects only when `signal` is aborted. */
export async function readRows(
  path: string,
  members: readonly string[],
  { tools, send, guard, milliseconds, onFailed }: RowPorts,
  signal: AbortSignal,
): Promise<Listing> {
  const tool = toolAt({ tools }, 'list', path, {})?.tool;
  if (tool === undefined) return NO_ROWS;
  const values = { ...tool.filled, ...tool.fixed };
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(milliseconds)]);
  try {
    const read = prepareCall(tool, { values, clear: [] });
    if ((await guard.refusalOfRead(read, inTime, 'report')) !== undefined) return NO_ROWS;
    return await readListing(tool, values, MAX_PAGES, send, inTime, members);
  } catch (error) {
    signal.throwIfAborted();
    onFailed(error);
    return NO_ROWS;
  }
}
