/** One model's limit in a thousand projects: read with few requests, shown whole, told, stopped, and gone on with to the end. */
import { describe, expect, it } from 'vitest';
import { guardSetting, MUTE } from '../guard-setting.ts';
import { BUSY, COUNT, idOf, LIMIT, thousandProjects, tooMany } from './thousand-projects.ts';

const JOB = 'set_project_rate_limits';
const LOWERED = { projects: ['team-*'], limits: [{ models: 'gpt-4o', requests_per_minute: '-80%' }] };

/** One for each project's limits, ten a list of the projects, and for fifty projects at once one of each kind of usage. */
const MOST_READS = COUNT + 2 * 10 + 20 * 10;

describe('a limit lowered in a thousand projects', () => {
  it('is judged by few reads, at most four of them at once, each told, and shown whole with the grave one first', async () => {
    const { send, seen } = thousandProjects();
    const setting = guardSetting({ send });
    const told: number[] = [];
    const caller = { ...MUTE, onProgress: (count: number) => told.push(count) };
    expect((await setting.call(JOB, LOWERED, caller)).value).toMatchObject({ needs_approval: true });
    expect(seen.reads).toBeLessThan(MOST_READS);
    expect(seen.mostInFlight).toBeLessThanOrEqual(4);
    expect(told).toEqual(told.map((_, index) => index + 1));
    expect(told.length).toBeGreaterThan(COUNT);

    const [plan] = await setting.plans.pending();
    const { changes = [], because = '' } = plan?.summary ?? {};
    expect(because).toContain('less than the project used of late (5000)');
    expect(changes[0]).toContain(BUSY.id);
    expect(changes).toHaveLength(COUNT);
    for (let number = 0; number < COUNT; number += 1) {
      expect(changes.filter((line) => line.includes(`(${idOf(number)})`))).toHaveLength(1);
    }
    expect(seen.writes).toEqual([]);
  }, 120_000);

  it('is cancelled, waits, stops and goes on to the end by the same call, nothing twice and with one approval', async () => {
    const { send, seen, on, limits } = thousandProjects();
    const setting = guardSetting({ send });
    await setting.call(JOB, LOWERED);
    expect(await setting.approveAll()).toBe(1);

    const stop = new AbortController();
    on.write = (number) => {
      if (number === 300) stop.abort();
      if (number === 600) throw tooMany(0.01);
      if (number === 801) throw tooMany(3_600);
    };
    const told: number[] = [];
    const first = await setting.call(
      JOB,
      LOWERED,
      { ...MUTE, onProgress: (count) => told.push(count) },
      stop.signal,
    );
    expect(first.value).toMatchObject({ is_done: false, stopped: expect.stringContaining('taken back') });
    expect(seen.writes).toHaveLength(300);
    expect(told.length).toBeGreaterThanOrEqual(300);
    expect(told).toEqual(told.map((_, index) => index + 1));

    const second = await setting.call(JOB, LOWERED);
    expect(second.value).toMatchObject({ is_done: false, stopped: expect.stringContaining('no more') });
    expect(second.value.next).toMatch(/repeat this call unchanged/i);
    expect(seen.writes).toHaveLength(799);

    const third = await setting.call(JOB, LOWERED);
    expect(third.value).toMatchObject({ is_done: true });
    expect(seen.writes).toHaveLength(COUNT);
    expect(new Set(seen.writes).size).toBe(COUNT);
    expect([...limits.values()].every((limit) => limit === LIMIT / 5)).toBe(true);
    expect(await setting.plans.pending()).toEqual([]);
    expect(setting.unforeseen).toEqual([]);
  }, 240_000);
});
