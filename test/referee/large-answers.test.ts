/** However much an organization has, no answer of any tool is larger than a conversation can hold. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { answeredCalls, resultOf } from './answered-calls.ts';
import { ALL, makeAnswer } from './generate-answer.ts';
import { callOf, ROWS, type Row } from './operations.ts';

/** By OpenAI's count, where the program's own is above it. */
const MOST_TOKENS = 6500;

const answered = answeredCalls();

/** So many rows, members of lists and characters of texts as no answer can hold. */
type Growth = { rows: number; inLists: number; characters: number };
const GROWTHS: [string, Growth][] = [
  ['many rows', { rows: 400, inLists: 1, characters: 1 }],
  ['rows with long lists', { rows: 3, inLists: 300, characters: 1 }],
  ['long texts', { rows: 2, inLists: 2, characters: 2000 }],
];

/** The same answer, but larger; times stay times, and every text another one. */
function grown(value: unknown, { inLists, characters }: Growth, at: string): unknown {
  if (typeof value === 'string') return `${value} ${at} ${'words '.repeat(characters - 1)}`;
  if (Array.isArray(value)) {
    const growth = { inLists: Math.min(inLists, 3), rows: 1, characters };
    return Array.from({ length: inLists }, (_, index) => grown(value[0], growth, `${at}.${index}`)).filter(
      (item) => item !== undefined,
    );
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      grown(member, { inLists, characters, rows: 1 }, at),
    ]),
  );
}

function grownAnswer({ operation, tool }: Row, growth: Growth): string {
  const body = JSON.parse(makeAnswer(operation, { ...ALL, length: 1 }).text) as { data?: unknown };
  if (!Array.isArray(body.data)) return JSON.stringify(grown(body, growth, ''));
  const [row] = body.data;
  const rows = tool.response.buckets;
  const data = Array.from({ length: rows === undefined ? growth.rows : 4 }, (_, index) =>
    rows === undefined
      ? grown(row, growth, String(index))
      : {
          ...row,
          [rows]: Array.from({ length: growth.rows }, (_, at) => grown(row[rows][0], growth, `${at}`)),
        },
  );
  return JSON.stringify({ ...body, data });
}

describe.each(ROWS.filter(({ operation }) => operation.answer.kind !== 'unknown'))('$title', (row) => {
  test.each(GROWTHS)('with %s', async (_, growth) => {
    const result = resultOf(await answered(row.tool, callOf(row), { text: grownAnswer(row, growth) }));
    const text = JSON.stringify(result);
    expect(encode(text).length).toBeLessThanOrEqual(MOST_TOKENS);
  });
});
