/** The proof that the sandbox runs alone, serves the official SDK, and fails on demand. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import { describe, expect, it, onTestFinished } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { errorOf, PROGRAM, runToEnd, startServer } from './start-server.ts';

type Running = { url: string; adminKey: string; projectKey: string; stop: () => Promise<number | null> };

async function startSandboxCommand(...args: string[]): Promise<Running> {
  const child = spawn(process.execPath, [PROGRAM, 'sandbox', '--port', '0', ...args], {
    env: { PATH: process.env.PATH ?? '' },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
  });
  const told = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, name, value] = /^(OPENAI_\w+)=(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) told.set(name, value);
    if (told.size === 3) break;
  }
  return {
    url: told.get('OPENAI_BASE_URL') ?? '',
    adminKey: told.get('OPENAI_ADMIN_KEY') ?? '',
    projectKey: told.get('OPENAI_API_KEY') ?? '',
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      return code;
    },
  };
}

function sdkOf({ url, adminKey, projectKey }: Running): OpenAI {
  return new OpenAI({ baseURL: url, adminAPIKey: adminKey, apiKey: projectKey, maxRetries: 0 });
}

describe('openai-admin-mcp sandbox', () => {
  it('prints its address and keys, serves the official SDK, and ends at SIGTERM', async () => {
    const sandbox = await startSandboxCommand();
    expect(sandbox.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    const sdk = sdkOf(sandbox);
    const names: string[] = [];
    for await (const { name } of sdk.admin.organization.projects.list({ limit: 5 })) names.push(name ?? '');
    expect(names.length).toBeGreaterThanOrEqual(10);
    expect((await sdk.vectorStores.list()).data.length).toBeGreaterThan(0);
    expect(await sandbox.stop()).toBe(143);
  });

  it('serves this program like OpenAI would', async () => {
    const sandbox = await startSandboxCommand();
    const server = await startServer({
      environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey },
    });
    const answer = await server.call('list_projects');
    expect(itemsOf(answer.value).length).toBeGreaterThanOrEqual(10);
    expect(answer.value).not.toHaveProperty('sandbox');
  });

  it('limits the rate on demand', async () => {
    const sandbox = await startSandboxCommand('--rate-limit', '2');
    const server = await startServer({
      environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey },
    });
    for (let call = 0; call < 2; call += 1) expect((await server.call('list_projects')).isError).toBe(false);
    expect(errorOf(await server.call('list_projects'))).toMatchObject({
      kind: 'rate_limited',
      status: 429,
      retryable: true,
      'ratelimit-limit': 2,
      'ratelimit-remaining': 0,
      retry_after_seconds: expect.any(Number),
    });
  });

  it('waits on demand', async () => {
    const sandbox = await startSandboxCommand('--latency', '300');
    const begun = performance.now();
    await sdkOf(sandbox).admin.organization.projects.list();
    expect(performance.now() - begun).toBeGreaterThan(290);
  });

  it('speaks in the shape that is asked for', async () => {
    const start_time = Math.floor(Date.now() / 86_400_000 - 10) * 86_400;
    const itemsOf = async (...shape: string[]) => {
      const sandbox = await startSandboxCommand(...shape);
      const { usage } = sdkOf(sandbox).admin.organization;
      const { data } = await usage.costs({ start_time, limit: 5, group_by: ['line_item'] });
      return data.flatMap(({ results }) => results.map((row) => ('line_item' in row ? row.line_item : null)));
    };
    for (const shape of [[], ['--shape', 'live']])
      expect(await itemsOf(...shape)).toContain('gpt-4o-2024-08-06, cached input');
    expect(await itemsOf('--shape', 'documented')).toContain('gpt-4o, cached_input_tokens');
  });

  it('fails on demand', async () => {
    const sandbox = await startSandboxCommand(
      '--fail',
      '403@POST@/organization/projects,429:credit_balance_exhausted@/organization/users',
    );
    const server = await startServer({
      environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey },
    });
    expect((await server.call('list_projects')).isError).toBe(false);
    expect(errorOf(await server.call('create_project', { name: 'e2e' }))).toMatchObject({
      kind: 'permission',
      status: 403,
    });
    expect(errorOf(await server.call('list_users'))).toMatchObject({ kind: 'quota', retryable: false });
  });

  it.each([
    [['--fail', 'explode'], /Effects:/],
    [['--port', '70000'], /65535/],
    [['--rate-limit', 'many'], /whole number/],
    [['--latncy', '3'], /--latency/],
  ])('refuses %j with exit code 2', async (args, words) => {
    const { code, stdout, stderr } = await runToEnd(['sandbox', ...args]);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(words);
    expect(stdout).toBe('');
  });
});
