/** What is large is measured without being written whole, and comes to what `JSON.stringify` makes of it. */
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exceeds } from '../../src/tools/exceeds.ts';
import { LongText } from '../../src/tools/long-text.ts';
import { measure } from '../../src/tools/measure.ts';

async function expectAsWritten(value: unknown): Promise<void> {
  const written = JSON.stringify(value);
  expect(await measure(value)).toEqual({
    characters: written.length,
    fingerprint: crc32(written).toString(16),
  });
}

const many = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('a measure is that of the JSON', () => {
  test.each([
    ['nothing', null],
    ['a long text', 'a "quoted" \n text \u0000 '.repeat(20_000)],
    ['a long text of pairs', `x${'😀'.repeat(100_000)}`],
    ['a long text of halves', '\ud83d'.repeat(100_000)],
    ['a text longer than any answer', { text: new LongText('żółw '.repeat(50_000)) }],
    ['a long list', many(100_000)],
    ['a long list of lists', many(30_000).map((index) => [[], {}, [index, null]])],
    [
      'many members',
      Object.fromEntries(many(50_000).map((index) => [`n"${index}`, { index, no: undefined }])),
    ],
    ['members without values', { a: 'a'.repeat(100_000), b: undefined }],
    ['no members with values', Object.fromEntries(many(70_000).map((index) => [index, undefined]))],
    ['depth', many(150).reduce((inner: unknown) => ({ inner, more: 'a'.repeat(1000) }), 1)],
  ])('%s', (_, value) => expectAsWritten(value));

  test('whatever it is', () => fc.assert(fc.asyncProperty(fc.jsonValue(), expectAsWritten)));
});

test('what is said to exceed a length does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(60), (value, characters) => {
      if (exceeds(value, characters)) expect(JSON.stringify(value).length).toBeGreaterThan(characters);
    }),
  );
});

test('turns for others come between', async () => {
  let turns = 0;
  let running = true;
  const count = () => {
    turns += 1;
    if (running) setImmediate(count);
  };
  setImmediate(count);
  await measure({ list: many(1_000_000) });
  running = false;
  expect(turns).toBeGreaterThan(20);
});
