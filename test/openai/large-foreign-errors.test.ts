/** An error of something on the way is read for one sentence, and costs no more than that, however large it is. */
import { expect, test } from 'vitest';
import { readErrorBody } from '../../src/openai/error-body.ts';

const texts = (count: number, text: string) => Array.from({ length: count }, () => ({ detail: text }));

test.each([
  ['many texts that say something', { errors: texts(60_000, 'a gateway said no') }, 'a gateway said no'],
  ['many texts that say nothing', { errors: texts(40_000, '\u200b') }, undefined],
  ['the telling one first', { message: 'no', errors: texts(40_000, 'more') }, 'no'],
])('%s', (_, body, message) => {
  const bytes = Buffer.from(JSON.stringify(body));
  const start = performance.now();
  expect(readErrorBody(bytes, 'application/json', 403).message).toBe(message);
  expect(performance.now() - start).toBeLessThan(1000);
});
