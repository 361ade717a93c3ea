/** What is logged of a fault of this program: where it happened, and nothing that it says. */
import { expect, test } from 'vitest';
import { describeUnforeseen } from '../../src/cli/describe-unforeseen.ts';

const CANARY = 'sk-admin-canary-0123456789';

test('a fault is told by name and place, without its message', () => {
  const told = describeUnforeseen(new TypeError(`no ${CANARY}\n    in ${CANARY}`));
  expect(told).toMatch(/^TypeError at .*describe-unforeseen\.test\.ts:\d+:\d+/);
  expect(told).not.toContain(CANARY);
});

test.each([[CANARY], [{ message: CANARY }], [undefined]])(
  'what is no error is not told at all: %j',
  (thrown) => {
    expect(describeUnforeseen(thrown)).toBe('something that is not an Error was thrown');
  },
);
