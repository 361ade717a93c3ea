/** What the guard reads by itself is for a human or for its own decision: pins hold for it, filters and rules do not. */
import { authorize } from '../policy/authorize.ts';
import { createReader, type Reader } from '../reading/reader.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { GuardPorts } from './guard-ports.ts';

/** A read by a tool, as the caller might make it. */
export type Read = { tool: ToolSpec; values: Record<string, unknown> };

export function ownReader(
  { tools, authority, send }: Pick<GuardPorts, 'tools' | 'authority' | 'send'>,
  signal: AbortSignal,
): Reader {
  const within = tools.filter((tool) => authorize({ tool, origin: 'guard' }, authority).allowed);
  return createReader(within, send, signal);
}
