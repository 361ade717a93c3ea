/** `call`, `find` and `tools` against the sandbox, in a pipe and at a terminal. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startTime } from '../../sandbox/running-sandbox.ts';
import { startInProcess } from '../in-process.ts';
import { openShell, type Shell } from './terminal-run.ts';

/** The ID of a thing of the sandbox that bears this name. */
async function projectNamed(shell: Shell, name: string): Promise<string> {
  const { stdout } = await shell.run(['find', name]);
  const { columns, rows } = JSON.parse(stdout) as { columns: string[]; rows: string[][] };
  const row = rows.find((one) => one[columns.indexOf('kind')] === 'project') ?? [];
  return row[columns.indexOf('id')] ?? '';
}

describe('a read', () => {
  test('answers in a pipe as the same tool answers a client', async () => {
    const shell = await openShell();
    const { sandbox } = shell;
    const server = await startInProcess({
      now: () => startTime,
      flags: { tags: 'all' },
      environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey },
    });
    for (const [tool, args, given] of [
      ['list_projects', ['--arg', 'limit=3'], { limit: 3 }],
      ['list_projects', ['--json', '{"limit":2}'], { limit: 2 }],
      ['report_access', ['--arg', 'top=4'], { top: 4 }],
    ] as const) {
      const ran = await shell.run(['call', tool, ...args]);
      expect(ran.code, ran.stderr).toBe(0);
      expect(JSON.parse(ran.stdout)).toEqual((await server.call(tool, given)).value);
    }
    await server.close();
  });

  test('takes its arguments from stdin', async () => {
    const shell = await openShell();
    const ran = await shell.run(['call', 'list_projects', '--json', '-'], { input: '{"limit":1}' });
    expect(JSON.parse(ran.stdout).rows).toHaveLength(1);
  });

  test('reads all pages of a list into one table, every row once', async () => {
    const shell = await openShell();
    const ran = await shell.run(['call', 'list_users', '--all-pages', '--arg', 'limit=7', '--output', 'csv']);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    const ids = ran.stdout.match(/^user-\w+/gm) ?? [];
    expect(ids).toHaveLength(40);
    expect(new Set(ids).size).toBe(40);
  });

  test('shows nothing of a list that cannot be read to its end', async () => {
    const shell = await openShell({ rateLimitPerMinute: 2 });
    const ran = await shell.run(['call', 'list_users', '--all-pages', '--arg', 'limit=7']);
    expect(ran).toMatchObject({ code: 6, stdout: '' });
  });

  test('says in a pipe how to see the rest, and not in the words for a model', async () => {
    const shell = await openShell();
    const ran = await shell.run(['call', 'list_projects', '--arg', 'limit=2', '--output', 'table']);
    expect(ran.stderr).toMatch(/^More follows: --all-pages, or --arg cursor=proj_\w+\n$/);
    expect(ran.stdout).not.toContain('next_cursor');
  });
});

describe('a mistake ends with its code and the way on', () => {
  test.each([
    [['call', 'list_projekts'], 2, /did you mean list_projects/],
    [['call', 'list_projects', '--arg', 'limt=2'], 2, /did you mean limit/],
    [['call', 'list_projects', '--arg', 'limit'], 2, /name=value/],
    [['call', 'list_projects', '--json', '[1]'], 2, /one JSON object/],
    [['call', 'list_projects', '--json', '{}', '--arg', 'limit=2'], 2, /not both/],
    [['call', 'get_project', '--arg', 'project_id=proj_000000000000000000000000'], 5, /./],
    [['call', 'create_project', '--arg', 'name=X', '--read-only'], 4, /read-only/],
    [['call', 'list_models', '--output', 'csv'], 4, /project key/],
  ])('%j: %i', async (words, code, text) => {
    const shell = await openShell();
    const ran = await shell.run(words);
    expect(ran).toMatchObject({ code, stdout: '' });
    expect(ran.stderr).toMatch(text);
    expect(shell.writes).toEqual([]);
  });

  test.each([
    [400, 5],
    [401, 3],
    [403, 5],
    [404, 5],
    [500, 6],
  ])('%i of OpenAI ends with %i', async (status, code) => {
    const shell = await openShell({ failures: [{ effect: { kind: 'status', status, code: null } }] });
    expect(await shell.run(['call', 'list_projects'])).toMatchObject({ code, stdout: '' });
  });

  test('without a key it is 3, and where nobody answers 6', async () => {
    const shell = await openShell();
    const environment = { OPENAI_ADMIN_KEY: '' };
    expect((await shell.run(['call', 'list_projects'], { environment })).code).toBe(3);
    const away = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1' };
    expect((await shell.run(['call', 'list_projects'], { environment: away })).code).toBe(6);
  });
});

describe('a write that a person has to approve', () => {
  async function archive(options?: Parameters<Shell['run']>[1], ...more: string[]) {
    const shell = await openShell();
    const id = await projectNamed(shell, 'Image-Studio');
    const ran = await shell.run(['call', 'archive_project', '--arg', `project_id=${id}`, ...more], options);
    return { shell, id, ran };
  }

  test('is shown in the terminal, and done when its name is typed', async () => {
    const { shell, id, ran } = await archive({ typed: 'Image-Studio' });
    expect(ran.stderr).toContain('Archive project: "Image-Studio"');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/status +archived/);
    expect(shell.writes).toEqual([expect.stringContaining(`${id}/archive`)]);
  });

  test('is not done when something else is typed', async () => {
    const { shell, ran } = await archive({ typed: 'yes' });
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(shell.writes).toEqual([]);
  });

  test('waits in a script, and runs there once it was approved', async () => {
    const { shell, id, ran } = await archive();
    expect(ran).toMatchObject({ code: 4, stdout: '' });
    expect(ran.stderr).toMatch(/approve plan_\w+/);
    expect(shell.writes).toEqual([]);
    expect((await shell.run(['approve'], { typed: 'Image-Studio' })).code).toBe(0);
    const again = await shell.run(['call', 'archive_project', '--arg', `project_id=${id}`]);
    expect(again.code, again.stderr).toBe(0);
    expect(shell.writes).toHaveLength(1);
  });

  test("waits in an assistant's shell, although that is a terminal", async () => {
    const { shell, ran } = await archive({ typed: 'Image-Studio', environment: { CLAUDECODE: '1' } });
    expect(ran.code).toBe(4);
    expect(shell.writes).toEqual([]);
  });

  test('no option says yes', async () => {
    const { shell, ran } = await archive(undefined, '--yes');
    expect(ran.code).toBe(2);
    expect(shell.writes).toEqual([]);
  });

  test('runs in a script where a policy approves it beforehand', async () => {
    const policy = join(mkdtempSync(join(tmpdir(), 'policy-')), 'policy.yaml');
    writeFileSync(policy, 'allow:\n  - tools: [archive_project]\n');
    const { shell, ran } = await archive(undefined, '--policy', policy);
    expect(ran.code, ran.stderr).toBe(0);
    expect(shell.writes).toHaveLength(1);
  });

  test('is on record as a call of the command line', async () => {
    const { shell } = await archive({ typed: 'Image-Studio' });
    const { stdout } = await shell.run(['audit', 'tail', '--json']);
    expect(stdout).toContain('"client":"command line"');
  });
});

test('find shows what bears a name', async () => {
  const shell = await openShell();
  const ran = await shell.run(['find', 'Image-Studio', '--output', 'table']);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/project +Image-Studio +proj_\w+/);
});
