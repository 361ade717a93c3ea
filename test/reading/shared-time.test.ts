/** Many requests for one answer: how many at once, how long a busy OpenAI is waited for, and the end of the time. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ApiRequest, Send } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { OutOfTime, sharedTime } from '../../src/reading/shared-time.ts';

const REQUEST: ApiRequest = {
  method: 'GET',
  path: '/organization/costs',
  query: '',
  key: { class: 'admin' },
  safe: true,
};
const NEVER = new AbortController().signal;
const LONG = 60_000;
const ANSWER = { status: 200, body: {} };

const busy = (retry_after_seconds?: number) =>
  new ApiError({
    kind: 'rate_limited',
    outcome: 'rejected',
    message: 'Busy.',
    retryable: true,
    ...(retry_after_seconds !== undefined && { rateLimit: { retry_after_seconds } }),
  });

/** Refuses the first calls with these errors, then answers. */
const refusing = (errors: Error[]): Send => {
  const left = [...errors];
  return async (_, signal) => {
    if (signal.aborted) throw new Error('ended');
    const error = left.shift();
    if (error !== undefined) throw error;
    return ANSWER;
  };
};

/** Never answers, and says that when it is ended. */
const untilEnded =
  (message: string): Send =>
  (_, signal) =>
    new Promise((_, reject) => {
      if (signal.aborted) reject(new Error(message));
      signal.addEventListener('abort', () => reject(new Error(message)));
    });

test('four requests are under way at most, and all are answered and counted', async () => {
  let now = 0;
  let most = 0;
  const counts: number[] = [];
  const shared = sharedTime(
    async () => {
      now += 1;
      most = Math.max(most, now);
      await delay(5);
      now -= 1;
      return ANSWER;
    },
    NEVER,
    LONG,
    (answered) => counts.push(answered),
  );
  await Promise.all(Array.from({ length: 15 }, () => shared.send(REQUEST)));
  expect(most).toBe(4);
  expect(counts).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
  shared.end();
});

test('one that fails gives its turn to the next', async () => {
  const shared = sharedTime(
    refusing(Array.from({ length: 8 }, () => new Error('broken'))),
    NEVER,
    LONG,
    () => {},
  );
  const results = await Promise.allSettled(Array.from({ length: 9 }, () => shared.send(REQUEST)));
  expect(results.map(({ status }) => status)).toEqual([...Array(8).fill('rejected'), 'fulfilled']);
  shared.end();
});

describe('a busy OpenAI', () => {
  test('is waited for as long as it says, by all together', async () => {
    const shared = sharedTime(refusing([busy(1), busy(1)]), NEVER, LONG, () => {});
    const start = performance.now();
    await Promise.all([shared.send(REQUEST), shared.send(REQUEST), shared.send(REQUEST)]);
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    shared.end();
  });

  test('is not waited for longer than 10 s in all', async () => {
    const shared = sharedTime(refusing([busy(1), busy(9.5), busy(1)]), NEVER, LONG, () => {});
    const start = performance.now();
    // 1 s is waited, 9.5 s would be too much together.
    await expect(shared.send(REQUEST)).rejects.toThrow('Busy.');
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    await expect(shared.send(REQUEST)).resolves.toEqual(ANSWER);
    shared.end();
  });

  test('is asked again after a second where it does not say', async () => {
    const shared = sharedTime(refusing([busy()]), NEVER, LONG, () => {});
    const start = performance.now();
    await shared.send(REQUEST);
    expect(performance.now() - start).toBeGreaterThanOrEqual(990);
    shared.end();
  });

  test('is no reason to outlast the time', async () => {
    const shared = sharedTime(refusing([busy(9)]), NEVER, 100, () => {});
    await expect(shared.send(REQUEST)).rejects.toBeInstanceOf(OutOfTime);
  });
});

test('the end of the time ends the request under way, and those that wait', async () => {
  const shared = sharedTime(untilEnded('ended'), NEVER, 100, () => {});
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => shared.send(REQUEST)));
  for (const result of results) expect(result).toMatchObject({ reason: expect.any(OutOfTime) });
});

test("the caller's end is told as such", async () => {
  const caller = new AbortController();
  const shared = sharedTime(untilEnded('cancelled'), caller.signal, LONG, () => {});
  const sending = shared.send(REQUEST);
  caller.abort();
  await expect(sending).rejects.toThrow('cancelled');
  shared.end();
});
