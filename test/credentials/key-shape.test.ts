import { describe, expect, test } from 'vitest';
import { parseKey } from '../../src/credentials/key-shape.ts';
import { adminKey, legacyKey, otherProjectKey, projectKey } from './sample-keys.ts';

test.each([
  [adminKey, 'admin'],
  [projectKey, 'project'],
  [otherProjectKey, 'project'],
  [legacyKey, 'project'],
])('tells the class of %s', (key, keyClass) => {
  const parsed = parseKey(`\n  ${key}\r\n`, 'here');
  expect(parsed.keyClass).toBe(keyClass);
  expect(parsed.secret.use((value) => value)).toBe(key);
});

describe('refuses by shape', () => {
  test.each([
    ['', 'it is empty'],
    ['sk-admin-CANARY\nCANARY0123456789', 'line break'],
    ['sk-admin-CANARY\rCANARY0123456789', 'line break'],
    ['CANARY-sk-admin-0123456789abcdef', 'does not start with sk-'],
    ['sk-admin-CANARY 0123456789abcdef', 'spaces'],
    ['sk-admin-CANARY\u00e90123456789abcdef', 'plain ASCII'],
    ['sk-CANARY', 'too short'],
    [`sk-CANARY${'x'.repeat(600)}`, 'too long'],
  ])('%j', (text, fault) => {
    expect(() => parseKey(text, 'here')).toThrow(fault);
    expect(() => parseKey(text, 'here')).not.toThrow('CANARY');
  });
});
