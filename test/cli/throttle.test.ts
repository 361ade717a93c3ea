/** How much is logged when there is much to log, or nobody reads it. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { throttle } from '../../src/cli/throttle.ts';

/** As SECURITY.md has it. */
const MAX_LINES = 500;
const PERIOD = 10_000;

function setting() {
  const lines: string[] = [];
  const stream = { write: (line: string) => lines.push(line), writableLength: 0 };
  const clock = { now: 0 };
  return { lines, stream, clock, throttled: throttle(stream, () => clock.now) };
}

test('500 lines in 10 seconds are written, and then how many were not', () => {
  const { lines, clock, throttled } = setting();
  for (let line = 0; line < MAX_LINES + 7; line += 1) throttled.write(`${line}\n`);
  expect(lines).toEqual(Array.from({ length: MAX_LINES }, (_, line) => `${line}\n`));
  clock.now = PERIOD;
  throttled.write('later\n');
  expect(lines.slice(MAX_LINES)).toEqual([
    'openai-admin-mcp warn: 7 messages were left out here.\n',
    'later\n',
  ]);
});

test('nothing is written while nobody reads', () => {
  const { lines, stream, throttled } = setting();
  stream.writableLength = 1_000_000;
  throttled.write('unread\n');
  expect(lines).toEqual([]);
  stream.writableLength = 0;
  throttled.write('read\n');
  expect(lines).toEqual(['openai-admin-mcp warn: 1 message was left out here.\n', 'read\n']);
});

test('what was left out is told when the time is over, though nothing more is logged', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { lines, throttled } = setting();
  for (let line = 0; line < MAX_LINES + 7; line += 1) throttled.write(`${line}\n`);
  vi.advanceTimersByTime(PERIOD);
  expect(lines.slice(MAX_LINES)).toEqual(['openai-admin-mcp warn: 7 messages were left out here.\n']);
  vi.advanceTimersByTime(10 * PERIOD);
  expect(lines).toHaveLength(MAX_LINES + 1);
});
