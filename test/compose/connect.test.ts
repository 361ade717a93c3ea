/** Which address requests go to; one below which the API does not lie is told at the start, before any call fails. */
import { expect, test } from 'vitest';
import { baseUrlWarnings, openaiAddress } from '../../src/compose/connect.ts';

test.each([
  ['https://api.openai.com', 1],
  ['https://eu.api.openai.com/', 1],
  ['http://127.0.0.1:8080/openai', 1],
  ['https://api.openai.com/v1', 0],
  ['https://gateway.example/v1/account/openai', 0],
])('%s gives %i warnings', (address, count) => {
  const warnings = baseUrlWarnings(address);
  expect(warnings).toHaveLength(count);
  for (const warning of warnings) expect(warning).toContain('such as https://api.openai.com/v1');
});

test('the address is that of --base-url, else of OPENAI_BASE_URL, else OpenAI’s own', () => {
  const [flag, variable] = ['https://eu.api.openai.com/v1', 'http://127.0.0.1:9/v1'];
  const environment = { OPENAI_BASE_URL: variable };
  expect(openaiAddress({ allowHosts: [], baseUrl: flag }, environment)).toBe(flag);
  expect(openaiAddress({ allowHosts: [] }, environment)).toBe(variable);
  expect(openaiAddress({ allowHosts: [] }, {})).toBe('https://api.openai.com/v1');
});
