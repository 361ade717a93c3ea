/** Every figure of usage reports over generated organizations against an independent count of the same raw events. */
import { expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { DOCUMENTED, generatedUse } from './generated-use.ts';
import {
  bucketOf,
  type Expected,
  expectedUse,
  grouped,
  type Sums,
  shownAs,
  sizeOf,
  sumOf,
} from './usage-oracle.ts';
import { DAY, type Event, HOUR, startUsing } from './using.ts';

/** A quarter past noon, so that neither today nor the hour is whole. */
const NOW = Date.parse('2026-11-18T12:15:00Z') / 1000;
const TODAY = NOW - (NOW % DAY);
const day = (text: string) => Date.parse(`${text}T00:00:00Z`) / 1000;

const PERIODS: [string, number, number][] = [
  ['this_month', day('2026-11-01'), TODAY],
  ['last_month', day('2026-10-01'), day('2026-11-01')],
  ['last_28_days', TODAY - 28 * DAY, TODAY],
  ['2026-09-20/2026-11-05', day('2026-09-20'), day('2026-11-05')],
];

/** As the issue and reports.md have them: until when a model is served. */
const RETIRING: Record<string, string> = {
  'gpt-image-1.5': '2026-12-01',
  'gpt-5-2025-08-07': '2026-12-11',
  'o3-2025-04-16': '2026-12-11',
};

type Shown = Record<string, unknown> & {
  period: Record<string, Record<string, number | null> | null>;
  columns: string[];
  rows: unknown[][];
  totals: Record<string, number | null>;
  totals_at_least: Record<string, number | null>;
  rest: Record<string, number | null>;
  not_attributed: Record<string, number | null>;
  retiring: { rows: unknown[][]; more_rows?: number };
};

type Call = { category: string; by: string[]; top: number; period: string; projects?: string[] };

test.each([
  [1, 1],
  [2, 7],
  [3, 40],
])(
  'seed %i with %i projects',
  async (seed, count) => {
    const use = generatedUse(seed, NOW, count);
    const upTo = (most: number) => Math.floor(use.random() * most);
    const missing = new Set(seed === 2 ? [day('2026-10-30'), day('2026-11-03')] : []);
    const { events, things } = use;
    const upstream = await startUsing(events, NOW, { ...things, missing });
    const server = await startInProcess({ upstream: upstream.url, now: () => NOW * 1000 });
    for (const [category, { owner, model }] of Object.entries(DOCUMENTED)) {
      const text = category === 'completions' || category === 'decisions';
      const known = [
        'project',
        'day',
        ...(missing.size === 0 ? ['hour'] : []),
        ...(owner ? ['user', 'api_key'] : []),
        ...(model ? ['model'] : []),
        ...(text ? ['batch', 'service_tier'] : []),
      ];
      for (let round = 0; round < 3; round += 1) {
        const by = [...new Set([0, 1, 2].map(() => known[upTo(known.length)] as string))].slice(0, 1 + round);
        const [period, start, end] = PERIODS[upTo(PERIODS.length)] as [string, number, number];
        const projects = round === 2 ? ['proj_0', `proj_${upTo(count)}`] : undefined;
        const call = { category, by, top: 1 + upTo(12), period, ...(projects && { projects }) };
        const answer = await server.call('report_usage', call);
        expect(answer.isError, answer.text).toBe(false);
        const until = by.includes('hour') && period === 'this_month' ? NOW - (NOW % HOUR) : end;
        const asked = { category, by, start, end: until, projects, missing };
        checkFigures(answer.value as Shown, call, expectedUse(events, asked), events, asked);
      }
    }
    if (missing.size === 0) checkOthers((await server.call('report_usage', {})).value as Shown, events);
  },
  120_000,
);

function checkFigures(
  shown: Shown,
  { category, by, top, period, projects }: Call,
  { totals, groups, notAttributed }: Expected,
  events: readonly Event[],
  { start, end, missing }: { start: number; end: number; missing: ReadonlySet<number> },
): void {
  const told = JSON.stringify([category, by, period, projects, shown]);
  const members = DOCUMENTED[category]?.figures ?? [];
  const gaps = [...missing].filter((at) => at >= start && at < end);
  expect(shown.complete, told).toBe(gaps.length === 0);
  const named = gaps.length === 0 ? shown.totals : shown.totals_at_least;
  const isSum = !(category === 'vector_stores' && by.some((one) => one === 'day' || one === 'hour'));
  const shownRows = shown.rows.map((cells) => {
    const cell = (name: string) => cells[shown.columns.indexOf(name)];
    const ids = by.filter((one) => ['project', 'user', 'api_key'].includes(one));
    const labels = by.map((one) => cell(ids.includes(one) ? (ids.length === 1 ? 'id' : `${one}_id`) : one));
    return { cell, key: JSON.stringify(labels), stateName: ids.length === 1 ? 'state' : 'project_state' };
  });
  expect(new Set(shownRows.map(({ key }) => key)).size, told).toBe(Math.min(top, groups.size));
  for (const { cell, key, stateName } of shownRows) {
    const group = groups.get(key);
    for (const member of members) {
      expect(cell(shownAs(member)), `${member} of ${key} in ${told}`).toBe(group?.sums.get(member) ?? null);
    }
    if (by.includes('project')) checkProject(String(cell('project')), cell(stateName), key, by, told);
  }
  const hidden = [...groups].filter(([key]) => !shownRows.some((row) => row.key === key));
  const smallest = Math.min(
    ...shownRows.map(({ key }) => sizeOf(category, groups.get(key)?.sums ?? new Map())),
  );
  for (const [, { sums }] of hidden) expect(sizeOf(category, sums), told).toBeLessThanOrEqual(smallest);
  expect(shown.rest.rows, told).toBe(hidden.length);
  const rest = sumOf(hidden.flatMap(([, { events: own }]) => own));
  const zeroed = (sums: Sums, member: string) =>
    isSum && totals.has(member) ? (sums.get(member) ?? 0) : null;
  for (const member of members) {
    const name = shownAs(member);
    expect(named[name] ?? null, `${name} of ${told}`).toBe(totals.get(member) ?? null);
    expect(shown.rest[name] ?? null, `rest of ${told}`).toBe(zeroed(rest, member));
    expect(shown.not_attributed[name] ?? null, `nobody's of ${told}`).toBe(zeroed(notAttributed, member));
  }
  if (period !== 'this_month') return;
  const width = by.includes('hour') ? HOUR : DAY;
  const asked = { category, by, start: bucketOf(NOW, by), end: NOW + 1, projects, missing };
  const running = expectedUse(events, asked).totals;
  const soFar = shown.period[width === HOUR ? 'hour_so_far' : 'today_so_far'];
  for (const member of members) {
    expect(soFar?.[shownAs(member)] ?? null, `so far of ${told}`).toBe(running.get(member) ?? null);
  }
}

/** Every fifth is gone; every fourth of the others is archived. */
function checkProject(name: string, state: unknown, key: string, by: readonly string[], told: string): void {
  const id = (JSON.parse(key) as unknown[])[by.indexOf('project')];
  if (typeof id !== 'string') return;
  const at = Number(id.replace('proj_', ''));
  const isGone = at % 5 === 4;
  const among = at - Math.floor((at + 1) / 5);
  expect(state, told).toBe(isGone ? 'deleted' : among % 4 === 3 ? 'archived' : 'active');
  if (!isGone) expect(name, told).toBe(`Project ${id}`);
}

function checkOthers(shown: Shown, events: readonly Event[]): void {
  const span = { start: day('2026-11-01'), end: TODAY, missing: new Set<number>() };
  const others = Object.keys(DOCUMENTED).filter((category) => category !== 'completions');
  const expected = others.flatMap((category) => {
    const { totals } = expectedUse(events, { ...span, category, by: ['day'] });
    const named = [...totals]
      .filter(([, value]) => value !== 0)
      .map(([name, value]) => [shownAs(name), value]);
    return named.length === 0 ? [] : [[category, Object.fromEntries(named)]];
  });
  expect(shown.other_categories).toEqual(Object.fromEntries(expected));
  // A search counts among the requests of the model that searched, and must not count twice.
  const calls = events.filter(
    ({ category, at, labels }) =>
      category !== 'web_search_calls' &&
      at >= span.start &&
      at < span.end &&
      String(labels.model) in RETIRING,
  );
  const callers = grouped(calls, ({ category, labels: { model, project_id, api_key_id } }) =>
    JSON.stringify([category, model, project_id, api_key_id]),
  );
  const { rows, more_rows: more = 0 } = shown.retiring;
  expect(rows.length + more).toBe(callers.size);
  const dates = rows.map(([, date]) => String(date));
  expect(dates).toEqual(dates.toSorted());
  const counts = [...callers.values()].map((own) => sumOf(own).get('num_model_requests') ?? 0);
  for (const [model, date, , , , requests] of rows) {
    expect(date).toBe(RETIRING[String(model)]);
    expect(counts).toContain(requests);
  }
}
