/** Vector stores of more projects than one answer has time for: a second call goes on where the first one says. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { runReport } from '../../../src/reports/run-report.ts';
import { catalogue } from '../../catalogue/catalogue.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const PROJECTS = Array.from({ length: 40 }, (_, index) => `proj_${index}`);

/** Each answer takes so long. */
const answeringAfter =
  (milliseconds: number): Send =>
  ({ path, key }, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('over')));
      if (signal.aborted) reject(new Error('over'));
      const project = key.class === 'project' ? key.projectId : undefined;
      const data =
        path === '/organization/projects'
          ? PROJECTS.map((id) => ({ id, name: `Name of ${id}`, status: 'active' }))
          : [{ id: `vs_of_${project}`, usage_bytes: 1, file_counts: { total: 1, failed: 0 } }];
      setTimeout(() => resolve({ status: 200, body: { data, has_more: false } }), milliseconds);
    });

async function report(values: Record<string, unknown>) {
  const ports = {
    tools: catalogue.tools,
    send: answeringAfter(5000),
    projectKeys: async () => [undefined, ...PROJECTS],
    refusalOf: async () => undefined,
    now: () => Date.parse('2026-11-18T12:00:00Z'),
    onProgress: () => undefined,
  };
  const made = runReport('vector_stores', { top: 100, ...values }, ports, new AbortController().signal);
  // A refusal comes before the time is over.
  made.catch(() => undefined);
  await vi.advanceTimersByTimeAsync(45_000);
  const answer = await made;
  if ('notAllowed' in answer) throw new Error(answer.notAllowed);
  return answer.report as Record<string, unknown> & { rows: unknown[][]; why: string };
}

test('each call goes on where the one before stopped, and all of them have every store once', async () => {
  const ids: unknown[] = [];
  let from: string | undefined;
  let calls = 0;
  do {
    const shown = await report(from === undefined ? {} : { from_project: from });
    ids.push(...shown.rows.map((row) => row[1]));
    [, from] =
      /projects with a key are not in this answer.*from_project: (proj_\d+)/.exec(shown.why ?? '') ?? [];
    expect(shown.complete).toBe(from === undefined);
    calls += 1;
  } while (from !== undefined && calls < 10);
  expect(calls).toBeGreaterThan(1);
  expect(ids.sort()).toEqual([...PROJECTS, undefined].map((id) => `vs_of_${id}`).sort());
});

test('a project that is none of them is refused with what to pass', async () => {
  await expect(report({ from_project: 'proj_other' })).rejects.toThrow('from_project');
});
