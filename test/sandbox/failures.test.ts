/** Faults can be provoked: statuses, quotas, broken connections, broken bodies; and the language that asks for them. */
import { request } from 'node:http';
import { expect, test } from 'vitest';
import { parseFailureRules } from '../../src/sandbox/http/failure-rules.ts';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { collect, openSandbox, send, startTime } from './running-sandbox.ts';

function openFailing(rules: string, more: { latencyMilliseconds?: number } = {}): Promise<RunningSandbox> {
  return openSandbox({ failures: parseFailureRules(rules), ...more });
}

test('rules are read', () => {
  expect(parseFailureRules('500, 429:slow_down@first2@GET, hang@20%@/v1/vector_stores,not-json:502')).toEqual(
    [
      { effect: { kind: 'status', status: 500, code: null } },
      { effect: { kind: 'status', status: 429, code: 'slow_down' }, first: 2, method: 'GET' },
      { effect: { kind: 'hang' }, chance: 0.2, pathPrefix: '/vector_stores' },
      { effect: { kind: 'not-json', status: 502 } },
    ],
  );
});

test.each([
  '',
  '200',
  '600',
  '42',
  'boom',
  'reset:5',
  '500@',
  '500@PUT',
  '500@first0',
  '500@0%',
  '500@101%',
  '500@GET@POST',
  '500,,429',
])('the rule %j is refused with the grammar', (text) => {
  expect(() => parseFailureRules(text)).toThrow(/^Cannot read the failures: .*\n(.|\n)*Examples: /);
});

test.each([
  ['500', 500, 'server_error', null],
  ['503', 503, 'server_error', 'server_is_overloaded'],
  ['503:slow_down', 503, 'server_error', 'slow_down'],
  ['401', 401, 'invalid_request_error', 'invalid_api_key'],
  ['418', 418, 'invalid_request_error', null],
])('%s gives its status with an error body', async (rule, status, type, code) => {
  const {
    status: actual,
    body,
    headers,
  } = await send(await openFailing(rule), 'GET', '/organization/projects');
  expect(actual).toBe(status);
  expect(body.error).toMatchObject({ type, code, param: null });
  expect(headers.get('x-request-id')).toMatch(/^req_/);
});

test('a redirect has a target', async () => {
  const { status, headers } = await send(await openFailing('302'), 'GET', '/organization/projects');
  expect([status, headers.get('location')]).toEqual([302, '/v1/moved']);
});

test('429 says when to come back, a billing 429 does not', async () => {
  const limited = await send(await openFailing('429'), 'GET', '/organization/projects');
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
  expect(limited.headers.get('x-ratelimit-remaining-requests')).toBe('0');
  expect(limited.headers.get('x-ratelimit-reset-requests')).toBe('2s');
  expect(limited.body.error).toMatchObject({ type: 'requests', code: 'rate_limit_exceeded' });
  const unpaid = await send(
    await openFailing('429:credit_balance_exhausted'),
    'GET',
    '/organization/projects',
  );
  expect([unpaid.status, unpaid.headers.get('retry-after')]).toEqual([429, null]);
  expect(unpaid.body.error).toMatchObject({ type: 'insufficient_quota', code: 'credit_balance_exhausted' });
});

test('conditions limit a rule to a method, a path, the first requests, a share', async () => {
  const sandbox = await openFailing('500@POST@/organization/projects@first1');
  const statuses = [];
  for (const [method, path] of [
    ['GET', '/organization/projects'],
    ['POST', '/vector_stores'],
    ['POST', '/organization/projects'],
    ['POST', '/organization/projects'],
  ] as const) {
    statuses.push(
      (await send(sandbox, method, path, method === 'POST' ? { body: { name: 'x' } } : {})).status,
    );
  }
  expect(statuses).toEqual([200, 200, 500, 200]);
  const now = await openFailing('503@30%');
  let failed = 0;
  for (let count = 0; count < 100; count += 1) {
    if ((await send(now, 'GET', '/organization/projects?limit=1')).status === 503) failed += 1;
  }
  expect(failed).toBeGreaterThan(15);
  expect(failed).toBeLessThan(45);
});

