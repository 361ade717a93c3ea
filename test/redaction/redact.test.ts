/** Secrets do not come out in any spelling, and whatever is none stays as it is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';
import { redact } from '../../src/redaction/redact.ts';
import { DISGUISES, ENCODINGS, inJson, SECRET } from './spellings.ts';

const KEY = 'sk-admin-Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9';
const SURROUNDING = fc.string({ unit: fc.constantFrom(...' \n,;é日🐤'), maxLength: 40 });

const LETTERS_AND_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

describe('a secret that was seen', () => {
  test.each(Object.entries(ENCODINGS))('%s is taken out, and nothing else', (_, encode) => {
    fc.assert(
      fc.property(SECRET, SURROUNDING, SURROUNDING, (secret, before, behind) => {
        rememberSecret(secret);
        const clean = redact(`${before} ${encode(secret)} ${behind}`) ?? '';
        expect(clean.startsWith(`${before} `)).toBe(true);
        expect(clean.endsWith(` ${behind}`)).toBe(true);
        expect(clean).toMatch(/\[(secret|key)\]/);
        // Up to two characters of base64 are mixed with what stands beside the secret.
        expect(clean.length).toBeLessThan(before.length + behind.length + 50);
        expect(clean.toLowerCase()).not.toContain(encode(secret).toLowerCase());
      }),
    );
  });

  test.each(Object.entries(DISGUISES))('%s has its text dropped', (_, disguise) => {
    fc.assert(
      fc.property(
        SECRET.filter((secret) => /^[!-~]+$/.test(secret)),
        (secret) => {
          rememberSecret(secret);
          expect(redact(`before ${disguise(secret)} behind`)).toBeUndefined();
        },
      ),
    );
  });

  test('leaves a JSON text valid', () => {
    fc.assert(
      fc.property(SECRET, fc.json(), (secret, json) => {
        rememberSecret(secret);
        const line = JSON.stringify({ text: `{"a":"${inJson(secret)}","b":${json}}`, [secret]: [secret] });
        const clean = redact(line);
        if (clean !== undefined) expect(() => JSON.parse(clean)).not.toThrow();
      }),
    );
  });

  test('is found in part, wherever the part was cut', () => {
    rememberSecret(KEY);
    for (let from = 0; from + 20 <= KEY.length; from += 1) {
      for (let to = from + 20; to <= KEY.length; to += 1) {
        expect(redact(`<${KEY.slice(from, to)}>`)).toMatch(/^<\[(secret|key)\]>$/);
      }
    }
  });

  test('that begins in what was written before goes from its second part', () => {
    rememberSecret(KEY);
    for (let cut = 1; cut < KEY.length; cut += 1) {
      expect(redact(`${KEY.slice(cut)}, and on`, { before: `say ${KEY.slice(0, cut)}` })).toBe(
        '[secret], and on',
      );
    }
  });

  test('may pass where it is revealed, and no other does', () => {
    const other = 'sk-proj-Kanari9aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8';
    rememberSecret(KEY);
    rememberSecret(other);
    const text = JSON.stringify({
      text: JSON.stringify({ value: KEY, other, url: encodeURIComponent(KEY) }),
    });
    expect(redact(text, { except: new Set([KEY]) })).toBe(text.replace(other, '[secret]'));
  });

  test('is found again and again in a long text', () => {
    rememberSecret(KEY);
    const text = `${KEY},`.repeat(5000);
    expect(redact(text)).toBe('[secret],'.repeat(5000));
    expect(redact(`${'x'.repeat(65_530)}${KEY}${'y'.repeat(65_530)}`)).toBe(
      `${'x'.repeat(65_530)}[secret]${'y'.repeat(65_530)}`,
    );
  });

  test('of seven characters is left alone, its lines of eight are not', () => {
    rememberSecret('project');
    rememberSecret('firstpart\r\nsecondpart\nend');
    expect(redact('project firstpart, secondpart, end')).toBe('project [secret], [secret], end');
  });
});

describe('what looks like a key', () => {
  test.each([
    ['sk-proj-abcdefghijklmnop', '[key]'],
    ['sk-admin-_______-_______-________', '[key]'],
    ['sk-0123456789abcdef0123456789', '[key]'],
    ['sk-Qw0123456789abcdefQwErTyUi', '[key]'],
    ['sk-or-v1-0123456789abcdef0123456789', '[key]'],
    ['a\\nsk-proj-abcdefghijklmnop\\n', 'a\\n[key]\\n'],
    ['key%3Dsk-proj-abcdefghijklmnop', 'key%3D[key]'],
    ['my_sk-proj-abcdefghijklmnop', 'my_[key]'],
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', '[key]'],
    ['Bearer abcdefgh01234567', 'Bearer [key]'],
    ['authorization: bearer abcdef', 'authorization: bearer [key]'],
    ['\\"Authorization\\":\\"Bearer abcdef\\"', '\\"Authorization\\":\\"Bearer [key]\\"'],
    ['Basic dXNlcjpwYXNzd29yZDE=', 'Basic [key]'],
    ['Basic w7xzZXI6cMOkc3N3b3J0LTE=', 'Basic [key]'],
    ['authorization: basic YTpi', 'authorization: basic [key]'],
    ['Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl', 'Bearer [key]'],
    ['Bearer 550e8400-e29b-41d4-a716-446655440000', 'Bearer [key]'],
    ['Bearer 1234-5678-9012-3456-7890', 'Bearer [key]'],
    ['whsec_abcdefghijklmnopqrst', '[key]'],
  ])('%j becomes %j', (text, clean) => expect(redact(text)).toBe(clean));
});

describe('what is no key stays as it is', () => {
  test.each([
    'proj_abc123def456ghi789',
    'key_abc123def456ghi789jkl',
    'svc_acct_0123456789abcdef',
    'user-AbCdEf0123456789AbCdEf01',
    'sk-admin...def',
    'sk-proj-****************abcd',
    'sk-admin-****',
    'Keys begin with `sk-admin-` or sk-proj-; write sk-admin-… there',
    'sk-learn and sk-learn-pipeline-for-production-models',
    'task-admin-quarterly-report-2026-11',
    'disk-0123456789abcdef0123456789',
    'Basic Infrastructure-Management',
    'bearer of good news, basic understanding-of-things',
    'a Bearer token, Basic auth',
    'Basic infrastructure-2026',
    'Basic infrastructure2026',
    'basic onboarding-Q4/2026',
    'Basic English-Level-B1/2026',
    'Bearer bonds-programme/FY2026',
    'Bearer MigrationOfTokens2026',
    'Authorization: basic concepts and more',
    'whsec_migration_of_webhooks',
    'whsec_rotation-runbook-2026',
    'whsec_MigrationOfWebhooks',
    'sk-learn-pipeline-Infrastructure2026',
    'whsec_...',
    'req_0123456789abcdef0123456789abcdef',
    'https://example.org/a%20b?c=%2Fd',
    '{"a":"\\u001b[31m","b":"\\\\u{202e}"}',
    '100 % &amp; &#128077;',
    '',
  ])('%j', (text) => expect(redact(text)).toBe(text));

  test('no text by chance is taken for words', () => {
    const random = fc.string({ unit: fc.constantFrom(...LETTERS_AND_DIGITS), minLength: 24, maxLength: 48 });
    const missed = fc
      .sample(random, { numRuns: 20_000, seed: 7 })
      .filter((token) => redact(`whsec_${token}`) !== '[key]');
    expect(missed).toEqual([]);
  });

  test('whatever it is', () => {
    rememberSecret(KEY);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.json(), (text, json) => {
        expect(redact(text + json)).toBe(text + json);
      }),
    );
  });
});
