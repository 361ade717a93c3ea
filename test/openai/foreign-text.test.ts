/** Words from outside keep their meaning and lose what could deceive a reader or repeat a key. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanForeignText } from '../../src/openai/foreign-text.ts';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';

const KEY = 'sk-admin-0123456789abcdef0123';
rememberSecret(KEY);

describe('cleanForeignText', () => {
  it.each([
    ['plain text', 'plain text'],
    ['  two\r\n\tlines\u2028more\u00a0 now ', 'two lines more now'],
    ['a\u202eb\u200bc\ufeffd\u0007e\u001b[31mf', 'abcde[31mf'],
    ['tag\u{e0041}\u{e0042}s', 'tags'],
    ['lone\ud800surrogate', 'lonesurrogate'],
    ['fill\u3164er', 'filler'],
    [`bad key ${KEY}.`, 'bad key [secret].'],
    [`bad key ${KEY.slice(0, 12)}\u200b${KEY.slice(12)}`, 'bad key [secret]'],
    [`in base64 ${Buffer.from(KEY).toString('base64')}`, 'in base64 [secret]'],
    ['another sk-proj-abcdefghijklmnop', 'another [key]'],
    ['Authorization: Bearer abcdef', 'Authorization: Bearer [key]'],
    ['masked sk-admin-****abcd', 'masked sk-admin-****abcd'],
    ['Zürich 日本 👍', 'Zürich 日本 👍'],
  ])('%j', (text, expected) => {
    expect(cleanForeignText(text)).toBe(expected);
  });

  it('holds to its length without cutting a character in two', () => {
    expect(Array.from(cleanForeignText('👍'.repeat(600)))).toHaveLength(500);
    expect(cleanForeignText('x'.repeat(1e7), 100)).toHaveLength(100);
  });

  it('is idempotent and shows nothing invisible', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const once = cleanForeignText(text);
        expect(once).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(cleanForeignText(once)).toBe(once);
      }),
    );
  });
});
