/** A long job: how far it is, where it pauses, and that whatever stops it in the middle is told and goes on later. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { startTime } from '../../sandbox/running-sandbox.ts';
import { MUTE } from '../guard-setting.ts';
import { sandboxSetting } from '../sandbox-setting.ts';
import { HOUR, JOB, numbers, RAISED, raised } from './raised-limits.ts';
import { tooMany } from './thousand-projects.ts';

/** Does something at the write of this number, from 1, before it is sent. */
function at(number: number, act: (send: () => ReturnType<Send>) => ReturnType<Send>) {
  let writes = 0;
  return (direct: Send): Send =>
    async (request, signal) => {
      if (request.method === 'GET') return direct(request, signal);
      writes += 1;
      return writes === number ? act(() => direct(request, signal)) : direct(request, signal);
    };
}

describe('a job', () => {
  it('waits where OpenAI takes no more for a moment, and counts the step as one write', async () => {
    const around = at(2, () => Promise.reject(tooMany(0.05)));
    const setting = await sandboxSetting({ mode: 'off', maxWrites: 4, around });
    const before = await numbers(setting);
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
    expect(setting.writes()).toHaveLength(5);
  });

  it('stops where OpenAI takes no more for long, and goes on when it is called again', async () => {
    const setting = await sandboxSetting({ mode: 'off', around: at(2, () => Promise.reject(tooMany(11))) });
    const before = await numbers(setting);
    const { value } = await setting.call(JOB, RAISED);
    expect(value).toMatchObject({ is_done: false, stopped: expect.stringContaining('no more') });
    expect(value.done).toHaveLength(1);
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(await numbers(setting)).toEqual(raised(before));
  });

  it('ends a call after its time with what is left, and the next one goes on', async () => {
    const clock = { now: startTime };
    const around = at(2, (send) => {
      clock.now += 41_000;
      return send();
    });
    const setting = await sandboxSetting({ mode: 'off', clock, around });
    const { value } = await setting.call(JOB, RAISED);
    expect(value).toMatchObject({ is_done: false, stopped: expect.stringContaining('40 s') });
    expect(setting.writes()).toHaveLength(2);
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(4);
  });

  it('ends between two steps when it is cancelled, and goes on later', async () => {
    const stop = new AbortController();
    const around = at(2, async (send) => {
      const answer = await send();
      stop.abort();
      return answer;
    });
    const setting = await sandboxSetting({ mode: 'off', around });
    const { value } = await setting.call(JOB, RAISED, MUTE, stop.signal);
    expect(value).toMatchObject({ is_done: false });
    expect(setting.writes()).toHaveLength(2);
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(4);
  });

  it('tells how far it is in numbers that only rise', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    const told: number[] = [];
    await setting.call(
      JOB,
      { ...RAISED, projects: ['Voice-*', 'Mobile-App'] },
      {
        ...MUTE,
        onProgress: (count) => told.push(count),
      },
    );
    expect(told.length).toBeGreaterThan(4);
    expect(told).toEqual(told.map((_, index) => index + 1));
  });

  it('stops where another server uses up the hour, and goes on an hour later', async () => {
    const other = { take: async (): Promise<unknown> => undefined };
    const around = at(2, async (send) => {
      await other.take();
      return send();
    });
    const setting = await sandboxSetting({ mode: 'off', maxWrites: 4, around });
    const { home, clock, direct } = setting;
    const second = await sandboxSetting({ mode: 'off', maxWrites: 4, home, clock, around: () => direct });
    other.take = () => second.call('create_project', { name: 'Another' });
    const { value } = await setting.call(JOB, RAISED);
    expect(value).toMatchObject({ is_done: false, stopped: expect.stringContaining('--max-writes') });
    clock.now += HOUR + 1;
    expect((await setting.call(JOB, RAISED)).value).toMatchObject({ is_done: true });
  });

  it('sends nothing where its record cannot be kept', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    mkdirSync(join(setting.home, 'state'), { recursive: true, mode: 0o700 });
    writeFileSync(join(setting.home, 'state', 'jobs'), '');
    const { error } = await setting.call(JOB, RAISED);
    expect(error).toMatchObject({ message: expect.stringMatching(/a file stands where a folder belongs/) });
    expect(setting.writes()).toEqual([]);
  });

  it('stops before the key where there is no place for it, and goes on when there is', async () => {
    const setting = await sandboxSetting({ mode: 'off' });
    const place = join(setting.home, 'secrets');
    writeFileSync(place, '');
    const given = { name: 'No-Place', service_account: 'ci', spend_limit_usd: 5 };
    const { value } = await setting.call('onboard_project', given);
    expect(value).toMatchObject({ is_done: false, not_done: [expect.stringContaining('Service account')] });
    expect(setting.writes().map(({ tool }) => tool)).toEqual([
      'create_project',
      'update_project_spend_limit',
    ]);
    rmSync(place);
    expect((await setting.call('onboard_project', given)).value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(3);
  });

  it.each([
    {},
    { projects: 'Voice-Agent', limits: 5 },
    { projects: [1], limits: [{}] },
    { projects: ['Voice-Agent'], limits: [{ requests_per_minute: 'many' }] },
    { projects: ['Voice-Agent'], limits: [{ requests_per_minute: { $gt: 1 } }] },
    { projects: ['No-Such-*'], limits: [{ requests_per_minute: '5' }] },
    { projects: [{ madeBy: 0, member: 'id' }], limits: [{ requests_per_minute: '5' }] },
  ])('refuses arguments of another kind: %j', async (given) => {
    const setting = await sandboxSetting({ mode: 'off' });
    const { error } = await setting.call(JOB, given);
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
    expect(setting.writes()).toEqual([]);
    expect(setting.unforeseen).toEqual([]);
  });
});
