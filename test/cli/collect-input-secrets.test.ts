/** The password of a proxy does not come out, and takes no ordinary word out of other texts. */
import { describe, expect, test } from 'vitest';
import { collectInputSecrets } from '../../src/cli/collect-input-secrets.ts';
import { redact } from '../../src/redaction/redact.ts';
import { describeTool } from '../../src/tools/describe.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const TOOLS_LIST = JSON.stringify(catalogue.tools.map((tool) => describeTool(tool, () => true)));

const proxy = (user: string, password: string) =>
  collectInputSecrets([], { HTTPS_PROXY: `http://${user}:${password}@proxy.example:3128` });

describe.each([
  ['short', 'pk4'],
  ['short with signs', 'r8$e-x_2'],
  ['one word', 'organization'],
  ['a word and a year', 'Projects2026'],
  ['two words', 'service_account'],
  ['as long as the name of a tool', 'create_project_service_account'],
  ['a sentence', 'vector-stores-and-their-files'],
])('a password that is %s', (_, password) => {
  proxy('ann.smith', password);

  test('stays in other texts', () => {
    expect(redact(TOOLS_LIST)).toBe(TOOLS_LIST);
    expect(redact(`the project ${password} of Ann`)).toBe(`the project ${password} of Ann`);
  });

  test('is taken out where it stands in the URL, and in the header that is made of it', () => {
    const pair = `ann.smith:${password}`;
    expect(redact(`connect http://${pair}@proxy.example`)).toBe('connect http://[secret]@proxy.example');
    const header = Buffer.from(pair).toString('base64');
    expect(redact(`sent ${header} to it`)).not.toContain(header.slice(0, 8));
  });
});

test('a password without a user name is taken out of the URL', () => {
  proxy('', 'organization');
  expect(redact('http://:organization@proxy.example, tags:organization')).toBe(
    'http://[secret]proxy.example, tags:organization',
  );
});

test('a password by chance is a secret wherever it stands, as it is written and as it is meant', () => {
  proxy('ann.smith', 'kX7%21pQ2vR9mZ');
  expect(redact('kX7!pQ2vR9mZ and kX7%21pQ2vR9mZ')).toBe('[secret] and [secret]');
});
