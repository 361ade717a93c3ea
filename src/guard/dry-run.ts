/** What would change by a write: as data for a dry run, and in lines for whoever approves. Pure. */
import { hostOf } from '../approval/request-lines.ts';
import type { PreparedWrite } from '../calls/prepared-write.ts';
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { exactly } from '../text/duration.ts';
import { showInvisible } from '../text/shown-form.ts';
import { shapeValue } from '../tools/shape-value.ts';
import type { Called } from './called.ts';
import type { Target } from './read-target.ts';

/** `address` is the base URL; of the target, what the caller is told. */
export function dryRunResult(
  { tool, checked, request }: PreparedWrite,
  address: string,
  target: Target & { isHidden?: true },
  approval: string,
): Record<string, unknown> {
  const url = `${address.replace(/\/+$/, '')}${request.path}${request.query && `?${request.query}`}`;
  return {
    dry_run: true,
    note: 'Nothing was sent: this server runs with --dry-run.',
    request: { method: request.method, url, ...(request.body && { body: request.body }) },
    ...changesOf(tool, request.body ?? {}, target),
    ...defined({ not_known: target.isHidden ? HIDDEN : target.unreadable }),
    ...(checked.clear.length > 0 && { would_empty: checked.clear }),
    approval,
  };
}

const HIDDEN = 'what it is now is not shown: the tool that reads it is off here';

function changesOf(
  tool: ToolSpec,
  body: Record<string, unknown>,
  target: Target & { isHidden?: true },
): Record<string, unknown> {
  const cents = centsOf(tool, target);
  const shape = (value: unknown) => shapeValue(value, cents);
  if (tool.method === 'create') return { would_create: shape(body) };
  const before = target.body === undefined ? undefined : shape(target.body);
  if (tool.method === 'delete') return { would_remove: before ?? target.id ?? tool.title };
  if (Object.keys(body).length === 0) return { acts_on: before ?? target.id ?? tool.title };
  if (target.isHidden) return { after: shapeKeepingNulls(body, cents) };
  return {
    before: target.body === undefined ? null : shapeKeepingNulls(presentOf(body, target), cents),
    after: shapeKeepingNulls(body, cents),
    ...unknownBefore(body, target),
  };
}

/** What OpenAI does not show of the thing, so that it cannot be told what it is now. */
function unknownBefore(body: Record<string, unknown>, target: Target): Record<string, unknown> {
  const read = presentOf(body, target);
  const unknown = Object.keys(body).filter((name) => !(name in read));
  return target.body === undefined || unknown.length === 0 ? {} : { before_unknown: unknown };
}

/** A line for each value that an update sets, and for each amount that the request has in cents. */
export function describeChanges({ tool, request }: PreparedWrite, target: Target): string[] {
  const { body } = request;
  if (body === undefined || (tool.method !== 'update' && tool.method !== 'create')) return [];
  const cents = centsOf(tool, target);
  const after = shapeKeepingNulls(body, cents);
  if (tool.method === 'create') {
    const amounts = Object.entries(cents).filter(([name]) => body[name] !== undefined);
    return amounts.map(([, dollars]) => `${dollars}: ${show(after[dollars])}`);
  }
  const before = shapeKeepingNulls(presentOf(body, target), cents);
  return Object.keys(after).flatMap((name) => {
    const [was, becomes] = [name in before ? show(before[name]) : 'unknown', show(after[name])];
    return was === becomes ? [] : [`${name}: ${was} -> ${becomes}`];
  });
}

/** What is longer stands below, in the changes or the request. In characters: two rows, and where there is less room. */
const LONGEST_BRIEF = 150;
const LONGEST_BRIEFER = 60;

type Briefly = {
  changes: string[];
  /** Its name, told already. */
  created: string | undefined;
  called: readonly Called[];
};

/** What a write sets, in a few words each, and the same in fewer: that decides as much as what it acts on. */
export function brieflySet(
  write: PreparedWrite,
  target: Target,
  given: Briefly,
): { brief: string[]; briefer: string[] } {
  return {
    brief: setWithin(LONGEST_BRIEF, write, target, given),
    briefer: setWithin(LONGEST_BRIEFER, write, target, given),
  };
}

function setWithin(
  longest: number,
  { tool, request }: PreparedWrite,
  target: Target,
  { changes, created, called }: Briefly,
): string[] {
  if (tool.method === 'delete' || request.body === undefined) return [];
  const after = shapeKeepingNulls(request.body, centsOf(tool, target));
  const told = [created, target.id, target.project?.id].filter((one) => one !== undefined);
  const names = Object.keys(after).filter((name) => !told.some((one) => after[name] === one));
  return names.flatMap((name) => {
    const change = changes.find((line) => line.startsWith(`${name}: `));
    if (tool.method === 'update' && change === undefined) return [];
    const spoken = name.replaceAll('_', ' ');
    const thing = spoken.replace(/ id(s?)$/, '$1');
    const value = after[name];
    const listed = Array.isArray(value) ? value : [value];
    const names = listed.map((one) => called.find(({ id }) => id === one));
    const named = names.every((one) => one !== undefined)
      ? [
          `${thing}: ${names.map(({ briefly, id }) => `${briefly} (${id})`).join(', ')}`,
          `${thing}: ${names.map(({ briefly }) => briefly).join(', ')}`,
        ]
      : [];
    const forms = [
      lasting(name, value),
      change && tool.method === 'update' ? `${spoken}${change.slice(name.length)}` : undefined,
      `${spoken}: ${listed.map(show).join(', ')}`,
      Array.isArray(value) ? `${value.length} ${spoken}` : undefined,
      leadsTo(spoken, value),
    ];
    return (
      named.find((form) => form.length <= LONGEST_BRIEF) ??
      forms.find((form) => form !== undefined && form.length <= longest) ??
      `${spoken} as below`
    );
  });
}

/** Seconds of a duration in the largest unit that tells them exactly. */
function lasting(name: string, value: unknown): string | undefined {
  if (!/_(in|after)_seconds$/.test(name) || typeof value !== 'number' || value <= 0) return undefined;
  return `${name.replace(/_seconds$/, '').replaceAll('_', ' ')} ${exactly(value)}`;
}

/** Of an address too long to be told in a few words: whose it is. */
function leadsTo(spoken: string, value: unknown): string | undefined {
  const host = hostOf(value);
  return host && `${spoken} leads to ${host.owner}`;
}

function show(value: unknown): string {
  return value === null || value === undefined ? 'not set' : showInvisible(JSON.stringify(value));
}

/** What of the thing as it is now a request would set anew, as far as it was read; null where it is not set. */
function presentOf(body: Record<string, unknown>, { body: now, isUnset }: Target): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(body).flatMap((name) => {
      const shown = shownAs(name, body, now ?? {});
      const value = now?.[shown] ?? null;
      return value !== null || isUnset || Object.hasOwn(now ?? {}, shown) ? [[name, value]] : [];
    }),
  );
}

/** `retention_type` of a request is `type` in the record, and `role_name` is `name`. */
function shownAs(name: string, body: Record<string, unknown>, now: Record<string, unknown>): string {
  const [, last] = /_(type|name)$/.exec(name) ?? [];
  const isThat = last !== undefined && !Object.hasOwn(now, name) && !Object.hasOwn(body, last);
  return isThat && typeof now[last] === 'string' ? last : name;
}

function centsOf(tool: ToolSpec, target: Target): Record<string, string> {
  return { ...target.readBy?.response.cents, ...tool.response.cents };
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
