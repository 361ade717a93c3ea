/** A list read to its end by calls of its tool, as one answer: all of it, or none. */
import { EXIT } from '../../host/exit-code.ts';
import { defined } from '../../model/record.ts';
import type { ToolSpec } from '../../specs/catalogue.ts';
import { MORE } from '../../tools/cursor.ts';
import { CommandFailure } from '../failure.ts';
import type { Answer, CallTool } from './call-tool.ts';

/** Rejects as `callTool` does, and with CommandFailure where pages cannot be put together or the rest cannot be had. */
export async function everyPage(
  callTool: CallTool,
  name: string,
  tool: ToolSpec | undefined,
  given: Record<string, unknown>,
): Promise<Answer> {
  const asked = { ...defined({ limit: tool?.params.limit?.max }), ...given };
  const first = await callTool(name, asked);
  if (first.has_more !== true) return first;
  const pages = [first];
  for (let page = first; page.has_more === true; pages.push(page)) {
    if (typeof page.next_cursor !== 'string') {
      throw notWhole(EXIT.timedOut, 'OpenAI says that more follows, and not where.');
    }
    page = await callTool(name, { ...asked, cursor: page.next_cursor });
  }
  const rows = pages.flatMap((page) => rowsOf(page) ?? refuse());
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const notes = new Set(
    pages
      .map(({ note }) =>
        String(note ?? '')
          .replace(MORE, '')
          .trim(),
      )
      .filter(Boolean),
  );
  return {
    ...defined({ sandbox: first.sandbox }),
    ...(notes.size > 0 && { note: [...notes].join(' ') }),
    columns,
    rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
  };
}

function refuse(): never {
  throw notWhole(
    EXIT.usage,
    'The sums of several pages cannot be put together. Ask for a shorter range, or take one page after the other without --all-pages.',
  );
}

function notWhole(code: number, why: string): CommandFailure {
  return new CommandFailure(code, `Nothing is shown of what is not whole. ${why}`);
}

/** By name, since a page leaves out the columns that are empty in it. Undefined for what is no list of rows. */
function rowsOf({ columns, rows, items }: Answer): Record<string, unknown>[] | undefined {
  if (Array.isArray(items)) return items as Record<string, unknown>[];
  if (!Array.isArray(columns) || !Array.isArray(rows)) return undefined;
  return rows.map((row: unknown[]) => Object.fromEntries(columns.map((column, at) => [column, row[at]])));
}
