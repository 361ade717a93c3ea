/** The proof that a named pipe in place of a file that the program reads holds nothing up: nobody ever writes to it. */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { errorOf, runToEnd, startServer, temporaryFolder } from './start-server.ts';

/** A folder with a named pipe in it. */
function pipeIn(folder: string, name: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  execFileSync('mkfifo', [path]);
  return path;
}

const CONFIGURATION = '.config/openai-admin-mcp';
const STATE = '.local/state/openai-admin-mcp';

describe.skipIf(process.platform === 'win32')('a named pipe', () => {
  it('as the index of keys lets a server start with other keys, and is told', async () => {
    const HOME = temporaryFolder();
    const path = pipeIn(HOME, `${CONFIGURATION}/profiles.json`);
    const status = await runToEnd(['auth', 'status'], { HOME });
    expect(status.stdout).toContain(`${path}, cannot be used: it is not an ordinary file`);
    const server = await startServer({ environment: { HOME }, upstream: 'http://127.0.0.1:9/v1' });
    expect((await server.list()).length).toBeGreaterThan(0);
  });

  it.each([
    ['--key-file', (path: string) => ['--key-file', path]],
    ['--policy', (path: string) => ['--policy', path]],
    ['--tool-specs', (path: string) => ['--tool-specs', dirname(path)]],
    ['specs check', (path: string) => ['specs', 'check', dirname(path)]],
    ['auth status --key-file', (path: string) => ['auth', 'status', '--key-file', path]],
  ])('for %s stops the start', async (_, words) => {
    const path = pipeIn(temporaryFolder(), 'own.yaml');
    const run = await runToEnd(words(path), { OPENAI_ADMIN_KEY: 'sk-admin-e2e-0123456789abcdefghij' });
    expect(run.code).not.toBe(0);
    expect(run.stderr).toContain('is not an ordinary file');
  });

  it('as the configuration file stops the start', async () => {
    const HOME = temporaryFolder();
    pipeIn(HOME, `${CONFIGURATION}/config.yaml`);
    const run = await runToEnd(['--secrets', 'command:vault'], { HOME });
    expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('is not an ordinary file') });
  });

  it('as the file of authorities fails the call', async () => {
    const path = pipeIn(temporaryFolder(), 'authorities.pem');
    const server = await startServer({ args: ['--ca-file', path], upstream: 'https://127.0.0.1:9/v1' });
    expect(errorOf(await server.call('list_projects')).message).toContain('is not an ordinary file');
  });

  it.each(['audit.jsonl', 'audit-head.json'])('as %s is told by the audit command', async (name) => {
    const HOME = temporaryFolder();
    const path = pipeIn(HOME, `${STATE}/${name}`);
    const run = await runToEnd(['audit', 'verify'], { HOME });
    expect(run).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(`${path} is no file. Move it away`),
    });
  });

  it('as the list of stored secrets is told by the secrets command', async () => {
    const HOME = temporaryFolder();
    const path = pipeIn(HOME, `${STATE}/secrets.json`);
    const run = await runToEnd(['secrets', 'list'], { HOME });
    expect(run.stderr).toContain(`${path} is no file. Move it away`);
  });
});
