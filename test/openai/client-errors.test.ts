/** What an error status becomes: the right kind, OpenAI's words, and the next step. */
import { describe, expect, it } from 'vitest';
import type { ApiErrorKind } from '../../src/openai/api-error.ts';
import { failure, GET, KEY, open, POST, send, serveAnswer } from './fixture.ts';

const body = (error: object): string => JSON.stringify({ error });

describe('an error status', () => {
  const cases: [number, string, ApiErrorKind, string[]][] = [
    [401, body({ message: `Incorrect API key provided: ${KEY}.` }), 'auth', ['[secret]', 'auth login']],
    [
      403,
      body({
        message: 'You have insufficient permissions. Missing scopes: api.management.read, api.usage.read.',
      }),
      'permission',
      ['api.management.read, api.usage.read. Store'],
    ],
    [
      401,
      body({ message: 'Missing scopes: api.management.write' }),
      'permission',
      ['scope: api.management.write.'],
    ],
    [403, '', 'permission', ['No reason was given', 'an owner can look']],
    [404, body({ message: 'No such project: proj_x' }), 'not_found', ['No such project: proj_x', 'lists']],
    [
      400,
      body({ message: 'Too long', param: 'metadata', code: 'string_above_max_length' }),
      'invalid',
      ['Too long', 'parameter metadata'],
    ],
    [409, body({ message: 'Exists already' }), 'invalid', ['Exists already', 'present state']],
    [422, body({ message: 'No' }), 'invalid', ['"No". Correct']],
    [422, body({ message: 'No such thing.' }), 'invalid', ['"No such thing." Correct']],
    [418, '', 'invalid', ['418']],
    [451, '', 'permission', ['451']],
    [429, body({ message: 'Slow down', code: 'slow_down' }), 'rate_limited', ['wait a minute']],
    [
      429,
      body({ message: 'No money', code: 'credit_balance_exhausted', type: 'insufficient_quota' }),
      'quota',
      ['credit_balance_exhausted', 'Waiting does not help'],
    ],
    [429, body({ message: 'Limit', code: 'project_spend_limit_exceeded' }), 'quota', ['Waiting']],
    [429, body({ message: 'Limit', type: 'insufficient_quota' }), 'quota', ['Waiting']],
    [500, body({ message: 'Oops' }), 'server', ['Oops']],
    [503, body({ message: 'Overloaded', code: 'server_is_overloaded' }), 'server', ['Overloaded']],
    [408, '', 'timeout', ['408']],
    [304, '', 'server', ['redirect']],
    [599, '', 'server', ['599']],
  ];
  it.each(cases)('%i %s is %s', async (status, text, kind, parts) => {
    const server = await serveAnswer(status, text, { 'x-request-id': 'req_7' });
    const error = await failure(send(open(server.url), POST));
    // A fault tells nothing about whether the change was made; 501 is no fault, and none of these.
    const outcome = status === 408 || status >= 500 ? 'unknown' : 'rejected';
    expect(error).toMatchObject({ kind, status, outcome, requestId: 'req_7' });
    if (outcome === 'unknown') expect(error.message).toContain('look before repeating');
    expect(error.retryable).toBe(kind === 'rate_limited');
    for (const part of parts) expect(error.message).toContain(part);
  });

  it('of a gateway leaves the outcome of a write open', async () => {
    for (const status of [500, 502, 503, 504, 520, 524, 529]) {
      const server = await serveAnswer(status, '<html>Bad gateway</html>', { 'content-type': 'text/html' });
      const client = open(server.url);
      const error = await failure(send(client, POST));
      expect(error).toMatchObject({ kind: 'server', outcome: 'unknown', retryable: false });
      expect(error.message).toContain('look before repeating');
      expect(error.message).not.toContain('html');
      expect(await failure(send(client, GET))).toMatchObject({ outcome: 'rejected', retryable: true });
    }
  });

  it('501 says what is missing, that nothing was changed, and that calling again does not help', async () => {
    const message =
      'The sandbox has no answer for GET /v1/evals: it plays only the operations of the built-in tools. With a real key this request goes to OpenAI.';
    const text = body({ message, type: 'server_error', param: null, code: 'not_implemented' });
    const client = open((await serveAnswer(501, text)).url);
    const read = await failure(send(client, GET));
    expect(read).toMatchObject({ code: 'not_implemented', outcome: 'rejected', retryable: false });
    expect(read.message).toBe(`The API does not offer this (501): "${message}" Calling again does not help.`);
    const write = await failure(send(client, POST));
    expect(write).toMatchObject({ outcome: 'rejected', retryable: false });
    expect(write.message).toContain('Nothing was changed.');
  });

  it('is never followed elsewhere', async () => {
    const elsewhere = await serveAnswer(200, '{}');
    for (const status of [301, 302, 303, 307, 308]) {
      const server = await serveAnswer(status, '', { location: `${elsewhere.url}/x` });
      expect(await failure(send(open(server.url), GET))).toMatchObject({ kind: 'server', status });
      expect(server.requests).toHaveLength(1);
    }
    expect(elsewhere.connections()).toBe(0);
  });

  it.each([
    ['{"code":404,"message":"Rate limit not found"}', 'Rate limit not found'],
    ['{"error":"Just text"}', 'Just text'],
    ['{"error":{"message":"Said \\"no\\" to you"}}', `"Said 'no' to you"`],
    ['{"error":{"message":"bi\\u202edi\\u0000 \\ud83d"}}', '"bidi"'],
    [`{"error":{"message":"${'x'.repeat(2000)}"}}`, `${'x'.repeat(497)}...`],
  ])('tells the message of %s', async (text, expected) => {
    const server = await serveAnswer(400, text);
    const error = await failure(send(open(server.url), GET));
    expect(error.message).toContain(expected);
    expect(error.message.length).toBeLessThan(700);
  });

  it.each([
    '<html>no</html>',
    '',
    'null',
    '[]',
    '"text"',
    '{"error":null}',
    '{"error":{"message":7,"code":{}}}',
    '\ufffd',
  ])('survives a body of %j', async (text) => {
    const server = await serveAnswer(404, text);
    expect(await failure(send(open(server.url), GET))).toMatchObject({ kind: 'not_found', code: undefined });
  });

  it('shows the key in none of its parts', async () => {
    const echo = body({
      message: `a ${KEY} b ${encodeURIComponent(KEY)}`,
      type: KEY,
      code: `Bearer ${KEY}`,
      param: Buffer.from(KEY).toString('base64'),
    });
    const server = await serveAnswer(400, echo, { 'x-request-id': KEY });
    const error = await failure(send(open(server.url), GET));
    expect(error).toMatchObject({
      type: '[secret]',
      code: 'Bearer [secret]',
      param: '[secret]',
      requestId: undefined,
    });
  });
});

