/** The end of the parent is noticed where it changes the parent's id, and where it does not. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { onOrphaned } from '../../src/cli/orphan.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('another parent than before means that the first one is gone, and is told once', () => {
  let [parent, calls] = [process.pid, 0];
  onOrphaned({ parentId: () => parent }, () => {
    calls += 1;
  });
  vi.advanceTimersByTime(60_000);
  expect(calls).toBe(0);
  parent = 1;
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(calls).toBe(1);
});

test('on a system that goes on naming the parent, its end is noticed', async () => {
  const parent = spawn(process.execPath, ['--eval', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  let calls = 0;
  onOrphaned({ parentId: () => parent.pid ?? 0 }, () => {
    calls += 1;
  });
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(0);
  const ended = once(parent, 'exit');
  parent.kill('SIGKILL');
  await ended;
  vi.advanceTimersByTime(1000);
  expect(calls).toBe(1);
});
