/** Owns the order of one call: check, refuse, build, send, shape. */
import type { ApiResponse } from '../openai/client.ts';
import { revealSecret } from '../redaction/known-secrets.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { withBucketLimit } from './bucket-limit.ts';
import { type BuiltRequest, buildRequest } from './build-request.ts';
import { type CheckedArguments, checkArguments } from './check-arguments.ts';
import { itemsOf, type ReadListing, refuseNames } from './resolve-names.ts';
import { SecretRefusal } from './secret-refusal.ts';
import { nextCursor, shapeResult } from './shape-result.ts';
import { secretsAt } from './withhold-secrets.ts';

/** Sends with the key that the tool needs; `projectId` picks among project keys. */
export type Send = (
  tool: ToolSpec,
  request: BuiltRequest,
  projectId: string | undefined,
  signal: AbortSignal,
) => Promise<ApiResponse>;

/** What a call needs from outside. */
export type CallPorts = {
  send: Send;
  /** A tool that the filters allow, by name. */
  exposedTool(name: string): ToolSpec | undefined;
  /** Milliseconds since 1970. */
  now(): number;
  /** Whether one-time secrets may be made and shown. */
  revealSecrets: boolean;
};

/** A name look-up reads at most this many pages; beyond it the given value is sent as it is. */
const MOST_LOOKUP_PAGES = 10;

/**
 * Runs one tool.
 * @throws ArgumentError or SecretRefusal with nothing sent; CredentialError; ApiError.
 */
export async function callTool(
  tool: ToolSpec,
  given: unknown,
  ports: CallPorts,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const checked = checkArguments(tool, given, ports.now());
  if (!ports.revealSecrets && mintsSecret(tool, checked.values)) throw new SecretRefusal(tool);
  const values = withBucketLimit(tool, checked.values, ports.now());
  const readListing: ReadListing = (listing, parents) => readPages(listing, parents, ports, signal);
  await refuseNames(tool, values, { exposedTool: ports.exposedTool, readListing });
  const response = await send(tool, { ...checked, values }, ports, signal);
  if (ports.revealSecrets) secretsAt(response.body, tool.secrets?.paths ?? []).forEach(revealSecret);
  return shapeResult(tool, response.body, {
    revealSecrets: ports.revealSecrets,
    notes: emptyFilters(tool, values),
    ...(checked.cursor !== undefined && { cursor: checked.cursor }),
  });
}

/** The API ignores an empty list, so the answer is about everything: a model that expects nothing should know. */
function emptyFilters(tool: ToolSpec, values: Record<string, unknown>): string[] {
  return Object.entries(values).flatMap(([name, value]) => {
    const isEmpty = tool.params[name]?.in === 'query' && Array.isArray(value) && value.length === 0;
    return isEmpty ? [`${name} was empty, so nothing was left out by it.`] : [];
  });
}

function mintsSecret(tool: ToolSpec, values: Record<string, unknown>): boolean {
  if (tool.secrets === undefined) return false;
  const { unless } = tool.secrets;
  if (unless === undefined) return true;
  return !Object.entries(unless).every(([name, allowed]) => allowed.some((value) => value === values[name]));
}

function send(
  tool: ToolSpec,
  checked: CheckedArguments,
  ports: CallPorts,
  signal: AbortSignal,
): Promise<ApiResponse> {
  const projectId = tool.key === 'project' ? checked.values.project_id : undefined;
  return ports.send(
    tool,
    buildRequest(tool, checked),
    typeof projectId === 'string' ? projectId : undefined,
    signal,
  );
}

async function readPages(
  listing: ToolSpec,
  parents: Record<string, unknown>,
  ports: CallPorts,
  signal: AbortSignal,
): Promise<{ items: Record<string, unknown>[]; complete: boolean }> {
  const items: Record<string, unknown>[] = [];
  const largest = listing.params.limit?.max;
  const values = { ...(largest !== undefined && { limit: largest }), ...parents };
  let cursor: string | undefined;
  for (let page = 0; page < MOST_LOOKUP_PAGES; page += 1) {
    const checked = { values, clear: [], ...(cursor !== undefined && { cursor }) };
    const { body } = await send(listing, checked, ports, signal);
    const rows = itemsOf(body);
    if (rows === undefined) return { items, complete: false };
    items.push(...rows);
    const next = nextCursor(listing, body);
    if (next === undefined || next === cursor) return { items, complete: true };
    cursor = next;
  }
  return { items, complete: false };
}
