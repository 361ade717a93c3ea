/** How long a report may take, and what it says when that was too short. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Send } from '../../src/model/api-request.ts';
import { runReport } from '../../src/reports/run-report.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Answers so many requests, and then no more. */
function answering(count: number): Send {
  let left = count;
  return (_, signal) => {
    left -= 1;
    if (signal.aborted) return Promise.reject(new Error('over'));
    if (left < 0) {
      return new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new Error('over'))),
      );
    }
    return Promise.resolve({ status: 200, body: { data: [], has_more: false, next_page: null } });
  };
}

function run(send: Send) {
  const ports = {
    tools: catalogue.tools,
    send,
    projectKeys: async () => [],
    refusalOf: async () => undefined,
    now: () => NOW,
    onProgress: () => undefined,
  };
  const made = runReport('costs', { period: '2026-10' }, ports, new AbortController().signal);
  let end: unknown;
  made.then(
    (value) => {
      end = value;
    },
    (error: unknown) => {
      end = error;
    },
  );
  return () => end;
}

test('a report ends after 40 s, with what was read by then', async () => {
  const ended = run(answering(1));
  await vi.advanceTimersByTimeAsync(39_900);
  expect(ended()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(200);
  expect(ended()).toMatchObject({
    report: { complete: false, why: expect.stringContaining('there was no time left for it') },
  });
});

test('a report of which nothing could be read in 40 s says so', async () => {
  const ended = run(answering(0));
  await vi.advanceTimersByTimeAsync(40_100);
  expect(ended()).toMatchObject({
    kind: 'timeout',
    message: expect.stringContaining('Nothing could be read within 40 s.'),
  });
});
