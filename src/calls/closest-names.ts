/** The things of a list whose names are nearest to one that is nobody's. */
import type { ValueSpec } from '../specs/spec-schema.ts';
import { oneLine, quote } from '../text/clean.ts';
import { nearestFew } from '../text/nearest.ts';
import { namesOf } from './named-listing.ts';

/** A sentence with a blank before it; empty where none is near. */
export function closest(value: string, items: Record<string, unknown>[], spec: ValueSpec): string {
  const byName = new Map(items.map((item) => [namesOf(item, spec)[0] ?? '', item]));
  byName.delete('');
  const near = nearestFew(value, [...byName.keys()], 3)
    .map((name) => byName.get(name))
    .filter((item) => item !== undefined);
  return near.length === 0 ? '' : ` Closest: ${near.map((item) => describe(item, spec)).join('; ')}.`;
}

export function describe(item: Record<string, unknown>, spec: ValueSpec): string {
  const status = typeof item.status === 'string' ? `, ${oneLine(item.status)}` : '';
  return `${oneLine(String(item.id))} (${quote(namesOf(item, spec)[0] ?? '')}${status})`;
}
