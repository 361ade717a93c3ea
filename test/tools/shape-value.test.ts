import { describe, expect, test } from 'vitest';
import { shapeValue } from '../../src/tools/shape-value.ts';

describe('shapeValue', () => {
  test.each<[string, unknown, unknown]>([
    ['drops nulls and discriminators', { object: 'project', id: 'a', b: null }, { id: 'a' }],
    ['keeps an object that is not a discriminator', { object: { id: 1 } }, { object: { id: 1 } }],
    [
      'writes times as dates',
      { created_at: 1_793_491_200, added: 1_793_491_201 },
      { created_at: '2026-11-01T00:00:00Z', added: '2026-11-01T00:00:01Z' },
    ],
    [
      'leaves other numbers alone',
      { limit: 1_793_491_200, max_requests_per_1_day: 1_793_491_200 },
      { limit: 1_793_491_200, max_requests_per_1_day: 1_793_491_200 },
    ],
    [
      'leaves what cannot be a time alone',
      { expires_at: 5, used_at: 1.5, seen_at: 'now', made_at: 1_793_491_200_000 },
      { expires_at: 5, used_at: 1.5, seen_at: 'now', made_at: 1_793_491_200_000 },
    ],
    [
      "leaves the organization's own names alone",
      { metadata: { sent_at: 1_793_491_200, object: 'x' } },
      { metadata: { sent_at: 1_793_491_200, object: 'x' } },
    ],
    ['but drops nulls there too', { attributes: { a: null, b: 1 } }, { attributes: { b: 1 } }],
    ['shows what is invisible, in names too', { 'a\u200b': ['\u202eb'] }, { 'a\\u{200b}': ['\\u{202e}b'] }],
    ['keeps lists, zero, false and empty text', [0, false, '', null], [0, false, '', null]],
  ])('%s', (_, given, shaped) => expect(shapeValue(given)).toEqual(shaped));

  test('keeps long texts, cuts long names, and keeps names that are then the same apart', () => {
    const [one, two] = [`${'n'.repeat(300)}1`, `${'n'.repeat(300)}2`];
    const cut = `${'n'.repeat(200)}... [cut: 101 of 301 characters]`;
    expect(shapeValue({ metadata: { [one]: 1, [two]: 2 }, text: 't'.repeat(100_000) })).toEqual({
      metadata: { [cut]: 1, [`${cut} (2)`]: 2 },
      text: 't'.repeat(100_000),
    });
  });

  test('keeps __proto__ an ordinary name', () => {
    const shaped = shapeValue(JSON.parse('{"metadata":{"__proto__":{"admin":true}}}')) as {
      metadata: object;
    };
    expect(JSON.stringify(shaped)).toBe('{"metadata":{"__proto__":{"admin":true}}}');
    expect(Object.getPrototypeOf(shaped.metadata)).toBe(Object.prototype);
  });
});
