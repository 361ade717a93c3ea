/** `report NAME` against the sandbox. */
import { expect, test } from 'vitest';
import { startTime } from '../../sandbox/running-sandbox.ts';
import { startInProcess } from '../in-process.ts';
import { openShell } from './terminal-run.ts';

test('a report with its options is the report of the tool with these arguments', async () => {
  const shell = await openShell();
  const { sandbox } = shell;
  const server = await startInProcess({
    now: () => startTime,
    environment: { OPENAI_BASE_URL: sandbox.url, OPENAI_ADMIN_KEY: sandbox.adminKey },
  });
  for (const [words, tool, given] of [
    [['costs'], 'report_costs', {}],
    [
      ['costs', '--period', 'last_month', '--by', 'project,model', '--top', '3', '--compare'],
      'report_costs',
      { period: 'last_month', by: ['project', 'model'], top: 3, compare: true },
    ],
    [['usage', '--by', 'model', '--by', 'project'], 'report_usage', { by: ['model', 'project'] }],
    [['limits', '--projects', 'Marketing-Gen'], 'report_limits', { projects: ['Marketing-Gen'] }],
  ] as const) {
    const ran = await shell.run(['report', ...words]);
    expect(ran.code, ran.stderr).toBe(0);
    const { value } = await server.call(tool, given);
    expect(JSON.parse(ran.stdout)).toEqual(value);
  }
  await server.close();
});

test('without a name it says which reports there are', async () => {
  const shell = await openShell();
  const ran = await shell.run(['report']);
  expect(ran.code).toBe(0);
  const names = ran.stdout.match(/^\S+/gm);
  expect(names?.sort()).toEqual(['access', 'changes', 'costs', 'limits', 'usage', 'vector-stores']);
});

test.each([
  [['report', 'cost'], /Did you mean costs/],
  [['report', 'costs', '--perod', 'x'], /--period/],
  [['report', 'costs', '--period', 'soon'], /last_month/],
  [['report', 'costs', '--exit-code'], /unknown option/],
])('%j is wrong, and the way on is told', async (words, text) => {
  const shell = await openShell();
  const ran = await shell.run(words);
  expect(ran).toMatchObject({ code: 2, stdout: '' });
  expect(ran.stderr).toMatch(text);
});

test('with --exit-code it ends with 8 where something is to be done, and without it with 0', async () => {
  const shell = await openShell();
  expect((await shell.run(['report', 'access', '--exit-code'])).code).toBe(8);
  expect((await shell.run(['report', 'access'])).code).toBe(0);
});

test('a report that is not whole ends with 5', async () => {
  const shell = await openShell({
    failures: [
      { effect: { kind: 'status', status: 403, code: null }, pathPrefix: '/organization/admin_api_keys' },
    ],
  });
  const ran = await shell.run(['report', 'access', '--exit-code']);
  expect(JSON.parse(ran.stdout)).toMatchObject({ complete: false });
  expect(ran.code).toBe(5);
});
