/** The estimate against the real tokenizer, over what lists of the sandbox hold and over texts of other kinds. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { countTokens } from '../../src/text/count-tokens.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { openSandbox, projectNamed, send } from '../sandbox/running-sandbox.ts';
import { shaped as shapedBy } from '../tools/shaped.ts';

const ratioOf = (text: string) => countTokens(text) / encode(text).length;

test('is at or above the count, and at most a quarter above it, on every list of the sandbox', async () => {
  const sandbox = await openSandbox();
  const project = await projectNamed(sandbox, 'Data-Science');
  const lists = catalogue.tools.filter(({ method, response }) => method === 'list' && !response.buckets);
  const ratios: Record<string, number> = {};
  for (const tool of lists) {
    const path = tool.endpoint.path.replace('{project_id}', project);
    if (path.includes('{')) continue;
    const limit = tool.params.limit && `?limit=${Math.min(100, tool.params.limit.max ?? 100)}`;
    const key = tool.key === 'admin' ? sandbox.adminKey : sandbox.projectKey;
    const { status, body } = await send(sandbox, 'GET', `${path}${limit ?? ''}`, { key });
    if (status !== 200 || body.data.length === 0) continue;
    const shaped = await shapedBy(tool, body, { maxTokens: 1_000_000 });
    ratios[tool.name] = ratioOf(JSON.stringify(shaped));
  }
  expect(Object.keys(ratios).length).toBeGreaterThan(20);
  for (const [name, ratio] of Object.entries(ratios)) {
    expect(ratio, name).toBeGreaterThanOrEqual(1);
    expect(ratio, name).toBeLessThanOrEqual(1.25);
  }
});

test.each([
  ['prose', 'The quick brown fox jumps over the lazy dog and internationalization. '.repeat(40)],
  ['code', 'if (a[0] !== b.c) { return x => y; }\n'.repeat(60)],
  ['Japanese', '東京都の天気は晴れです。'.repeat(60)],
  ['Russian', 'Привет, как дела сегодня? '.repeat(40)],
  ['Arabic', 'مرحبا بالعالم كيف الحال '.repeat(40)],
  ['emoji', '😀👨‍👩‍👧🎉'.repeat(60)],
  ['hexadecimal', 'deadbeef0123456789abcdef'.repeat(60)],
  ['long runs of letters', `${'qzxjkvbwpyqzxjkvbwpymglfcrqzx'.repeat(6)} `.repeat(10)],
  ['numbers', '[0.4823716,123456789,17.02,0.000001]'.repeat(60)],
])('is at or above the count of %s', (_, text) => {
  expect(ratioOf(text)).toBeGreaterThanOrEqual(1);
});
