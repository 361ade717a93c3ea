/** The proof that a 429 reaches the caller at once, with what its headers say and in one form. */
import { describe, expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { errorOf, startServer } from './start-server.ts';
import { errorBody, startUpstream } from './upstream.ts';

const FIELDS = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset', 'retry_after_seconds'];

type Expected = Record<string, number>;

const SHAPES: [string, Record<string, string>, Expected][] = [
  ['no header at all', {}, {}],
  ['retry-after in seconds', { 'retry-after': '7' }, { retry_after_seconds: 7 }],
  ['retry-after-ms', { 'retry-after-ms': '1500' }, { retry_after_seconds: 2 }],
  [
    'retry-after as a date',
    { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT', date: 'Sun, 22 Nov 2026 12:00:00 GMT' },
    { retry_after_seconds: 30 },
  ],
  [
    'x-ratelimit of requests and tokens, requests being the tighter',
    {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': '20ms',
      'x-ratelimit-limit-tokens': '150000',
      'x-ratelimit-remaining-tokens': '149984',
      'x-ratelimit-reset-tokens': '6m0s',
    },
    { 'ratelimit-limit': 60, 'ratelimit-remaining': 0, 'ratelimit-reset': 1 },
  ],
  [
    'x-ratelimit of a project, with a wait',
    {
      'x-ratelimit-limit-project-requests': '500',
      'x-ratelimit-remaining-project-requests': '0',
      'x-ratelimit-reset-project-requests': '1h2m3.5s',
      'retry-after': '5',
    },
    { 'ratelimit-limit': 500, 'ratelimit-remaining': 0, 'ratelimit-reset': 3724, retry_after_seconds: 3724 },
  ],
  [
    'the single fields',
    { 'ratelimit-limit': '100', 'ratelimit-remaining': '3', 'ratelimit-reset': '50' },
    { 'ratelimit-limit': 100, 'ratelimit-remaining': 3, 'ratelimit-reset': 50 },
  ],
  [
    'the structured fields',
    { 'ratelimit-policy': '"requests";q=60;qu="requests"', ratelimit: '"requests";r=0;t=9' },
    { 'ratelimit-limit': 60, 'ratelimit-remaining': 0, 'ratelimit-reset': 9 },
  ],
  [
    'nonsense',
    { 'x-ratelimit-limit-requests': '-1', 'x-ratelimit-reset-requests': 'soon', 'retry-after': 'later' },
    {},
  ],
];

const BILLING_CODES = [
  'insufficient_quota',
  'credit_balance_exhausted',
  'organization_usage_limit_exceeded',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
];

async function serverAnswering(body: string, headers: Record<string, string>) {
  const upstream = await startUpstream(({ socket }) => void socket.write(answer(429, body, headers)));
  return { upstream, server: await startServer({ upstream: upstream.url }) };
}

describe('a 429', () => {
  it.each(SHAPES)('passes at once: %s', async (_, headers, expected) => {
    const body = errorBody('Rate limit reached.', 'rate_limit_exceeded', 'requests');
    const { upstream, server } = await serverAnswering(body, { 'x-request-id': 'req_e2e', ...headers });
    for (const [tool, given] of [
      ['list_projects', {}],
      ['create_project', { name: 'e2e' }],
    ] as const) {
      upstream.requests.length = 0;
      const error = errorOf(await server.call(tool, given));
      expect(upstream.requests).toHaveLength(1);
      expect(error).toMatchObject({
        kind: 'rate_limited',
        status: 429,
        outcome: 'rejected',
        retryable: true,
        code: 'rate_limit_exceeded',
        request_id: 'req_e2e',
      });
      expect(
        Object.fromEntries(FIELDS.flatMap((name) => (name in error ? [[name, error[name]]] : []))),
      ).toEqual(expected);
      expect(error.message).toMatch(/again/);
    }
  });

  it.each(BILLING_CODES)('with the billing code %s is not worth repeating', async (code) => {
    const { upstream, server } = await serverAnswering(errorBody('Over.', code, 'insufficient_quota'), {});
    const error = errorOf(await server.call('list_projects'));
    expect(error).toMatchObject({ kind: 'quota', status: 429, retryable: false, code });
    expect(error.message).toMatch(/Waiting does not help/);
    expect(upstream.requests).toHaveLength(1);
  });

  it('without a JSON body passes as well', async () => {
    const { upstream, server } = await serverAnswering('<html>slow down</html>', {
      'content-type': 'text/html',
    });
    expect(errorOf(await server.call('list_projects'))).toMatchObject({ kind: 'rate_limited', status: 429 });
    expect(upstream.requests).toHaveLength(1);
  });
});
