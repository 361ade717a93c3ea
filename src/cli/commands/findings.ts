/** Whether a report has found something that is to be done, for a script that looks at the exit code. */
import { isRecord } from '../../model/record.ts';
import type { ToolSpec } from '../../specs/catalogue.ts';

/** From here on a limit is near. */
const NEAR_PERCENT = 80;

type Row = Record<string, unknown>;

/** What each report calls something to do; the others only tell. */
const FINDS: Record<string, (rows: Row[], answer: Row) => boolean> = {
  report_access: (rows) => rows.some(({ finding }) => isSaid(finding)),
  report_vector_stores: (rows) => rows.some(({ finding }) => isSaid(finding)),
  report_limits: (rows, { organization }) =>
    [...rows, ...(isRecord(organization) ? [organization] : [])].some(
      ({ percent, busiest_minute_percent: busiest }) => isNear(percent) || isNear(busiest),
    ),
  report_usage: (rows) => rows.some(({ retires }) => isSaid(retires)),
};

export function lacksFindings({ name }: ToolSpec): boolean {
  return !Object.hasOwn(FINDS, name);
}

export function hasFindings({ name }: ToolSpec, answer: Row): boolean {
  const { columns, rows } = answer;
  if (!Array.isArray(columns) || !Array.isArray(rows)) return false;
  const named = rows.map((row: unknown[]) =>
    Object.fromEntries(columns.map((column, at) => [column, row[at]])),
  );
  return FINDS[name]?.(named, answer) ?? false;
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isNear(percent: unknown): boolean {
  return typeof percent === 'number' && percent >= NEAR_PERCENT;
}
