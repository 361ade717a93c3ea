import { describe, expect, test } from 'vitest';
import { withholdSecrets } from '../../src/tools/withhold-secrets.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { shaped } from './shaped.ts';

const SECRET = 'sk-svcacct-canary';

describe('withholdSecrets', () => {
  test.each([
    [{ id: 'a', value: SECRET }, ['value']],
    [{ api_key: { id: 'k', value: SECRET } }, ['api_key.value']],
    [{ value: { nested: SECRET } }, ['value']],
    [{ value: [SECRET] }, ['value', 'value']],
    [{ a: SECRET, b: { c: SECRET } }, ['a', 'b.c']],
  ])('takes the secret out of %j at %j', async (body, paths) => {
    const before = JSON.stringify(body);
    expect(JSON.stringify(withholdSecrets(body, paths))).not.toContain(SECRET);
    expect(JSON.stringify(body)).toBe(before);
  });

  test.each([
    [{ api_key: null }, ['api_key.value']],
    [{ value: null }, ['value']],
    [{}, ['value']],
    [null, ['value']],
    ['text', ['value']],
    [[1], ['0']],
  ])('leaves %j as it is', async (body, paths) => expect(withholdSecrets(body, paths)).toEqual(body));
});

describe('results of tools that make keys', () => {
  test.each([
    ['create_project_service_account', { id: 'svc_acct_1', api_key: { id: 'key_1', value: SECRET } }],
    ['create_service_account_api_key', { id: 'key_1', value: SECRET }],
  ])('%s shows the key only where secrets are revealed', async (tool, body) => {
    const withheld = JSON.stringify(await shaped(toolNamed(tool), body));
    expect(withheld).not.toContain(SECRET);
    expect(withheld).toContain('[not shown]');
    expect(withheld).toContain('key_1');
    expect(JSON.stringify(await shaped(toolNamed(tool), body, { revealSecrets: true }))).toContain(SECRET);
  });
});
