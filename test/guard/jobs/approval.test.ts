/** A job is shown once, approved once, and carried out as it was seen. */
import { describe, expect, it } from 'vitest';
import { startTime } from '../../sandbox/running-sandbox.ts';
import { ASKING, typing, wordOf } from '../guard-setting.ts';
import { sandboxSetting } from '../sandbox-setting.ts';
import { callApproving, stepsOnRecord } from './approved-job.ts';
import {
  changeByHand,
  changedInTheMiddle,
  failingAt,
  JOB,
  numbers,
  RAISED,
  raised,
  STEP,
} from './raised-limits.ts';

describe('a job', () => {
  it('has an intent and an outcome for each step, under one ID', async () => {
    const setting = await sandboxSetting();
    const before = await numbers(setting);
    const { answer, forms } = await callApproving(setting, JOB, RAISED);
    expect(forms).toHaveLength(1);
    expect(answer.value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
    expect(stepsOnRecord(setting, answer.value.job)).toEqual(Array(4).fill(`${STEP} done`));
    const intents = setting
      .lines()
      .filter(({ job, decision }) => job !== undefined && decision !== undefined);
    expect(intents.every(({ decision, approved_by: by }) => decision === 'approved' && by)).toBe(true);
  });

  it('is not carried out by an approval that came too late', async () => {
    const setting = await sandboxSetting({ approvalLasts: 60_000 });
    const { ask } = await setting.call(JOB, RAISED, ASKING);
    setting.clock.now += 61_000;
    const { error } = await setting.call(JOB, RAISED, typing(wordOf(ask), ask));
    expect(error).toMatchObject({ kind: 'refused', message: expect.stringContaining('has run out') });
    expect(setting.writes()).toEqual([]);
  });

  it('is not carried out when it is declined or mistyped, nor by an answer that was used', async () => {
    const setting = await sandboxSetting();
    const { ask } = await setting.call(JOB, RAISED, ASKING);
    expect((await setting.call(JOB, RAISED, typing('yes', ask))).error).toMatchObject({ kind: 'refused' });
    expect((await setting.call(JOB, RAISED, typing(wordOf(ask), ask))).error).toMatchObject({
      kind: 'refused',
    });
    const second = (await setting.call(JOB, RAISED, ASKING)).ask;
    setting.clock.now += 5_000;
    const declining = { ...ASKING, answer: { action: 'decline' as const }, state: second?.state ?? '' };
    expect((await setting.call(JOB, RAISED, declining)).error).toMatchObject({
      message: expect.stringContaining('declined'),
    });
    expect(setting.writes()).toEqual([]);
    const third = (await setting.call(JOB, RAISED, ASKING)).ask;
    const answers = await Promise.all(
      [1, 2, 3].map(() => setting.call(JOB, RAISED, typing(wordOf(third), third))),
    );
    expect(answers.filter(({ value }) => value.is_done === true).length).toBeGreaterThan(0);
    expect(setting.writes()).toHaveLength(4);
  });

  it('waits for a terminal where the client shows no form, and is done by the same call', async () => {
    const setting = await sandboxSetting();
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ needs_approval: true });
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ needs_approval: true });
    expect(await setting.approveAll()).toBe(1);
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(4);
  });

  it('is done by what a person types in a window', async () => {
    const clock = { now: startTime };
    const setting = await sandboxSetting({
      clock,
      screen: async ({ label }) => {
        clock.now += 5_000;
        return { kind: 'typed', text: JSON.parse(/"(?:[^"\\\\]|\\\\.)*"/.exec(label)?.[0] ?? '""') };
      },
    });
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(4);
  });

  it('is void when something else changed what it acts on after it was shown', async () => {
    const setting = await sandboxSetting();
    const given = { ...RAISED, limits: [{ models: 'gpt-4o', requests_per_minute: '4321' }] };
    const { ask } = await setting.call(JOB, given, ASKING);
    await changeByHand(setting, 'Mobile-App');
    const { error } = await setting.call(JOB, given, typing(wordOf(ask), ask));
    expect(error).toMatchObject({ message: expect.stringContaining('changed after it was approved') });
    expect(setting.writes()).toEqual([]);
  });

  it('stops at a step whose thing was changed while it ran', async () => {
    const setting = await changedInTheMiddle();
    const given = { ...RAISED, limits: [{ models: 'gpt-4o', requests_per_minute: '4321' }] };
    const { answer } = await callApproving(setting, JOB, given);
    expect(answer.value).toMatchObject({ is_done: false, stopped: expect.stringContaining('was changed') });
    expect(setting.writes()).toHaveLength(1);
    expect(setting.record().at(-1)).toBe('refused');
  });

  it('that was begun without approval is shown once approval is needed', async () => {
    const first = await sandboxSetting({ mode: 'off', around: failingAt(2) });
    expect((await first.call(JOB, RAISED)).value).toMatchObject({ is_done: false });
    const { home, clock, direct } = first;
    const second = await sandboxSetting({ home, clock, around: () => direct });
    const { forms, answer } = await callApproving(second, JOB, RAISED);
    expect(forms).toHaveLength(1);
    expect(answer.value).toMatchObject({ is_done: true });
    expect([...first.writes(), ...second.writes()]).toHaveLength(5);
  });
});
