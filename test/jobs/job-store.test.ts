/** How long jobs are kept. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createJobStore, type NewJob } from '../../src/jobs/job-store.ts';
import { openStateFolder } from '../../src/state/state-folder.ts';
import { LOCKER } from '../runtime.ts';

const DAY = 24 * 3_600_000;

const jobOf = (letter: string): NewJob => ({
  tool: 'set_project_rate_limits',
  key: letter.repeat(64),
  arguments: {},
  profile: 'default',
  origin: { processId: 1, sandbox: false },
  what: 'Set rate limits',
  notes: [],
  steps: [],
  limits: { filters: [], approval: 'off', ask: 'auto', policies: [], auditTo: [] },
  decision: 'allowed',
});

function open() {
  const folder = mkdtempSync(join(tmpdir(), 'jobs-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const clock = { now: Date.parse('2026-11-30T12:00:00Z') };
  const state = openStateFolder({ path: join(folder, 'state'), locker: LOCKER, clean: (text) => text });
  return { clock, jobs: createJobStore(state, () => clock.now) };
}

test('a job is there for 90 days, and then forgotten when the next one begins', async () => {
  const { clock, jobs } = open();
  const first = await jobs.begin(jobOf('a'));
  clock.now += 89 * DAY;
  await jobs.begin(jobOf('b'));
  expect((await jobs.all()).map(({ id }) => id)).toContain(first.id);
  clock.now += 2 * DAY;
  await jobs.begin(jobOf('c'));
  expect((await jobs.all()).map(({ key }) => key[0])).toEqual(['c', 'b']);
  expect(await jobs.latest('a'.repeat(64))).toBeUndefined();
});

test('of two jobs of one call that begin in one millisecond, or by a clock set back, the later is the younger', async () => {
  const { clock, jobs } = open();
  const begun: string[] = [];
  for (let count = 0; count < 20; count += 1) {
    if (count === 10) clock.now -= 1000;
    const { id, key } = await jobs.begin(jobOf('a'));
    begun.unshift(id);
    expect((await jobs.latest(key))?.id).toBe(id);
  }
  expect((await jobs.all()).map(({ id }) => id)).toEqual(begun);
});
