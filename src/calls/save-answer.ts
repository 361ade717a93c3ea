/** Answers that go into a file in place of the conversation: the whole of a list, or every row of a report. */
import { csvOf } from '../exports/csv.ts';
import type { ExportFolder } from '../exports/export-folder.ts';
import type { Send } from '../model/api-request.ts';
import { codeOf } from '../model/error-code.ts';
import { defined } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import { readPages } from '../reading/read-pages.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import { shownNumber } from '../tools/exact-number.ts';
import { savedRows, savedTable } from '../tools/saved-rows.ts';
import { sumBuckets } from '../tools/sum-buckets.ts';

/** The argument that asks for it, where the server has a folder for exports. */
const SAVE = 'save';

type Format = 'csv' | 'json';

/** More do not fit into memory beside other calls, nor into a spreadsheet. */
const MOST_ROWS = 1_000_000;

/** The format that a call asks for. */
export function savesAs({ [SAVE]: save }: Record<string, unknown>): Format | undefined {
  return save === 'csv' || save === 'json' ? save : undefined;
}

/** Reads a list to its end. Rejects with what `send` throws, and with what the file system throws. */
export async function saveList(
  tool: ToolSpec,
  values: Record<string, unknown>,
  format: Format,
  exports: ExportFolder,
  send: Send,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const data: unknown[] = [];
  const rows: unknown[] = [];
  let isWhole = true;
  const { [SAVE]: _, limit, ...asked } = values;
  const largest = tool.response.buckets === undefined ? {} : defined({ limit });
  for await (const page of readPages(tool, { ...asked, ...largest }, send, signal)) {
    isWhole = page.isList;
    if (tool.response.buckets !== undefined) data.push(...page.rows);
    rows.push(...savedRows(tool, page.rows));
    if (rows.length > MOST_ROWS) {
      throw new ArgumentError([
        `This has more than ${MOST_ROWS} rows. Ask for less of it, and save the parts.`,
      ]);
    }
    isWhole = isWhole && !page.more;
  }
  const file = await write(tool.name, format, rows, () => savedTable(tool, rows), exports);
  return {
    saved: { file, rows: rows.length, ...(await sumsOf(tool, data)) },
    complete: isWhole,
    ...(!isWhole && { why: 'OpenAI says that more follows and not where, or answered with no list.' }),
  };
}

/** The table of a report that was made with all its rows, with what is not attributed as one more. */
export async function saveReport(
  tool: ToolSpec,
  report: Record<string, unknown>,
  format: Format,
  exports: ExportFolder,
): Promise<Record<string, unknown>> {
  const { columns, rows, not_attributed: nobodys, ...rest } = report;
  const table = { columns: columns as string[], rows: rows as unknown[][] };
  const added = unattributed(table.columns, nobodys);
  const whole = { columns: table.columns, rows: [...table.rows, ...added] };
  const file = await write(tool.name, format, report, () => whole, exports);
  return {
    saved: { file, rows: format === 'csv' ? whole.rows.length : table.rows.length },
    ...rest,
    ...defined({ not_attributed: nobodys }),
  };
}

async function write(
  name: string,
  format: Format,
  content: unknown,
  table: () => { columns: readonly string[]; rows: readonly (readonly unknown[])[] },
  exports: ExportFolder,
): Promise<string> {
  const text = format === 'json' ? `${JSON.stringify(content, undefined, 1)}\n` : csvOf(table());
  try {
    return exports.save(name, format, text);
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined) throw error;
    throw new ApiError({
      kind: 'local',
      outcome: 'not_sent',
      message: `Nothing was saved: no new file can be written in ${exports.path} (${code}).`,
      next: 'The user gives the right to write there, makes room, or names another folder with --exports.',
    });
  }
}

/** So that the amounts in the file add up to the total. */
function unattributed(columns: readonly string[], nobodys: unknown): unknown[][] {
  const at = columns.indexOf('amount');
  if (at === -1 || nobodys === undefined || nobodys === 0) return [];
  const currency = columns.indexOf('currency');
  const amounts: [string | undefined, unknown][] =
    typeof nobodys === 'object' && nobodys !== null ? Object.entries(nobodys) : [[undefined, nobodys]];
  return amounts.map(([of, amount]) =>
    columns.map((_, index) => {
      if (index === at) return amount;
      if (index === currency) return of;
      return index === 0 ? 'not attributed' : null;
    }),
  );
}

/** The exact sum of each figure of time buckets, by currency. */
async function sumsOf({ response }: ToolSpec, data: readonly unknown[]): Promise<Record<string, unknown>> {
  const { buckets, figures = [], levels = [] } = response;
  if (buckets === undefined) return {};
  const sums = await sumBuckets(data, { rowsKey: buckets, figures, levels, groupBy: [] });
  const totals = sums.totals.groups.map((group) => ({
    ...defined({ currency: group.labels.get('currency') ?? sums.currency }),
    ...Object.fromEntries(
      sums.totals.figures.flatMap((figure) => {
        const sum = group.figures.get(figure);
        return sum === undefined ? [] : [[figure, shownNumber(sum)]];
      }),
    ),
  }));
  return { sum: totals.length === 1 ? totals[0] : totals };
}
