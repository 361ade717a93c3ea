/** Rows of a list as they are saved in a file: all that OpenAI answered, but for secrets, with times as dates. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { type Table, tableOf } from './row-table.ts';
import { isoTime, shapeValue, unixSeconds } from './shape-value.ts';
import { withholdSecrets } from './withhold-secrets.ts';

/** One for each entry, or for each result of a time bucket. */
export function savedRows(tool: ToolSpec, data: readonly unknown[]): unknown[] {
  const { buckets, cents } = tool.response;
  const shape = (value: unknown) =>
    shapeValue(withholdSecrets(value, tool.secrets?.paths ?? []), cents, tool.maps);
  if (buckets === undefined) return data.map(shape);
  return data.filter(isRecord).flatMap((bucket) => {
    const seconds = unixSeconds(bucket.start_time);
    const start = seconds === undefined ? bucket.start_time : isoTime(seconds);
    const results = bucket[buckets];
    return (Array.isArray(results) ? results : []).map((result) => ({ start, ...(shape(result) as object) }));
  });
}

/** With a column for every member that a row has. */
export function savedTable({ maps = [] }: ToolSpec, rows: readonly unknown[]): Table {
  const objects = rows.map((row) => (isRecord(row) ? row : { value: row }));
  return tableOf(objects, { rows: 'table', maps }) ?? { columns: [], rows: [] };
}
