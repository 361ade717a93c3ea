import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createWriteBudget } from '../../src/state/write-budget.ts';
import { NOON, throwAwayState } from '../audit/state-folder.ts';

const MINUTE = 60_000;

function budget() {
  const state = throwAwayState();
  const clock = { time: NOON };
  return { state, clock, take: createWriteBudget(state, () => clock.time).take };
}

describe('the budget', () => {
  test('counts down, refuses, and says when there is one again', async () => {
    const { clock, take } = budget();
    expect(await take('default', 2)).toEqual({ left: 1 });
    clock.time += 10 * MINUTE;
    expect(await take('default', 2)).toEqual({ left: 0 });
    clock.time += 10 * MINUTE;
    expect(await take('default', 2)).toEqual({ retryAfterSeconds: 40 * 60 });
    clock.time += 40 * MINUTE - 1;
    expect(await take('default', 2)).toEqual({ retryAfterSeconds: 1 });
    clock.time += 1;
    expect(await take('default', 2)).toEqual({ left: 0 });
    expect(await take('default', 2)).toEqual({ retryAfterSeconds: 10 * 60 });
  });

  test('is each profile its own, and of the strictest who asks', async () => {
    const { take } = budget();
    for (let number = 0; number < 5; number += 1) await take('default', 9);
    expect(await take('default', 3)).toEqual({ retryAfterSeconds: 3600 });
    expect(await take('__proto__', 1)).toEqual({ left: 0 });
    expect(await take('__proto__', 1)).toEqual({ retryAfterSeconds: 3600 });
    expect(await take('default', 9)).toEqual({ left: 3 });
    expect(await take('other', 0)).toEqual({ retryAfterSeconds: 3600 });
  });

  test('a clock that is put back gives nothing, and costs an hour at most', async () => {
    const { clock, take } = budget();
    await take('default', 1);
    clock.time -= 48 * 60 * MINUTE;
    expect(await take('default', 1)).toEqual({ retryAfterSeconds: 3600 });
    clock.time += 60 * MINUTE;
    expect(await take('default', 1)).toEqual({ left: 0 });
  });

  test('is never exceeded in any 60 minutes, whoever asks and whenever', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 30 * MINUTE }), { minLength: 1, maxLength: 25 }),
        fc.integer({ min: 1, max: 5 }),
        async (pauses, most) => {
          const { clock, take } = budget();
          const times: number[] = [];
          for (const pause of pauses) {
            clock.time += pause;
            if ('left' in (await take('default', most))) times.push(clock.time);
          }
          times.forEach((time, index) => {
            const until = times.slice(index).filter((later) => later < time + 60 * MINUTE);
            expect(until.length).toBeLessThanOrEqual(most);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  test('taken at once in one process is exact', async () => {
    const { take } = budget();
    const takings = await Promise.all(Array.from({ length: 30 }, () => take('default', 10)));
    expect(takings.filter((taking) => 'left' in taking)).toHaveLength(10);
  });
});

describe('a count that cannot be had allows nothing', () => {
  test.each(['', '{', '[1]', '{"default":1}', '{"default":["x"]}', '{"default":[null]}', 'null'])(
    'damaged: %j',
    async (text) => {
      const { state, take } = budget();
      writeFileSync(state.file('writes.json'), text);
      await expect(take('default', 5)).rejects.toMatchObject({
        name: 'WriteBudgetUnusable',
        message: `The count of the last hour's writes, ${join(state.path, 'writes.json')}, is damaged, so no write can be sent. Delete the file to count anew.`,
      });
    },
  );

  test('a file where the folder belongs', async () => {
    const { state, take } = budget();
    writeFileSync(state.path, '');
    await expect(take('default', 5)).rejects.toMatchObject({
      name: 'WriteBudgetUnusable',
      message: expect.stringContaining('then try again'),
    });
  });
});
