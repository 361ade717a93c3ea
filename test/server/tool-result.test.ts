import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { errorOf, refusalOf, resultOf } from '../../src/server/tool-result.ts';
import { ArgumentError } from '../../src/tools/argument-error.ts';

const CANARY = 'sk-admin-canary-0123456789';

/** What a model reads of an error. */
const told = (error: unknown) => {
  const { result, unforeseen } = errorOf(error);
  expect(result.isError).toBe(true);
  expect(result.content).toHaveLength(1);
  return { ...JSON.parse(result.content[0]?.text ?? '').error, unforeseen };
};

describe('results', () => {
  test('are one block of compact JSON and nothing structured', () => {
    expect(resultOf({ items: [{ id: 'a' }] })).toEqual({
      content: [{ type: 'text', text: '{"items":[{"id":"a"}]}' }],
    });
  });

  test('refusals say that nothing was sent', () => {
    expect(refusalOf('Off.')).toEqual({
      content: [{ type: 'text', text: '{"error":{"kind":"refused","message":"Off.","outcome":"not_sent"}}' }],
      isError: true,
    });
  });
});

describe('errors', () => {
  test.each([
    [new ArgumentError(['One.', 'Two.']), { kind: 'invalid', message: 'One. Two.', outcome: 'not_sent' }],
    [new CredentialError('no_key', 'No key.'), { kind: 'auth', message: 'No key.', outcome: 'not_sent' }],
  ])('%s is told in its own words', (error, expected) =>
    expect(told(error)).toEqual({ ...expected, unforeseen: false }),
  );

  test('of OpenAI carry what is known and nothing that is not', () => {
    const error = new ApiError({
      kind: 'not_found',
      outcome: 'rejected',
      message: 'Nothing there.',
      status: 404,
      requestId: 'req_1',
    });
    expect(told(error)).toEqual({
      kind: 'not_found',
      outcome: 'rejected',
      message: 'Nothing there.',
      retryable: false,
      status: 404,
      request_id: 'req_1',
      unforeseen: false,
    });
  });

  test('of rate limits carry the normalised fields', () => {
    const error = new ApiError({
      kind: 'rate_limited',
      outcome: 'rejected',
      message: 'Slow down.',
      retryable: true,
      status: 429,
      code: 'slow_down',
      rateLimit: { limit: 10, remaining: 0, reset_seconds: 7, retry_after_seconds: 8 },
    });
    expect(told(error)).toMatchObject({
      retryable: true,
      code: 'slow_down',
      'ratelimit-limit': 10,
      'ratelimit-remaining': 0,
      'ratelimit-reset': 7,
      retry_after_seconds: 8,
    });
  });

  test.each([
    new Error(CANARY),
    new TypeError(`Headers: Bearer ${CANARY}`),
    CANARY,
    { message: CANARY },
    null,
    undefined,
    Object.assign(new Error(CANARY), { name: 'ApiError', kind: CANARY }),
  ])('that nobody foresaw are told without their message', (error) => {
    const { unforeseen, message, ...rest } = told(error);
    expect(unforeseen).toBe(true);
    expect(JSON.stringify([message, rest])).not.toContain(CANARY);
    expect(rest).toEqual({ kind: 'internal', outcome: 'unknown' });
  });
});
