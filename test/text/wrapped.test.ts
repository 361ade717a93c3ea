import { describe, expect, test } from 'vitest';
import { wrapped } from '../../src/text/wrapped.ts';

describe('a long line in a narrow terminal', () => {
  test('breaks between words, and keeps its indent', () => {
    const text = `head\n    ${'word '.repeat(12).trim()}\nend`;
    const lines = wrapped(text, 50).split('\n');
    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(50);
    expect(lines.slice(1, -1).every((line) => /^ {4}(word ?)+$/.test(line))).toBe(true);
    expect(lines.join(' ').match(/word/g)).toHaveLength(12);
  });

  test('keeps what goes on an item behind its dash', () => {
    const [first, ...others] = wrapped(`  - ${'word '.repeat(30).trim()}`, 50).split('\n');
    expect(first).toMatch(/^ {2}- word/);
    expect(others.length).toBeGreaterThan(1);
    for (const line of others) expect(line).toMatch(/^ {4}word/);
  });

  test.each([undefined, 5])('is left alone at %j columns', (columns) => {
    expect(wrapped('a b c d e f', columns)).toBe('a b c d e f');
  });
});
