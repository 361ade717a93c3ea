/** Which key is the old one, and when it may go without a person's word. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findOldKey, withinGrace } from '../../../src/jobs/rotate/which-key.ts';
import type { Key } from '../../../src/reports/access/keys.ts';

const NOW = 1_795_000_000;

const key = (id: string, created: number | undefined, more: Partial<Key> = {}): Key => ({
  id,
  name: `Name of ${id}`,
  created,
  lastUsed: null,
  expires: null,
  owner: { isPerson: false, id: 'svc_acct_1', name: null, email: null },
  lostAccess: false,
  ...more,
});

const inAnyOrder = (keys: readonly Key[]) => fc.shuffledSubarray([...keys], { minLength: keys.length });

describe('the old key', () => {
  const [eldest, middle, youngest] = [key('key_1', 100), key('key_2', 200), key('key_3', 300)] as const;

  test('is the one beside the youngest, in whatever order they are listed', () => {
    fc.assert(
      fc.property(inAnyOrder([eldest, youngest]), (keys) => {
        expect(findOldKey(keys, [], undefined)).toEqual({ old: eldest, newer: youngest });
      }),
    );
  });

  test('is the one from before what this tool made, whatever came after', () => {
    fc.assert(
      fc.property(inAnyOrder([eldest, middle, youngest]), (keys) => {
        expect(findOldKey(keys, ['key_gone', 'key_2'], undefined)).toEqual({ old: eldest, newer: middle });
      }),
    );
  });

  test('has to be named where several are old, and they are listed with their last use', () => {
    const used = key('key_2', 200, { lastUsed: Date.parse('2026-11-18T12:00:00Z') / 1000 });
    expect(() => findOldKey([eldest, used, youngest], [], undefined)).toThrow(
      /^api_key_id: .*"Name of key_1" \(key_1\), never used; "Name of key_2" \(key_2\), last used 2026-11-18 12:00 UTC\.$/,
    );
    expect(findOldKey([eldest, used, youngest], [], 'key_2')).toEqual({ old: used, newer: youngest });
  });

  test.each([
    ['two were made at the same time', [key('key_1', 100), key('key_2', 100)]],
    ['OpenAI does not tell when one was made', [key('key_1', 100), key('key_2', undefined)]],
  ])('has to be named where %s', (_, keys) => {
    expect(() => findOldKey(keys, [], undefined)).toThrow(/^api_key_id: .*cannot be told/);
    expect(findOldKey(keys, [], 'key_1')).toEqual({ old: keys[0] });
  });

  test.each([
    ['the newest', [eldest, youngest], 'key_3'],
    ['the only one', [eldest], 'key_1'],
  ])('is never %s', (_, keys, asked) => {
    expect(() => findOldKey(keys, [], asked)).toThrow(/^api_key_id: .*not an old one/);
  });

  test.each([
    ['there is no key', [], undefined],
    ['there is one key', [eldest], undefined],
    ['the named one is gone', [eldest, youngest], 'key_9'],
  ])('is none where %s', (_, keys, asked) => {
    expect(findOldKey(keys, [], asked)).toHaveProperty('none');
  });
});

test('a key is within its grace period exactly as long as it was used later than that, or nobody tells when', () => {
  fc.assert(
    fc.property(fc.nat(8760), fc.nat(8760 * 3600), (graceHours, idle) => {
      const used = key('key_1', 100, { lastUsed: NOW - idle });
      expect(withinGrace(used, graceHours, NOW) === undefined).toBe(idle >= graceHours * 3600);
    }),
  );
  const day = 24 * 3600;
  expect(withinGrace(key('key_1', 100, { lastUsed: NOW - day }), 24, NOW)).toBeUndefined();
  expect(withinGrace(key('key_1', 100, { lastUsed: NOW - day + 1 }), 24, NOW)).toMatch(
    /24 hours ago and within/,
  );
  expect(withinGrace(key('key_1', 100, { lastUsed: undefined }), 0, NOW)).toMatch(/does not tell when/);
  expect(withinGrace(key('key_1', 100), 24, NOW)).toBeUndefined();
});
