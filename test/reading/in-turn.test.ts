/** Reading many things within a time: the first of them whole, however many requests each takes. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { ApiRequest, Send } from '../../src/model/api-request.ts';
import { inTurn } from '../../src/reading/in-turn.ts';
import { OutOfTime, sharedTime } from '../../src/reading/shared-time.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const request: ApiRequest = {
  method: 'GET',
  path: '/organization/projects',
  query: '',
  key: { class: 'admin' },
  safe: true,
};

/** Answers after a second, unless it is ended before. */
const answering: Send = (_, signal) =>
  new Promise((resolve, reject) => {
    setTimeout(() => resolve({ status: 200, body: {} }), 1000);
    signal.addEventListener('abort', () => reject(new Error('over')));
    if (signal.aborted) reject(new Error('over'));
  });

test('results stand in the order of what was asked for, and none begins before a former one ends', async () => {
  const begun: number[] = [];
  const read = inTurn([40, 10, 30, 20, 5, 1], async (milliseconds) => {
    begun.push(milliseconds);
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return `${milliseconds} ms`;
  });
  expect(begun).toEqual([40, 10, 30, 20]);
  await vi.advanceTimersByTimeAsync(10);
  expect(begun).toEqual([40, 10, 30, 20, 5]);
  await vi.advanceTimersByTimeAsync(40);
  expect(await read).toEqual(['40 ms', '10 ms', '30 ms', '20 ms', '5 ms', '1 ms']);
});

test('where the time ends, those before are whole, though each takes three requests', async () => {
  const shared = sharedTime(answering, new AbortController().signal, 20_000, () => undefined);
  const read = inTurn(
    Array.from({ length: 100 }, (_, index) => index),
    async () => {
      try {
        for (let page = 0; page < 3; page += 1) await shared.send(request);
        return 'whole';
      } catch (error) {
        if (error instanceof OutOfTime) return 'late';
        throw error;
      }
    },
  );
  await vi.advanceTimersByTimeAsync(25_000);
  const results = await read;
  shared.end();
  // 20 s have room for 80 requests of a second, four at once.
  expect(results.indexOf('late')).toBeGreaterThanOrEqual(24);
});
