import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../src/credentials/secret.ts';

test('every way of looking at a secret shows its fingerprint, and use shows the value', () => {
  const secret = new Secret('sk-admin-abcdefghijklmnop');
  const shown = `[secret fp:${secret.fingerprint}]`;
  expect(secret.fingerprint).toBe('ff95485a');
  expect(String(secret)).toBe(shown);
  expect(`${secret}`).toBe(shown);
  expect(JSON.stringify({ secret })).toBe(JSON.stringify({ secret: shown }));
  expect(inspect({ nested: { secret } }, { depth: 9, showHidden: true })).not.toContain('abcdefghij');
  expect(Object.values(secret)).toEqual([]);
  expect(structuredClone(secret)).toEqual({});
  expect(secret.use((value) => value.length)).toBe(25);
});
