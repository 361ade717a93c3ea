/** Models in the line items of live accounts and of OpenAI's document. */
import { expect, test } from 'vitest';
import { modelOf } from '../../../src/reports/costs/line-item.ts';

test.each([
  ['gpt-4o-mini-2024-07-18, cached input', 'gpt-4o-mini-2024-07-18'],
  ['priority | gpt-5.6-sol, output, long context', 'gpt-5.6-sol'],
  ['evals | gpt-6-astra-mini, cache writes', 'gpt-6-astra-mini'],
  ['gpt-image-2-2026-04-21 image, output', 'gpt-image-2-2026-04-21'],
  ['ft:gpt-4o-mini-2024-07-18:acme::AbC123, input', 'ft:gpt-4o-mini-2024-07-18:acme::AbC123'],
  ['gpt-6-astra, input_tokens', 'gpt-6-astra'],
  ['gpt-5.2, batch, output_tokens', 'gpt-5.2'],
  ['web search tool calls', undefined],
  ['assistants api | file search', undefined],
  ['Vector storage', undefined],
  ['Text tokens', undefined],
  ['Text tokens, input', undefined],
])('%s is of %s', (lineItem, model) => {
  expect(modelOf(lineItem)).toBe(model);
});
