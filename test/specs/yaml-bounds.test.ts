/** That a file of YAML cannot hold the program up, however it is made, and is told what is wrong in a few lines. */
import { describe, expect, test } from 'vitest';
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { readSpecDocument } from '../../src/specs/spec-document.ts';

const HEAD = 'family: things\ntitle: Things\ntags: []\nkey: admin\ntools: {}\n';
const MEGABYTE = 1024 * 1024;
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('');

/** Most take well below a second; without bounds these take from five seconds to minutes. */
const MAX_MILLISECONDS = 4000;

function messageOf(text: string): string {
  const start = performance.now();
  let message = '';
  try {
    parseSpecs([{ name: 'things.yaml', text: text.slice(0, MEGABYTE) }]);
  } catch (error) {
    message = (error as Error).message;
  }
  expect(performance.now() - start).toBeLessThan(MAX_MILLISECONDS);
  return message;
}

describe('a file of at most a megabyte is refused soon and briefly', () => {
  test.each([
    ['16,000 unknown keys', HEAD + lines(16_000, (index) => `key_${index}: 1\n`)],
    ['unknown keys in one line', `${HEAD}more: {${lines(70_000, (index) => `k${index}: 1, `)}}\n`],
    ['one key 50,000 times', HEAD + 'same: 1\n'.repeat(50_000)],
    ['references', `${HEAD}a: &a 1\nb:\n${'  - *a\n'.repeat(70_000)}`],
    [
      'anchors and references',
      `${HEAD}b:\n${lines(30_000, (index) => `  - &a${index} 1\n  - *a${index}\n`)}`,
    ],
    ['merge keys', `${HEAD}a: &a {x: 1}\nb:\n${lines(20_000, (index) => `  t${index}: {<<: *a}\n`)}`],
    ['brackets', `${HEAD}a: ${'['.repeat(200_000)}${']'.repeat(200_000)}`],
    ['mappings in mappings', `${HEAD}a: ${'{a: '.repeat(100_000)}1${'}'.repeat(100_000)}`],
    ['lists in one line', `${HEAD}a:\n  ${'- '.repeat(200_000)}1\n`],
    ['faults of syntax', HEAD + '\t- }:\n'.repeat(30_000)],
    ['empty lines and comments', `${HEAD}${'# \n\n'.repeat(150_000)}other: 1\n`],
  ])('%s', (_, text) => {
    const message = messageOf(text);
    expect(message).toMatch(/^things\.yaml:\d+:\d+ \S/);
    expect(message.length).toBeLessThan(50_000);
  });

  test('4,000 unknown keys are told up to a hundred, with how many are left', () => {
    const told = messageOf(HEAD + lines(4000, (index) => `key_${index}: 1\n`)).split('\n');
    expect(told).toHaveLength(101);
    expect(told[99]).toMatch(/^things\.yaml:105:1 key_99: unknown key/);
    expect(told[100]).toBe('and 3900 more. Mend these first.');
  });
});

test('a file near the bounds is read', () => {
  const text = `a: &a 1\nlist:\n${lines(3000, (index) => `  - {name: n${index}}\n`)}more:\n${'  - *a\n'.repeat(90)}`;
  expect(readSpecDocument('a.yaml', text).syntaxMistakes).toEqual([]);
});
