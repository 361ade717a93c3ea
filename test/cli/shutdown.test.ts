import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createShutdown, endOnSignals } from '../../src/cli/shutdown.ts';
import { processContext } from './process-context.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A shutdown, and the codes that the process ended with: one, as a process that has ended runs no further. */
function setting() {
  const codes: number[] = [];
  const shutdown = createShutdown((code) => {
    if (codes.length === 0) codes.push(code);
  });
  return { codes, shutdown };
}

/** Something to be done that a test ends, well or badly. */
function pending() {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((onDone, onFailed) => {
    resolve = onDone;
    reject = onFailed;
  });
  return { promise, resolve, reject };
}

describe('the end of the process', () => {
  test('comes when all that was to be done before is done', async () => {
    const { codes, shutdown } = setting();
    const [first, second] = [pending(), pending()];
    shutdown.before(() => first.promise);
    shutdown.before(() => second.promise);
    shutdown.end(143);
    first.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([]);
    second.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([143]);
  });

  test('begins nothing before it is asked for', async () => {
    const { codes, shutdown } = setting();
    let begun = 0;
    shutdown.before(async () => {
      begun += 1;
    });
    await vi.advanceTimersByTimeAsync(60_000);
    expect([begun, codes]).toEqual([0, []]);
  });

  test('comes once, with the code of whoever was first', async () => {
    const { codes, shutdown } = setting();
    let begun = 0;
    shutdown.before(async () => {
      begun += 1;
    });
    shutdown.end(0);
    shutdown.end(130);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([begun, codes]).toEqual([1, [0]]);
  });

  test('waits for the rest where one thing fails, and then comes all the same', async () => {
    const { codes, shutdown } = setting();
    const [failing, other] = [pending(), pending()];
    shutdown.before(() => failing.promise);
    shutdown.before(() => other.promise);
    shutdown.end(1);
    failing.reject(new Error('broken'));
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([]);
    other.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([1]);
  });

  test('does not wait longer than half a second', async () => {
    const { codes, shutdown } = setting();
    shutdown.before(() => pending().promise);
    shutdown.end(129);
    await vi.advanceTimersByTimeAsync(499);
    expect(codes).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(codes).toEqual([129]);
  });

  test('with nothing to be done comes at once', async () => {
    const { codes, shutdown } = setting();
    shutdown.end(0);
    await vi.advanceTimersByTimeAsync(0);
    expect(codes).toEqual([0]);
  });
});

test.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
  ['SIGALRM', 142],
] as const)('%s ends with %d, as shells tell it', async (signal, code) => {
  const handlers = new Map<string, () => void>();
  const { codes, shutdown } = setting();
  const { context } = processContext([], { host: { homeDirectory: '/nonexistent' } });
  endOnSignals({
    ...context,
    onSignal: (name, handler) => handlers.set(name, handler),
    shutdown,
  });
  handlers.get(signal)?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(codes).toEqual([code]);
});
