/** A large answer parsed by pieces comes out as it does in one go, whatever is in it and wherever it is cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasManyMembers, namesOf } from '../../src/model/member-names.ts';
import { parseJson } from '../../src/openai/parse-json.ts';
import { parsePieces } from '../../src/openai/parse-pieces.ts';
import { unexpectedIn } from '../../src/openai/unexpected-answer.ts';

const PIECE = 64 * 1024;

const noTurn = async (): Promise<void> => undefined;

async function both(text: string | Buffer): Promise<void> {
  const bytes = Buffer.from(text);
  let whole: unknown;
  try {
    whole = parseJson(bytes);
  } catch {
    await expect(parsePieces(bytes, noTurn), shown(bytes)).rejects.toThrow();
    return;
  }
  const pieces = await parsePieces(bytes, noTurn);
  // Also the order of members, and what is no member of its own.
  expect(JSON.stringify(pieces) === JSON.stringify(whole), shown(bytes)).toBe(true);
}

const shown = (bytes: Buffer) => `${bytes.subarray(0, 60)} ... ${bytes.subarray(-60)}`;

/** Longer than a piece in every way that a value can be. */
const LONG: [string, string][] = [
  ['text', `"${'a'.repeat(PIECE + 7)}"`],
  ['escapes', `"${'\\u00e9\\n\\\\\\"'.repeat(PIECE / 8)}"`],
  ['pairs of escapes', `"${'\\ud83d\\ude00'.repeat(PIECE / 10)}"`],
  ['other scripts', `"${'é漢😀'.repeat(PIECE / 6)}"`],
  ['brackets in text', `"${']},{[\\"'.repeat(PIECE / 6)}"`],
  ['numbers', `[${'1,'.repeat(PIECE)}2]`],
  ['objects', `[${'{"id":"a]b","n":[1,{"x":null}]},'.repeat(PIECE / 20)}{}]`],
  ['members', `{${Array.from({ length: PIECE / 10 }, (_, index) => `"m${index}":[${index}]`).join(',')}}`],
  ['space', `[${' '.repeat(PIECE + 1)}\n1${'\t'.repeat(PIECE)},${'\r'.repeat(PIECE)}2 ]`],
  ['space and nothing else', `{${' '.repeat(2 * PIECE)}}`],
  ['a number', '9'.repeat(PIECE * 2)],
  ['numbers beyond a double', `[${'0.1234567890123456789,12345678901234567890,'.repeat(PIECE / 20)}1e400]`],
  ['a name', `{"${'n'.repeat(PIECE * 2)}":[1],"b":2}`],
];

describe('by pieces as in one go:', () => {
  test.each(LONG)('%s', async (_, long) => {
    await both(long);
    await both(` {"object":"list","data":[${long},${long}, {"a" : ${long}}],"has_more":true} \n`);
    await both(`\ufeff[[[${long}]],0.12345678901234567890]`);
    await both(`{"a":${long},"__proto__":${long},"a":2,"7":${long},"1":{"__proto__":1}}`);
  });

  test.each(LONG)('what is wrong behind, before or within %s', async (_, long) => {
    for (const text of [
      `[${long}`,
      `[${long},]`,
      `[,${long}]`,
      `[${long}}`,
      `{${long}}`,
      `{"a":${long},}`,
      `{"a" ${long}}`,
      `{"a":}${long}`,
      `[${long} ${long}]`,
      `${long}${long}`,
      `${long},`,
      long.slice(0, -1),
      `[${long.slice(0, -1)}]`,
      `[${long}, tru]`,
      `[${long}, "a\n"]`,
    ]) {
      await both(text);
    }
  });

  test('answers like OpenAI’s, cut anywhere', async () => {
    const rows = fc.array(fc.jsonValue({ maxDepth: 4 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(rows, fc.nat(40_000), fc.constantFrom('', ' '), async (some, shift, space) => {
        const row = some.map((value) => JSON.stringify(value, undefined, space)).join(',');
        const many = `${row},`.repeat(Math.ceil((2 * PIECE) / (row.length + 1))) + row;
        await both(`{"a":"${'x'.repeat(shift)}","data":[${many}],"b":{"c":[${many}]}}`);
      }),
      { numRuns: 30 },
    );
  });

  test('bytes that are no UTF-8, wherever they stand', async () => {
    for (const broken of [[0xe6, 0xbc], [0x80, 0x80, 0x80], [0xf0, 0x9f, 0x98], [0xff]]) {
      for (let before = PIECE - 4; before <= PIECE; before += 1) {
        const parts = [
          Buffer.from(`["${'a'.repeat(before)}`),
          Buffer.from(broken),
          Buffer.from(`${'é'.repeat(PIECE)}"]`),
        ];
        await both(Buffer.concat(parts));
      }
    }
  });

  test('what is nested absurdly deep is refused, and a little less is not', async () => {
    const long = `"${'a'.repeat(PIECE + 1)}"`;
    for (const depth of [150, 198, 199, 200, 201, 5000]) {
      await both(`${'['.repeat(depth)}${long}${']'.repeat(depth)}`);
      await both(`[${long},${'['.repeat(depth)}${']'.repeat(depth)}]`);
      await both(`{"a":`.repeat(depth) + long + '}'.repeat(depth));
    }
  });
});

test('others have a turn after every piece, and can end it', async () => {
  const bytes = Buffer.from(`[${'{"id":1},'.repeat(PIECE)}0]`);
  let turns = 0;
  await parsePieces(bytes, async () => {
    turns += 1;
  });
  expect(turns).toBeGreaterThanOrEqual(Math.floor(bytes.length / PIECE));
  const enough = new Error('enough');
  await expect(parsePieces(bytes, () => Promise.reject(enough))).rejects.toBe(enough);
});

describe('an object of very many members', () => {
  const members = (nameOf: (index: number) => string) =>
    Array.from({ length: 30_000 }, (_, index) => `${JSON.stringify(nameOf(index))}:${index}`).join(',');

  test.each([
    ['words', (index: number) => `name ${index}`],
    ['numbers', (index: number) => String(29_999 - index)],
    ['words and numbers', (index: number) => (index % 7 === 0 ? String(index) : `name ${index}`)],
    ['names that come again', (index: number) => `name ${index % 20_000}`],
    ['names that no object may have', (index: number) => (index === 25_000 ? '__proto__' : `name ${index}`)],
  ])('is remembered with its names in its own order: %s', async (_, nameOf) => {
    const parsed = await parsePieces(Buffer.from(`{${members(nameOf)}}`), noTurn);
    const record = parsed as Record<string, unknown>;
    expect(hasManyMembers(record)).toBe(true);
    expect(namesOf(record)).toEqual(Object.keys(record));
  });

  test('is no row of a report', async () => {
    const row = `{"amount":{"value":1,"currency":"usd"},${members((index) => `name ${index}`)}}`;
    const body = `{"object":"page","has_more":false,"data":[{"object":"bucket","results":[{"amount":{}},${row}]}]}`;
    const came = unexpectedIn(await parsePieces(Buffer.from(body), noTurn), {
      needs: ['data'],
      rows: 'results',
    });
    expect(came).toMatch(/^results with an object of amount, name 0, .* and \d+ more in it$/);
  });
});