/** What a plain HTTP client sees: the status, the bytes that came, and how it ended. */
function raw(
  sandbox: RunningSandbox,
  method: string,
  { body, patienceMilliseconds = 60_000 }: { body?: object; patienceMilliseconds?: number } = {},
): Promise<{ status?: number; text: string; error?: string }> {
  return new Promise((resolve) => {
    let text = '';
    let status: number | undefined;
    const end = (error?: string) => {
      clearTimeout(timer);
      outgoing.destroy();
      resolve({ ...(status !== undefined && { status }), text, ...(error !== undefined && { error }) });
    };
    const outgoing = request(
      `${sandbox.url}/organization/projects`,
      {
        method,
        headers: { authorization: `Bearer ${sandbox.adminKey}`, 'content-type': 'application/json' },
      },
      (response) => {
        status = response.statusCode;
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => end());
        response.on('error', (error: NodeJS.ErrnoException) => end(error.code));
      },
    );
    const timer = setTimeout(() => end('nothing came'), patienceMilliseconds);
    outgoing.on('error', (error: NodeJS.ErrnoException) => end(error.code));
    outgoing.end(body && JSON.stringify(body));
  });
}

test('the connection is reset before the headers, and nothing was carried out', async () => {
  const sandbox = await openFailing('reset@POST');
  expect(await raw(sandbox, 'POST', { body: { name: 'Lost' } })).toEqual({ text: '', error: 'ECONNRESET' });
  expect((await collect(sandbox, '/organization/projects')).some(({ name }) => name === 'Lost')).toBe(false);
});

test.each(['reset-after-headers', 'truncated'])(
  '%s: the write was carried out, the reply is broken',
  async (effect) => {
    const sandbox = await openFailing(`${effect}@POST`);
    const answer = await raw(sandbox, 'POST', { body: { name: 'Unknown outcome' } });
    expect(answer).toMatchObject({ status: 200, error: 'ECONNRESET' });
    expect(answer.text.length > 0).toBe(effect === 'truncated');
    expect(
      (await collect(sandbox, '/organization/projects')).some(({ name }) => name === 'Unknown outcome'),
    ).toBe(true);
  },
);

test('a hanging request ends with the sandbox', async () => {
  const sandbox = await openFailing('hang');
  expect(await raw(sandbox, 'GET', { patienceMilliseconds: 500 })).toEqual({
    text: '',
    error: 'nothing came',
  });
  const pending = raw(sandbox, 'GET');
  await new Promise((resolve) => setTimeout(resolve, 100));
  await sandbox.close();
  expect((await pending).error).toBe('ECONNRESET');
});

test('a body that is no JSON', async () => {
  const answer = await raw(await openFailing('not-json'), 'GET');
  expect(answer.status).toBe(200);
  expect(() => JSON.parse(answer.text)).toThrow(SyntaxError);
  expect((await raw(await openFailing('not-json:502'), 'GET')).status).toBe(502);
});

test('the rate limit counts down, refuses with 429, and opens again after its minute', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ rateLimitPerMinute: 2, now: () => time });
  const ask = () => send(sandbox, 'GET', '/organization/projects?limit=1');
  const first = await ask();
  expect(first.headers.get('x-ratelimit-limit-requests')).toBe('2');
  expect(first.headers.get('x-ratelimit-remaining-requests')).toBe('1');
  expect(first.headers.get('x-ratelimit-reset-requests')).toBe('1m0s');
  time += 15_000;
  const refusal = await send(sandbox, 'GET', '/organization/projects?limit=0');
  expect([refusal.status, refusal.headers.get('x-ratelimit-remaining-requests')]).toEqual([400, '0']);
  const limited = await ask();
  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '45']);
  expect(limited.headers.get('x-ratelimit-reset-requests')).toBe('45s');
  expect((await send(sandbox, 'GET', '/vector_stores')).status).toBe(200);
  time += 45_000;
  expect((await ask()).status).toBe(200);
});

test('latency delays answers, and requests are reported', async () => {
  const lines: { method: string; url: string; status: number; milliseconds: number }[] = [];
  const sandbox = await openSandbox({
    monotonic: () => performance.now(),
    latencyMilliseconds: 60,
    onRequest: (line) => lines.push(line),
  });
  await send(sandbox, 'GET', '/organization/projects?limit=0');
  expect(lines).toEqual([
    {
      method: 'GET',
      url: '/v1/organization/projects?limit=0',
      status: 400,
      milliseconds: expect.any(Number),
    },
  ]);
  expect(lines[0]?.milliseconds).toBeGreaterThanOrEqual(59);
});
