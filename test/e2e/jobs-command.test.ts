/** `jobs list`, `show` and `resume` over the built program: what became of a job whose server was killed, and its end. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/running-sandbox.ts';
import { runToEnd, startServer, temporaryFolder, typeAsAsked } from './start-server.ts';

const PROJECTS = ['Marketing-Gen', 'Mobile-App', 'Image-Studio', 'Internal-Tools'];

const LIMITS = { tool: 'set_spend_limits', given: { projects: PROJECTS, limit: '7777' }, at: 2 };

/** A job whose server is killed when the write at this place was answered; usually the second of four. */
async function cutJob(
  {
    tool,
    given,
    at,
  }: {
    tool: string;
    given: Record<string, unknown>;
    at: number;
  } = LIMITS,
  args: string[] = [],
) {
  const writes: string[] = [];
  let onWrite = () => undefined as unknown;
  const sandbox = await openSandbox({
    now: Date.now,
    onRequest: ({ method, url }) => {
      if (method === 'GET') return;
      writes.push(url);
      onWrite();
    },
  });
  const environment = {
    HOME: temporaryFolder(),
    OPENAI_BASE_URL: sandbox.url,
    OPENAI_ADMIN_KEY: sandbox.adminKey,
  };
  const server = await startServer({
    args: ['--tags', 'all', ...args],
    environment,
    answerQuestion: typeAsAsked,
  });
  onWrite = () => writes.length === at && server.kill('SIGKILL');
  await server.call(tool, given).catch(() => undefined);
  await server.exited;
  onWrite = () => undefined;
  const list = await runToEnd(['jobs', 'list'], environment);
  const [id = ''] = /job_[0-9a-f]{12}/.exec(list.stdout) ?? [];
  return { environment, writes, given, list, id, sandbox };
}

describe('jobs', () => {
  it('list and show say how far a killed job came, and resume does the rest and repeats nothing', async () => {
    const { environment, writes, given, list, id } = await cutJob();
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout).toMatch(
      /set_spend_limits +default +[12] of 4 +goes on until \d{4}-\d\d-\d\d \d\d:\d\d +Set spend limits: 4 projects/,
    );
    const shown = await runToEnd(['jobs', 'show', id], environment);
    expect(shown.stdout).toMatch(/approved by the user of e2e 1/);
    expect(shown.stdout.match(/^ {2}\d\. \S/gm)).toHaveLength(4);

    const resumed = await runToEnd(['jobs', 'resume', id], environment);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stdout).toContain('4 of 4 done; finished');
    expect(writes).toHaveLength(4);
    expect(new Set(writes).size).toBe(4);

    const again = await runToEnd(['jobs', 'resume', id], environment);
    expect(again).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringContaining('is done. Nothing was sent.'),
    });
    const server = await startServer({ args: ['--tags', 'all'], environment });
    expect((await server.call('set_spend_limits', given)).value).toMatchObject({ is_done: true, done: [] });
    expect(writes).toHaveLength(4);
    const trail = await runToEnd(['audit', 'tail', '--json'], environment);
    expect(trail.stdout).toContain('jobs resume');
    expect((await runToEnd(['audit', 'verify'], environment)).code).toBe(0);
  });

  it('resume is refused in the shell of an assistant, and with another key, and nothing is sent', async () => {
    const { environment, writes, id } = await cutJob();
    const sent = writes.length;
    const marked = await runToEnd(['jobs', 'resume', id], { ...environment, CLAUDECODE: '1' });
    expect(marked.code).toBe(4);
    expect(marked.stderr).toContain('this shell belongs to an assistant (CLAUDECODE is set)');
    const other = await openSandbox({ now: Date.now });
    const elsewhere = await runToEnd(['jobs', 'resume', id], { ...environment, OPENAI_BASE_URL: other.url });
    expect(elsewhere.code).toBe(4);
    expect(elsewhere.stderr).toContain('another key or for another address');
    const readOnly = await runToEnd(['jobs', 'resume', id], {
      ...environment,
      OPENAI_ADMIN_MCP_READ_ONLY: 'true',
    });
    expect(readOnly.code).toBe(4);
    expect(writes).toHaveLength(sent);
  });

  it('resume keeps to the limits of the server that began the job, as they are now', async () => {
    const policy = join(temporaryFolder(), 'policy.yaml');
    const write = (text: string) => writeFileSync(policy, text, { mode: 0o600 });
    write('deny: [{ tools: [archive_project] }]');
    const args = ['--policy', policy, '--max-writes', '4'];
    const { environment, writes, id } = await cutJob(LIMITS, args);
    const sent = writes.length;
    write('deny: [{ tools: [update_project_spend_limit], because: Finance says so. }]');
    const denied = await runToEnd(['jobs', 'resume', id], environment);
    expect(denied.code).toBe(4);
    expect(denied.stderr).toContain('Finance says so.');
    expect(writes).toHaveLength(sent);
    write('deny: [{ tools: [archive_project] }]');
    const stricter = await runToEnd(['jobs', 'resume', id], {
      ...environment,
      OPENAI_ADMIN_MCP_MAX_WRITES: '1',
    });
    expect(stricter.code).toBe(4);
    expect(stricter.stderr).toContain('--max-writes');
    expect(writes).toHaveLength(sent);
    expect((await runToEnd(['jobs', 'resume', id], environment)).code).toBe(0);
    expect(writes).toHaveLength(4);
  }, 60_000);

  it('resume takes the keys of a file, and puts a new secret where it is told', async () => {
    const given = { name: 'Alpha', service_account: 'ci' };
    const { environment, id, sandbox } = await cutJob({ tool: 'onboard_project', given, at: 1 });
    const { OPENAI_ADMIN_KEY: _, ...withoutKey } = environment;
    const keys = join(environment.HOME, 'keys.env');
    writeFileSync(keys, `OPENAI_ADMIN_KEY=${sandbox.adminKey}\n`, { mode: 0o600 });
    const folder = join(environment.HOME, 'secrets');
    const words = ['jobs', 'resume', id, '--key-file', keys, '--secrets', `file:${folder}`];
    const resumed = await runToEnd(words, withoutKey);
    expect(resumed.code, resumed.stderr).toBe(0);
    const [file = ''] = readdirSync(folder);
    expect(readFileSync(join(folder, file), 'utf8')).toMatch(/^sk-svcacct-/);
    expect(resumed.stdout + resumed.stderr).not.toContain('sk-svcacct-');
  }, 60_000);

  it('says what to do where there is none', async () => {
    const environment = { HOME: temporaryFolder() };
    expect((await runToEnd(['jobs', 'list'], environment)).stdout).toBe('No job was begun yet.\n');
    const shown = await runToEnd(['jobs', 'show', 'job_000000000000'], environment);
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain('jobs list shows those that are kept');
  });
});
