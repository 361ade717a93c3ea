/** Costs of more rows than one answer holds, and of more days than there is time for. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { OutOfTime } from '../../../src/reading/shared-time.ts';
import { runReport } from '../../../src/reports/run-report.ts';
import { catalogue } from '../../catalogue/catalogue.ts';
import { startInProcess } from '../../cli/in-process.ts';
import { DAY, type Line, startSpending } from '../spending.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const OCTOBER = Date.parse('2026-10-01T00:00:00Z') / 1000;
const TODAY = Date.parse('2026-11-18T00:00:00Z') / 1000;

test('how many days one answer holds is found out once, and no day is lost by it', async () => {
  const lines = Array.from(
    { length: 60 },
    (_, back): Line => ({
      day: TODAY - (back + 1) * DAY,
      project: 'proj_1',
      user: null,
      key: null,
      item: 'gpt-5.1, input',
      micros: 10n ** BigInt(back % 8),
      currency: 'usd',
    }),
  );
  const tooLarge = ' '.repeat(17 * 1024 * 1024);
  const asked: { days: number; isHeld: boolean }[] = [];
  const upstream = await startSpending(lines, TODAY, { projects: [] }, ({ pathname, searchParams }) => {
    if (!pathname.endsWith('/costs')) return undefined;
    const days = Number(searchParams.get('limit'));
    asked.push({ days, isHeld: days <= 3 });
    return days <= 3 ? undefined : new Response(tooLarge);
  });
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW });
  const { value } = await server.call('report_costs', {
    period: 'last_60_days',
    by: ['project', 'line_item'],
  });
  // Each power of ten up to the seventh: seven times in 60 days, the first four an eighth time.
  expect(value).toMatchObject({ total: 77.778888, complete: true });
  const learnt = asked.findIndex(({ isHeld }) => isHeld);
  expect(learnt).toBeGreaterThan(0);
  expect(asked.slice(learnt).filter(({ isHeld }) => !isHeld)).toEqual([]);
});

describe('where the time ends', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** One dollar a day, in pages of three days, each after nine seconds: four of them fit into the time. */
  const slowCosts: Send = ({ path, query }, signal) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('over')));
      if (signal.aborted) reject(new Error('over'));
      const asked = new URLSearchParams(query);
      const from = Number(asked.get('page') ?? asked.get('start_time'));
      const end = Number(asked.get('end_time'));
      const upTo = Math.min(end, from + 3 * DAY);
      const data = [];
      for (let day = from; path.endsWith('/costs') && day < upTo; day += DAY) {
        const results = [{ project_id: 'proj_1', amount: { value: '1.00', currency: 'usd' } }];
        data.push({ object: 'bucket', start_time: day, end_time: day + DAY, results });
      }
      const next_page = upTo < end ? String(upTo) : null;
      const body = { object: 'page', data, has_more: upTo < end, next_page };
      setTimeout(() => resolve({ status: 200, body }), 9000);
    });

  async function report(values: Record<string, unknown>, send = slowCosts) {
    const ports = {
      tools: catalogue.tools,
      send,
      projectKeys: async () => [],
      refusalOf: async () => undefined,
      now: () => NOW,
      onProgress: () => undefined,
    };
    const made = runReport('costs', values, ports, new AbortController().signal);
    await vi.advanceTimersByTimeAsync(41_000);
    return made;
  }

  test('the days that came are the answer, and those that did not are named', async () => {
    expect(await report({ period: '2026-10' })).toMatchObject({
      report: {
        total_at_least: 12,
        complete: false,
        why: '2026-10-13 to 2026-10-31: there was no time left for it. Ask for the days that are missing in another call.',
      },
    });
  });

  test('what it is compared with may be missing, and the rest is told', async () => {
    const { report: shown } = (await report({ period: '2026-10-22/2026-10-25', compare: true })) as {
      report: object;
    };
    expect(shown).toMatchObject({ total: 3, before: 3, complete: true });
    const refusing: Send = (request, signal) =>
      request.query.includes(`start_time=${OCTOBER + 18 * DAY}`)
        ? Promise.reject(new OutOfTime())
        : slowCosts(request, signal);
    expect(await report({ period: '2026-10-22/2026-10-25', compare: true }, refusing)).toMatchObject({
      report: {
        total: 3,
        complete: false,
        why: 'The time before: there was no time left for it.',
      },
    });
  });
});
