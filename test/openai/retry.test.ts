/** The retry table, row by row. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FailedAttempt, retryDelay } from '../../src/openai/retry.ts';

const base: FailedAttempt = {
  attempt: 1,
  fault: 'status',
  safe: true,
  status: 503,
  remainingMilliseconds: 30_000,
  random: 0.5,
};

describe('retryDelay', () => {
  it.each<[string, Partial<FailedAttempt>, number | undefined]>([
    ['nothing sent, a write', { fault: 'unreachable', safe: false, status: undefined }, 125],
    ['nothing sent, second time', { fault: 'unreachable', attempt: 2, status: undefined }, 250],
    ['nothing sent, third time', { fault: 'unreachable', attempt: 3, status: undefined }, undefined],
    ['a read, 408', { status: 408 }, 250],
    ['a read, 409', { status: 409 }, 250],
    ['a read, 500', { status: 500 }, 250],
    ['a read, 503, second time', { attempt: 2 }, 500],
    ['a read, 503, third time', { attempt: 3 }, undefined],
    ['a read, 599', { status: 599 }, 250],
    ['a read, broken', { fault: 'broken', status: undefined }, 250],
    ['a read, 429', { status: 429, retryAfterSeconds: 1 }, undefined],
    ['a read, 400', { status: 400 }, undefined],
    ['a read, 302', { status: 302 }, undefined],
    ['a read, final', { fault: 'final' }, undefined],
    ['a write, 503', { safe: false }, undefined],
    ['a write, 409', { safe: false, status: 409 }, undefined],
    ['a write, broken', { safe: false, fault: 'broken', status: undefined }, undefined],
    ['what the server asks for', { retryAfterSeconds: 7 }, 7000],
    ['what the server asks for, too long', { retryAfterSeconds: 30 }, undefined],
    ['no time left', { remainingMilliseconds: 100 }, undefined],
  ])('%s', (_, change, expected) => {
    expect(retryDelay({ ...base, ...change })).toBe(expected);
  });

  it('never lets a write that was sent, a 429 or a third failure go again', () => {
    const failed = fc.record({
      attempt: fc.integer({ min: 1, max: 5 }),
      fault: fc.constantFrom('unreachable', 'status', 'broken', 'final'),
      safe: fc.boolean(),
      status: fc.option(fc.integer({ min: 100, max: 600 }), { nil: undefined }),
      retryAfterSeconds: fc.option(fc.nat(100), { nil: undefined }),
      remainingMilliseconds: fc.integer({ min: -100, max: 60_000 }),
      random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    }) as fc.Arbitrary<FailedAttempt>;
    fc.assert(
      fc.property(failed, (each) => {
        const delay = retryDelay(each);
        if (delay === undefined) return;
        expect(delay).toBeLessThan(each.remainingMilliseconds);
        expect(each.attempt).toBeLessThan(3);
        expect(each.fault).not.toBe('final');
        if (!each.safe) expect(each.fault).toBe('unreachable');
        if (each.fault === 'status') expect(each.status).not.toBe(429);
      }),
    );
  });
});
