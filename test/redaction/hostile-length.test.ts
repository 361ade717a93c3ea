/**
 * No text makes the filter slow. A file of its own, since the filter looks for every secret that its process has seen.
 */
import { describe, expect, test } from 'vitest';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';
import { redact } from '../../src/redaction/redact.ts';

const KEY = 'sk-admin-Zq7Canary0aVb1Wc2Xd3Ye4Zf5Ag6Bh7Ci8Dj9';

describe('a text made to take long', () => {
  test.each([
    ['sk-', 'sk-'.repeat(1_000_000)],
    ['sk-a-', 'sk-admin-'.repeat(300_000)],
    ['backslashes', '\\'.repeat(3_000_000)],
    ['percent signs', '%41'.repeat(1_000_000)],
    ['Bearer', 'Bearer '.repeat(400_000)],
    ['one word behind Bearer', `Bearer ${'a'.repeat(3_000_000)}`],
    ['authorization', 'authorization: '.repeat(200_000)],
    ['the start of a key', 'sk-admin-Zq7Canary'.repeat(160_000)],
  ])('of %s takes no time that grows faster than it', (_, text) => {
    rememberSecret(KEY);
    const start = process.cpuUsage();
    redact(text);
    const { user } = process.cpuUsage(start);
    expect(user / 1_000_000).toBeLessThan(30);
  });
});