describe('a 429', () => {
  it.each<[Record<string, string>, object | undefined, string]>([
    [{ 'retry-after': '20' }, { retry_after_seconds: 20 }, 'Try again in 20 s.'],
    [
      {
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-reset-requests': '6m0s',
      },
      { limit: 60, remaining: 0, reset_seconds: 360 },
      'Try again in 6 minutes.',
    ],
    [{ ratelimit: '"requests";r=0;t=9000' }, { remaining: 0, reset_seconds: 9000 }, 'Try again in 3 hours.'],
    [{ 'retry-after': 'never' }, undefined, 'wait a minute'],
    [{}, undefined, 'wait a minute'],
  ])('with %j passes through once', async (headers, rateLimit, words) => {
    const server = await serveAnswer(429, body({ message: 'Slow down' }), headers);
    const error = await failure(send(open(server.url), GET));
    expect(error).toMatchObject({ kind: 'rate_limited', retryable: true, outcome: 'rejected' });
    expect(error.rateLimit).toEqual(rateLimit);
    expect(error.message).toContain(words);
    expect(server.requests).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, number]>([
    ['Rate limit reached on requests per min. Limit: 3 / min. Please try again in 20s. Visit us.', {}, 20],
    ['Please try again in 1m12.5s.', {}, 73],
    ['Please try again in 120ms.', {}, 1],
    ['Please try again in 6m0s.', {}, 360],
    ['Please retry after 26 seconds.', {}, 26],
    ['Please wait at least 2 minutes and 5 seconds, then call again.', {}, 125],
    ['Your limit resets in 1 hour.', {}, 3600],
    ['Retry in 1h30m.', { 'retry-after': '5' }, 5400],
    ['Try again in 2s.', { 'retry-after': '30' }, 30],
    ['Try again in 2s.', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '40s' }, 40],
  ])(
    'whose words say "%s", beside %j, is to be waited for as long as both ask',
    async (message, headers, seconds) => {
      const server = await serveAnswer(429, body({ message }), headers);
      const error = await failure(send(open(server.url), POST));
      expect(error.rateLimit?.retry_after_seconds).toBe(seconds);
      expect(error.message).toMatch(/ Try again in \d+ (?:s|minutes|hours)\.$/);
    },
  );

  it.each(['Try again later.', 'Limit 60000, used 30 s ago.', 'Please try again in 3 months.'])(
    'whose words say "%s" tells no wait',
    async (message) => {
      const server = await serveAnswer(429, body({ message }));
      expect((await failure(send(open(server.url), GET))).rateLimit).toBeUndefined();
    },
  );
});
