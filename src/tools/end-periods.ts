/** Ranges that one word names, such as `yesterday` as a start: their end, and what range a call asks for. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { isoTime } from './shape-value.ts';
import { readPeriod } from './timestamp.ts';

type When = { nowMilliseconds: number; wholeDays?: boolean };

/** Sets the end beside each start that names a period; one that was given stays. */
export function endPeriods(
  specs: Record<string, ValueSpec>,
  given: Record<string, unknown>,
  checked: Record<string, unknown>,
  { nowMilliseconds, wholeDays = false }: When,
): void {
  for (const [name, { ends }] of Object.entries(specs)) {
    const text = given[name];
    if (ends === undefined || typeof text !== 'string' || checked[ends] !== undefined) continue;
    const end = readPeriod(text, nowMilliseconds, wholeDays)?.end;
    if (end !== undefined) checked[ends] = end;
  }
}

/** The asked range, as far as a call says one; without an end it goes to now. */
export function askedRange(
  { params }: ToolSpec,
  values: Record<string, unknown>,
  nowMilliseconds: number,
): { from: string; to: string } | undefined {
  const [start, end] = rangeIn(params, values) ?? [];
  if (start === undefined) return undefined;
  return { from: isoTime(start), to: isoTime(end ?? Math.floor(nowMilliseconds / 1000)) };
}

function rangeIn(
  specs: Record<string, ValueSpec>,
  values: Record<string, unknown>,
): [number, number | undefined] | undefined {
  for (const [name, spec] of Object.entries(specs)) {
    const value = values[name];
    if (isRecord(value) && spec.properties) {
      const inside = rangeIn(spec.properties, value);
      if (inside) return inside;
    }
    if (spec.ends === undefined || typeof value !== 'number') continue;
    const end = values[spec.ends];
    return [value, typeof end === 'number' ? end : undefined];
  }
  return undefined;
}
