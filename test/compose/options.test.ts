/** What an option says reaches what it is about: the settings by their real reader, the whole product behind them. */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runProgram } from '../../src/cli/program.ts';
import { openaiAddress } from '../../src/compose/connect.ts';
import { startInProcess } from '../cli/in-process.ts';
import { packageFolder } from '../cli/package-folder.ts';
import { processContext } from '../cli/process-context.ts';
import { homeFolder } from '../credentials/home-folder.ts';
import { adminKey } from '../credentials/sample-keys.ts';
import { errorOf } from '../e2e/start-server.ts';
import { PROJECTS, startUpstream } from '../e2e/upstream.ts';
import { hasOpenssl, makeCertificates } from '../openai/certificates.ts';
import { answer } from '../openai/fault-server.ts';
import { serve } from '../openai/fixture.ts';
import { countTokens } from '../text/budget.ts';

const SANDBOX = { sandbox: 'true', tags: 'all' };

test('--max-result-tokens cuts answers there, and at 6,000 when it is not given', async () => {
  for (const [most, given] of [
    [6000, {}],
    [1500, { 'max-result-tokens': '1500' }],
  ] as const) {
    const { call } = await startInProcess({ flags: { ...SANDBOX, ...given } });
    const { text, value } = await call('list_audit_logs', { limit: 100 });
    const tokens = countTokens(text);
    expect(tokens).toBeLessThanOrEqual(most);
    expect(tokens).toBeGreaterThan(most / 2);
    expect(value).toMatchObject({ next_cursor: expect.any(String), note: expect.stringMatching(/\d/) });
  }
});

test.each([
  ['10 minutes', {}],
  ['30 minutes', { 'approval-ttl': '30m' }],
])('a plan ends in %s with %j', async (words, given) => {
  const { call } = await startInProcess({ flags: { ...SANDBOX, approval: 'writes', ...given } });
  const { value } = await call('create_project', { name: 'x' });
  expect(value).toMatchObject({
    needs_approval: true,
    note: expect.stringContaining(`The plan ends in ${words}`),
  });
});

test('--timeout ends a request after so many seconds', async () => {
  const upstream = await startUpstream(() => undefined);
  const { call } = await startInProcess({ flags: { timeout: '1' }, upstream: upstream.url });
  const { message } = errorOf(await call('list_projects'));
  expect(message).toContain('No complete answer within 1 s');
});

test('the address is that of --base-url, else of OPENAI_BASE_URL, else OpenAI’s own', () => {
  const [flag, variable] = ['https://eu.api.openai.com/v1', 'http://127.0.0.1:9/v1'];
  const environment = { OPENAI_BASE_URL: variable };
  expect(openaiAddress({ allowHosts: [], baseUrl: flag }, environment)).toBe(flag);
  expect(openaiAddress({ allowHosts: [] }, environment)).toBe(variable);
  expect(openaiAddress({ allowHosts: [] }, {})).toBe('https://api.openai.com/v1');
});

test('--key-file gives the key', async () => {
  const upstream = await startUpstream();
  const folder = mkdtempSync(join(tmpdir(), 'key-file-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'key');
  writeFileSync(path, adminKey, { mode: 0o600 });
  const { call } = await startInProcess({
    flags: { 'key-file': path },
    environment: { OPENAI_BASE_URL: upstream.url },
  });
  expect((await call('list_projects')).isError).toBe(false);
  expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${adminKey}`);
});

test.skipIf(!hasOpenssl())('--ca-file is trusted, and without it nothing is sent', async () => {
  const certificates = makeCertificates();
  onTestFinished(() => certificates.remove());
  const upstream = await serve(({ socket }) => socket.write(answer(200, JSON.stringify(PROJECTS))), {
    tls: certificates.valid,
  });
  const without = await startInProcess({ upstream: upstream.url });
  expect(errorOf(await without.call('list_projects')).message).toContain('--ca-file');
  expect(upstream.requests).toEqual([]);
  const flags = { 'ca-file': certificates.authorityFile };
  const { call } = await startInProcess({ flags, upstream: upstream.url });
  expect((await call('list_projects')).isError).toBe(false);
});

test.each([
  ['nothing', [], []],
  ['warnings', ['--base-url', 'http://127.0.0.1:9/v1'], ['warn']],
  ['what is served', ['--log-level', 'info'], ['info']],
  ['errors alone', ['--log-level', 'error', '--base-url', 'http://127.0.0.1:9/v1'], []],
])('stderr has %s with %j', async (_, words, levels) => {
  const { context, ran } = processContext(['--sandbox', ...words], {
    packageFolder: packageFolder(),
    host: { homeDirectory: homeFolder() },
  });
  await runProgram(context);
  const found = ran.stderr.split('\n').flatMap((line) => /^openai-admin-mcp (\w+): /.exec(line)?.[1] ?? []);
  expect(new Set(found)).toEqual(new Set(levels));
});

test('filters that leave nothing are told in the log, by name', async () => {
  const { context, ran } = processContext(['--sandbox', '--read-only', '--methods', 'create'], {
    packageFolder: packageFolder(),
    host: { homeDirectory: homeFolder() },
  });
  await runProgram(context);
  expect(ran.stderr).toMatch(
    /^openai-admin-mcp warn: No tool can be used\. .*switched off by --(?:read-only|methods)/,
  );
});

test('HTTPS_PROXY is used, and NO_PROXY keeps hosts from it', async () => {
  const heads: string[] = [];
  const proxy = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (head) => {
      heads.push(head.toString('latin1').split('\r\n')[0] ?? '');
      socket.end('HTTP/1.1 403 No\r\ncontent-length: 0\r\n\r\n');
    });
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const upstream = 'https://127.0.0.1:9/v1';
  const through = await startInProcess({ environment: { HTTPS_PROXY }, upstream });
  expect(errorOf(await through.call('list_projects')).message).toContain('HTTPS_PROXY');
  expect(new Set(heads)).toEqual(new Set(['CONNECT 127.0.0.1:9 HTTP/1.1']));
  heads.length = 0;
  const past = await startInProcess({ environment: { HTTPS_PROXY, NO_PROXY: '127.0.0.1' }, upstream });
  expect(errorOf(await past.call('list_projects')).message).toContain('could not be reached');
  expect(heads).toEqual([]);
});
