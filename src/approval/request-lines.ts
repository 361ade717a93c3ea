/** A request as a human reads it before it is sent: method, path and each member of the body, none of them cut. */
import type { ApiRequest } from '../model/api-request.ts';
import { isRecord } from '../model/record.ts';
import { showInvisible, shownForm } from '../text/shown-form.ts';

export function requestLines({ method, path, query, body }: ApiRequest): string[] {
  const target = showInvisible(`${path}${query && `?${query}`}`).replace(/\s+/g, ' ');
  return [`${method} ${target}`, ...(body === undefined ? [] : membersOf(body, ''))];
}

/** A line for each member, with its place in dotted names; of a list one, or one for each different object in it. */
function membersOf(value: unknown, place: string): string[] {
  if (isRecord(value) && Object.keys(value).length > 0) {
    return Object.entries(value).flatMap(([name, member]) =>
      membersOf(member, place === '' ? shownName(name) : `${place}.${shownName(name)}`),
    );
  }
  if (!Array.isArray(value)) return [`${place}: ${shown(value)}`, ...hostLine(value, place)];
  const entries = counted(value.map(shown));
  if (!value.some(isRecord)) return [`${place} (${value.length}): ${entries.join(', ')}`];
  return [`${place} (${value.length}):`, ...entries.map((entry) => `- ${entry}`)];
}

/** Equal ones once, with their number. */
function counted(entries: string[]): string[] {
  const numbers = new Map<string, number>();
  for (const entry of entries) numbers.set(entry, (numbers.get(entry) ?? 0) + 1);
  return [...numbers].map(([entry, number]) => (number === 1 ? entry : `${entry} (${number} times)`));
}

/** As JSON, with what is invisible written out. */
function shown(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'string' ? shownForm(member) : member,
  );
}

/** Names that would be misread behind a dot stand in quotes. */
function shownName(name: string): string {
  return /^[a-zA-Z0-9_-]+$/.test(name) ? name : JSON.stringify(shownForm(name));
}

/** Who an address belongs to shows at the end of its host, which is where a long one is read last. */
function hostLine(value: unknown, place: string): string[] {
  const host = hostOf(value);
  if (host === undefined) return [];
  const { owner, whole } = host;
  if (owner === whole) return [`${place} leads to ${whole}`];
  return [`${place} leads to ${owner}, the whole host is ${whole}`];
}

/** Of an address: the host, and the end of it that somebody registered. */
export function hostOf(value: unknown): { owner: string; whole: string } | undefined {
  if (typeof value !== 'string' || !/^[a-z][a-z0-9+.-]*:\/\//i.test(value) || !URL.canParse(value))
    return undefined;
  const { hostname } = new URL(value);
  const labels = hostname.split('.');
  // Under co.uk and the like it is the third label from the end that somebody registered.
  const owner = labels.slice((labels.at(-2)?.length ?? 0) <= 3 ? -3 : -2).join('.');
  return { owner: /^[\d.]+$|:/.test(hostname) ? hostname : owner, whole: hostname };
}
