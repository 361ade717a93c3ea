/** A base URL below which the API does not lie is told at the start, before any call fails. */
import { expect, test } from 'vitest';
import { baseUrlWarnings } from '../../src/compose/connect.ts';

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
