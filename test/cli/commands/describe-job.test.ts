/** What a terminal says of a job that cannot go on, and of each state of a step. */
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { describeJob, jobRow, whyOver } from '../../../src/cli/commands/describe-job.ts';
import type { KeptJob, StepState } from '../../../src/jobs/job-record.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z');
const HOUR = 3_600_000;
/** Of a process that has ended. */
const ENDED = spawnSync(process.execPath, ['-e', '']).pid;

const job = (states: StepState[], more: Partial<KeptJob> = {}): KeptJob => ({
  id: 'job_0123456789ab',
  tool: 'set_spend_limits',
  key: 'k',
  arguments: {},
  profile: 'default',
  origin: { processId: process.pid, sandbox: false },
  what: 'Set spend limits: 2 projects',
  notes: ['One is archived.'],
  steps: states.map((_, at) => ({
    method: 'update',
    path: '/a',
    given: {},
    about: `Thing ${at}`,
    change: 'to 5',
  })),
  decision: 'approved',
  approvedBy: 'the user of a client',
  limits: { filters: [], approval: 'irreversible', ask: 'auto', policies: [], auditTo: [] },
  begunAt: NOW - HOUR,
  until: NOW + 23 * HOUR,
  states,
  ...more,
});

const TODO: StepState = { kind: 'waiting' };
const DONE: StepState = { kind: 'done' };

test.each([
  ['one that goes on', job([DONE, TODO]), 'goes on until 2026-11-29 11:00', undefined],
  ['one that is done', job([DONE, DONE]), 'finished', 'is done'],
  [
    'one whose thing somebody else changed',
    job([DONE, { kind: 'changed', why: 'it was' }]),
    'ended',
    'something else changed what it acts on',
  ],
  ['one that was approved a day ago', job([DONE, TODO], { until: NOW }), 'ended', 'make the call again'],
  [
    'one of a sandbox that ended with its server',
    job([TODO], { origin: { processId: ENDED, sandbox: true } }),
    'ended',
    'a sandbox that ended with its server',
  ],
  [
    'one of a sandbox inside a server that runs',
    job([TODO], { origin: { processId: process.pid, sandbox: true } }),
    'goes on until 2026-11-29 11:00',
    'repeat the call there',
  ],
])('%s', (_, one, state, over) => {
  expect(jobRow(one, NOW)[5]).toBe(state);
  if (over === undefined) expect(whyOver(one, NOW)).toBeUndefined();
  else expect(whyOver(one, NOW)).toContain(over);
});

test('what comes of a job is not told as what is not done', () => {
  const reach = ['Projects that they lose: "Search" (owner).'];
  expect(
    describeJob(job([DONE], { reach }), NOW)
      .split('\n')
      .slice(-3),
  ).toEqual([...reach, 'Not done: One is archived.', '']);
});

test('each step is told with its state, and who approved it all', () => {
  const states: StepState[] = [
    DONE,
    TODO,
    { kind: 'sending', since: NOW - HOUR },
    { kind: 'unknown', since: NOW, why: 'the answer was lost' },
    { kind: 'rejected', why: 'OpenAI said\u202e no' },
    { kind: 'skipped', why: 'there is none' },
  ];
  expect(describeJob(job(states), NOW).split('\n')).toEqual([
    'job_0123456789ab: Set spend limits: 2 projects',
    'set_spend_limits, profile default, begun 2026-11-28 11:00 UTC, approved by the user of a client',
    '2 of 6 done; goes on until 2026-11-29 11:00',
    '  1. done     Thing 0: to 5',
    '  2. not done Thing 1: to 5',
    '  3. unknown  Thing 2: to 5 (sent at 2026-11-28 11:00 UTC, and its end was not seen)',
    '  4. unknown  Thing 3: to 5 (the answer was lost)',
    '  5. refused  Thing 4: to 5 (OpenAI said\\u{202e} no)',
    '  6. left out Thing 5: to 5 (there is none)',
    'Not done: One is archived.',
    '',
  ]);
});

test('a step whose thing somebody else changed is told with what that was', () => {
  const text = describeJob(job([DONE, { kind: 'changed', why: 'it is another' }]), NOW);
  expect(text).toContain('1 of 2 done; ended\n');
  expect(text).toContain('  2. changed  Thing 1: to 5 (it is another)\n');
});

test('says by which call it is taken back, which a shell reads as it stands', () => {
  const given = { projects: ['proj_1'], limit: "it's" };
  const undo = [{ tool: 'set_spend_limits', arguments: given }];
  const shown = describeJob(job([DONE], { undo }), NOW);
  const [, json = ''] = /^To take it back: .* call set_spend_limits --json (.*)$/m.exec(shown) ?? [];
  const read = spawnSync('sh', ['-c', `printf %s ${json}`], { encoding: 'utf8' }).stdout;
  expect(JSON.parse(read)).toEqual(given);
});
