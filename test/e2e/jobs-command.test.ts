/** `jobs list`, `show` and `resume` over the built program: what became of a job whose server was killed, and its end. */
import { describe, expect, it } from 'vitest';
import { openSandbox } from '../sandbox/running-sandbox.ts';
import { runToEnd, startServer, temporaryFolder, typeAsAsked } from './start-server.ts';

const PROJECTS = ['Marketing-Gen', 'Mobile-App', 'Image-Studio', 'Internal-Tools'];

/** A job of four writes whose server is killed when the second was answered. */
async function cutJob() {
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
  const server = await startServer({ args: ['--tags', 'all'], environment, answerQuestion: typeAsAsked });
  onWrite = () => writes.length === 2 && server.kill('SIGKILL');
  const given = { projects: PROJECTS, limit: '7777' };
  await server.call('set_spend_limits', given).catch(() => undefined);
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

  it('says what to do where there is none', async () => {
    const environment = { HOME: temporaryFolder() };
    expect((await runToEnd(['jobs', 'list'], environment)).stdout).toBe('No job was begun yet.\n');
    const shown = await runToEnd(['jobs', 'show', 'job_000000000000'], environment);
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain('jobs list shows those that are kept');
  });
});
