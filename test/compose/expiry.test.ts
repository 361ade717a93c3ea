import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { expiryAt, onExpiry } from '../../src/compose/expiry.ts';

const START = Date.parse('2026-11-22T12:00:00Z');
const HOUR = 3_600_000;

/** Two clocks that tests move: one that people set, one that only counts. */
function clocks() {
  const state = { wall: START, counted: 5000 };
  return { state, now: () => state.wall, monotonic: () => state.counted };
}

describe('expiryAt', () => {
  test('is over when the moment comes, and not before', () => {
    const clock = clocks();
    const expiry = expiryAt(START + HOUR, '--expires-at', clock);
    expect(expiry.reason).toContain('Access ended at 2026-11-22T13:00:00.000Z (--expires-at). ');
    clock.state.wall += HOUR - 1;
    clock.state.counted += HOUR - 1;
    expect([expiry.isOver(), expiry.remaining()]).toEqual([false, 1]);
    clock.state.wall += 1;
    clock.state.counted += 1;
    expect([expiry.isOver(), expiry.remaining()]).toEqual([true, 0]);
  });

  test('setting the clock back gives no more time', () => {
    const clock = clocks();
    const expiry = expiryAt(START + HOUR, '--expires-at', clock);
    clock.state.wall -= 10 * HOUR;
    clock.state.counted += HOUR;
    expect(expiry.isOver()).toBe(true);
  });

  test('a machine that slept, so that the counting clock stood still, gives no more time', () => {
    const clock = clocks();
    const expiry = expiryAt(START + HOUR, '--expires-at', clock);
    clock.state.wall += HOUR;
    expect(expiry.isOver()).toBe(true);
  });

  test('a moment in the past is over at once', () => {
    expect(expiryAt(START - 1, '--expires-at', clocks()).isOver()).toBe(true);
  });
});

test.each([
  ['--expires-in', /by restarting this server in the client/],
  ['OPENAI_ADMIN_MCP_EXPIRES_IN', /by restarting this server in the client/],
  ['--expires-at', /by writing a later --expires-at into the client's configuration and restarting/],
  ['OPENAI_ADMIN_MCP_EXPIRES_AT', /by writing a later OPENAI_ADMIN_MCP_EXPIRES_AT into the client's/],
])('the reason says how a person gives new access after %s', (by, words) => {
  expect(expiryAt(START, by, clocks()).reason).toMatch(words);
});

describe('onExpiry', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: START });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** Both clocks go with the timers. */
  const timed = (milliseconds: number) =>
    expiryAt(START + milliseconds, '--expires-in', {
      now: () => Date.now(),
      monotonic: () => Date.now() - START,
    });

  test.each([1, 30_000, HOUR, 30 * 24 * HOUR])('calls once, after %d ms', (milliseconds) => {
    let calls = 0;
    onExpiry(timed(milliseconds), () => {
      calls += 1;
    });
    vi.advanceTimersByTime(milliseconds - 1);
    expect(calls).toBe(0);
    vi.advanceTimersByTime(2);
    expect(calls).toBe(1);
    vi.advanceTimersByTime(2 * HOUR);
    expect(calls).toBe(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('looks again at least every minute, so that a slept-through end is noticed', () => {
    let calls = 0;
    onExpiry(timed(24 * HOUR), () => {
      calls += 1;
    });
    vi.setSystemTime(START + 25 * HOUR);
    vi.advanceTimersByTime(60_001);
    expect(calls).toBe(1);
  });
});
