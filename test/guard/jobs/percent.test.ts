/** A change in percent is made once, and an approved job goes on for a day. */
import { describe, expect, it } from 'vitest';
import { sandboxSetting } from '../sandbox-setting.ts';
import { callApproving } from './approved-job.ts';
import { failingAt, HOUR, JOB, numbers, RAISED, raised } from './raised-limits.ts';

describe('a job that changes by percent', () => {
  it('raises by percent once, however often it is called within a day', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    const before = await numbers(setting);
    for (let call = 0; call < 3; call += 1) {
      expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
      setting.clock.now += HOUR;
    }
    expect(await numbers(setting)).toEqual(raised(before));
    expect(setting.writes()).toHaveLength(4);
  });

  it('raises once by a pattern too, when another project fits it by then', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    const call = () => setting.call(JOB, { ...RAISED, projects: ['*-Agent', 'Mobile-App'] });
    const before = await numbers(setting);
    expect((await call()).value).toMatchObject({ is_done: true });
    await setting.call('create_project', { name: 'Late-Agent' });
    expect((await call()).value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
  });

  it('takes percent of another project once, when it opens one like it and is called again', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    const call = () =>
      setting.call('onboard_project', {
        name: 'Like-Voice',
        like: 'Voice-Agent',
        rate_limits: [{ models: 'gpt-4o', requests_per_minute: '-50%' }],
      });
    expect((await call()).value).toMatchObject({ is_done: true });
    const writes = setting.writes().length;
    expect((await call()).value).toMatchObject({ is_done: true, done: [] });
    expect(setting.writes()).toHaveLength(writes);
  });

  it('shows what is left as a new picture when the approval is a day old, and raises nothing twice', async () => {
    const setting = await sandboxSetting({ around: failingAt(3) });
    const before = await numbers(setting);
    expect((await callApproving(setting, JOB, RAISED)).answer.value).toMatchObject({ is_done: false });
    setting.clock.now += 25 * HOUR;
    const next = await callApproving(setting, JOB, RAISED);
    expect(next.forms).toHaveLength(1);
    expect(next.forms[0]).toContain('2 writes');
    expect(next.answer.value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
    setting.clock.now += HOUR;
    const last = await callApproving(setting, JOB, RAISED);
    expect(last).toMatchObject({ forms: [], answer: { value: { is_done: true } } });
    expect(await numbers(setting)).toEqual(raised(before));
  });

  it('goes on within a day although the plan would have run out long ago', async () => {
    const setting = await sandboxSetting({ approvalLasts: 60_000, around: failingAt(2) });
    await callApproving(setting, JOB, RAISED);
    setting.clock.now += 23 * HOUR;
    expect(await callApproving(setting, JOB, RAISED)).toMatchObject({
      forms: [],
      answer: { value: { is_done: true } },
    });
  });
});
