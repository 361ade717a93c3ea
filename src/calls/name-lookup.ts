/** How names are looked up for a call: by lists that its caller may read, page after page. */
import { readListing } from '../reading/read-listing.ts';
import { prepareCall } from '../tools/build-request.ts';
import type { CallPorts } from './call-ports.ts';
import type { NameLookup } from './refuse-names.ts';

/** A look-up of names reads at most this many pages: an organization of 10,000 projects, whole. */
const MAX_LOOKUP_PAGES = 100;

/** @param origin whose reads these are: a report may read by tools that the list does not show */
export function nameLookup(
  { guard, send, exposedTool, readableTool }: CallPorts,
  origin: 'caller' | 'report',
  signal: AbortSignal,
): NameLookup {
  return {
    exposedTool: origin === 'report' ? readableTool : exposedTool,
    mayRead: async (listing, given) => {
      const read = prepareCall(listing, { values: given, clear: [] });
      return (await guard.refusalOfRead(read, signal, origin)) === undefined;
    },
    readListing: (listing, parents, members) =>
      readListing(listing, parents, MAX_LOOKUP_PAGES, send, signal, members),
  };
}
