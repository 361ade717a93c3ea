/** `tools list`, `show` and `search`, which need no key. */
import { expect, test } from 'vitest';
import { startInProcess } from '../in-process.ts';
import { openShell } from './terminal-run.ts';

const NO_KEY = { environment: { OPENAI_ADMIN_KEY: '' } };

test.each([
  [[], {}],
  [['--read-only', '--tags', 'billing'], { 'read-only': 'true', tags: 'billing' }],
  [['--tools', 'list_*', '--exclude-tags', 'keys'], { tools: 'list_*', 'exclude-tags': 'keys' }],
])('list %j shows what a server with these options lists', async (words, flags) => {
  const shell = await openShell();
  const { sandbox } = shell;
  const server = await startInProcess({
    flags,
    environment: {
      OPENAI_BASE_URL: sandbox.url,
      OPENAI_ADMIN_KEY: sandbox.adminKey,
      OPENAI_API_KEY: sandbox.projectKey,
    },
  });
  const listed = (await server.list()).map(({ name }) => name);
  const ran = await shell.run(['tools', 'list', '--json', ...words], NO_KEY);
  const { items } = JSON.parse(ran.stdout) as { items: { name: string }[] };
  expect(items.map(({ name }) => name).sort()).toEqual(listed.sort());
  await server.close();
});

test('list --tokens adds up', async () => {
  const shell = await openShell();
  const ran = await shell.run(['tools', 'list', '--tokens', '--json'], NO_KEY);
  const { tokens, items } = JSON.parse(ran.stdout) as { tokens: number; items: { tokens: number }[] };
  expect(items.every((one) => one.tokens > 20)).toBe(true);
  expect(tokens).toBe(items.reduce((sum, one) => sum + one.tokens, 0));
});

test('show says what a tool takes, search finds it by what it does', async () => {
  const shell = await openShell();
  const shown = await shell.run(['tools', 'show', 'report_costs'], NO_KEY);
  expect(shown.stdout).toMatch(/^by +array/m);
  const found = await shell.run(['tools', 'search', 'who', 'deleted', 'a', 'key'], NO_KEY);
  expect(found.stdout).toContain('list_audit_logs');
  const wrong = await shell.run(['tools', 'show', 'report_cost'], NO_KEY);
  expect(wrong).toMatchObject({ code: 2, stdout: '' });
  expect(wrong.stderr).toContain('report_costs');
});

test('with --json it is the tool as a client gets it', async () => {
  const shell = await openShell();
  const shown = await shell.run(['tools', 'show', 'create_project', '--json'], NO_KEY);
  const { title, description } = JSON.parse(shown.stdout) as Record<string, string>;
  expect([title, description]).toEqual([
    expect.stringContaining('project'),
    expect.stringMatching(/project/),
  ]);
  const found = await shell.run(['tools', 'search', 'archive', 'a', 'project', '--json'], NO_KEY);
  expect(JSON.parse(found.stdout).items[0]).toMatchObject({ name: 'archive_project', kind: 'write' });
});
