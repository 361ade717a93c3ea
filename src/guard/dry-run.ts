/** Owns what a dry run tells of a write: its request, and what would change. Pure. */
import type { ToolSpec } from '../specs/catalogue.ts';
import { shapeValue } from '../tools/shape-value.ts';
import type { PreparedWrite } from '../tools/write-guard.ts';
import type { Target } from './read-target.ts';

/** `address` is the base URL. */
export function dryRunResult(
  { tool, checked, request }: PreparedWrite,
  address: string,
  target: Target,
  approval: string,
): Record<string, unknown> {
  const url = `${address.replace(/\/+$/, '')}${request.path}${request.query && `?${request.query}`}`;
  return {
    dry_run: true,
    note: 'Nothing was sent: this server runs with --dry-run.',
    request: { method: request.method, url, ...(request.body && { body: request.body }) },
    ...changesOf(tool, request.body ?? {}, target),
    ...(target.unreadable !== undefined && { not_known: target.unreadable }),
    ...(checked.clear.length > 0 && { would_empty: checked.clear }),
    approval,
  };
}

function changesOf(tool: ToolSpec, body: Record<string, unknown>, target: Target): Record<string, unknown> {
  const cents = { ...target.readBy?.response.cents, ...tool.response.cents };
  const shape = (value: unknown) => shapeValue(value, cents);
  if (tool.method === 'create') return { would_create: shape(body) };
  const before = target.body === undefined ? undefined : shape(target.body);
  if (tool.method === 'delete') return { would_remove: before ?? target.id ?? tool.title };
  if (Object.keys(body).length === 0) return { acts_on: before ?? target.id ?? tool.title };
  const changed = Object.fromEntries(
    Object.keys(body).map((name) => [
      name,
      target.body !== undefined && name in target.body ? target.body[name] : null,
    ]),
  );
  return {
    before: target.body === undefined ? null : shapeKeepingNulls(changed, cents),
    after: shapeKeepingNulls(body, cents),
  };
}

/** Nulls are what is said here, so they stay. */
function shapeKeepingNulls(
  record: Record<string, unknown>,
  cents: Record<string, string>,
): Record<string, unknown> {
  const nulls = Object.keys(record).filter((name) => record[name] === null);
  return {
    ...(shapeValue(record, cents) as Record<string, unknown>),
    ...Object.fromEntries(nulls.map((name) => [cents[name] ?? name, null])),
  };
}
