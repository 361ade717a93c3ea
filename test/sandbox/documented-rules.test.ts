/** The rules for `--fail` in docs/sandbox.md, and what this program makes of the failures. */
import { describe, expect, test } from 'vitest';
import { parseFailureRules } from '../../src/sandbox/http/failure-rules.ts';
import type { RequestLine } from '../../src/sandbox/serve-request.ts';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf } from '../e2e/start-server.ts';
import { collect, openSandbox, send } from './running-sandbox.ts';

/** This program, before a sandbox that fails so; what was asked of that is kept. */
async function facing(rules: string) {
  const lines: RequestLine[] = [];
  const sandbox = await openSandbox({
    failures: parseFailureRules(rules),
    onRequest: (line) => lines.push(line),
  });
  const { call } = await startInProcess({
    flags: { tags: 'all' },
    environment: {
      OPENAI_BASE_URL: sandbox.url,
      OPENAI_ADMIN_KEY: sandbox.adminKey,
    },
  });
  return { call, sandbox, statuses: () => lines.map(({ status }) => status), lines };
}

describe('what the rules of the page show', () => {
  test('503@GET@first2: a read succeeds after two more tries', async () => {
    const { call, statuses } = await facing('503@GET@first2');
    expect((await call('list_projects')).isError).toBe(false);
    expect(statuses()).toEqual([503, 503, 200]);
  });

  test('429@first1: a rate limit is passed on at once', async () => {
    const { call, statuses } = await facing('429@first1');
    expect(errorOf(await call('list_projects'))).toMatchObject({
      kind: 'rate_limited',
      retry_after_seconds: 2,
    });
    expect(statuses()).toEqual([429]);
  });

  test('429:credit_balance_exhausted@/organization/costs: not retryable', async () => {
    const { call } = await facing('429:credit_balance_exhausted@/organization/costs');
    expect((await call('list_projects')).isError).toBe(false);
    expect(errorOf(await call('list_costs', { start_time: '-7d' }))).toMatchObject({ retryable: false });
  });

  test('reset-after-headers@POST@/organization/projects: unknown, and sent once', async () => {
    const { call, sandbox, lines } = await facing('reset-after-headers@POST@/organization/projects');
    const error = errorOf(await call('create_project', { name: 'Lost' }));
    expect(error).toMatchObject({ outcome: 'unknown', retryable: false });
    expect(lines.filter(({ method }) => method === 'POST')).toHaveLength(1);
    const projects = await collect(sandbox, '/organization/projects?limit=100');
    expect(projects.filter(({ name }) => name === 'Lost')).toHaveLength(1);
  });

  test('403@/organization/audit_logs: a key without the scope', async () => {
    const { call } = await facing('403@/organization/audit_logs');
    expect(errorOf(await call('list_audit_logs'))).toMatchObject({ kind: 'permission', status: 403 });
    expect((await call('list_projects')).isError).toBe(false);
  });
});

describe('a rule', () => {
  const statusesOf = async (rules: string, requests: [string, string][]) => {
    const sandbox = await openSandbox({ failures: parseFailureRules(rules) });
    const found: number[] = [];
    for (const [method, path] of requests) {
      const body = method === 'POST' ? { name: 'x' } : undefined;
      found.push((await send(sandbox, method, path, { body })).status);
    }
    return found;
  };
  const GET: [string, string] = ['GET', '/organization/projects?limit=1'];
  const POST: [string, string] = ['POST', '/organization/projects'];

  test('that stands first is used', async () => {
    expect(await statusesOf('500@POST,503', [GET, POST])).toEqual([503, 500]);
    expect(await statusesOf('503,500@POST', [GET, POST])).toEqual([503, 503]);
    expect(await statusesOf('429@first1,418', [GET, GET])).toEqual([429, 418]);
  });

  test('for a share of the requests means the same ones in every run', async () => {
    const many = Array.from({ length: 60 }, () => GET);
    const first = await statusesOf('503@20%', many);
    expect(await statusesOf('503@20%', many)).toEqual(first);
    expect(new Set(first)).toEqual(new Set([200, 503]));
  });

  test.each(['500', '302', '429', '503:slow_down', 'not-json', 'not-json:502', 'hang'])(
    '%s@POST carries nothing out',
    async (effect) => {
      const sandbox = await openSandbox({ failures: parseFailureRules(`${effect}@POST`) });
      const asked = fetch(`${sandbox.url}/organization/projects`, {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: `Bearer ${sandbox.adminKey}`, 'content-type': 'application/json' },
        body: '{"name":"Lost"}',
        signal: AbortSignal.timeout(2_000),
      });
      await asked.catch(() => undefined);
      const projects = await collect(sandbox, '/organization/projects?limit=100');
      expect(projects.filter(({ name }) => name === 'Lost')).toEqual([]);
    },
  );
});
