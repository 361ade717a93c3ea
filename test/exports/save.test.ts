/** `save`: whole lists and reports as files, against what the same server answers in pages. */
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { DAY, type Line, startSpending } from '../reports/spending.ts';

const TODAY = Date.parse('2026-11-18T00:00:00Z') / 1000;
const NOW = (TODAY + DAY / 2) * 1000;
const PROJECTS = Array.from({ length: 30 }, (_, index) => ({
  id: `proj_${index}`,
  name: index === 0 ? '=1+1' : `Team ${index}`,
  status: 'active',
}));
const LINES: Line[] = PROJECTS.flatMap(({ id }, index) =>
  Array.from({ length: 20 }, (_, back) => ({
    day: TODAY - back * DAY,
    project: index === 29 ? null : id,
    user: null,
    key: null,
    item: null,
    micros: BigInt(index + 1) * 1_234_567n,
    currency: 'usd',
    asText: back % 2 === 0,
  })),
);

async function start(folder: string, things = { projects: PROJECTS }) {
  const upstream = await startSpending(LINES, TODAY, things);
  const server = await startInProcess({
    flags: { exports: folder, tags: 'all' },
    upstream: upstream.url,
    now: () => NOW,
  });
  return { server, upstream };
}

const saved = (value: Record<string, unknown>) =>
  value.saved as { file: string; rows: number; sum?: Record<string, unknown> };
const linesOf = (file: string) => readFileSync(file, 'utf8').trimEnd().split('\r\n');

describe('a saved report', () => {
  test('has all rows, and they add up to its total', async () => {
    const { server } = await start(join(temporaryFolder(), 'exports'));
    const shown = await server.call('report_costs', { top: 3 });
    const { value } = await server.call('report_costs', { top: 3, save: 'csv' });
    expect(value.total).toBe(shown.value.total);
    expect(value).not.toHaveProperty('columns');
    const [head = '', ...rows] = linesOf(saved(value).file);
    expect(head).toBe('project,id,state,amount,share_percent');
    expect(rows).toHaveLength(30);
    expect(saved(value).rows).toBe(30);
    const micros = rows.map((row) => BigInt(Math.round(Number(row.split(',')[3]) * 1e6)));
    expect(Number(micros.reduce((sum, one) => sum + one, 0n)) / 1e6).toBe(Number(value.total));
    expect(rows.filter((row) => row.startsWith('not attributed,'))).toHaveLength(1);
    expect(rows.filter((row) => row.startsWith("'=1+1,"))).toHaveLength(1);
  });

  test('as JSON is the whole answer', async () => {
    const { server } = await start(temporaryFolder());
    const { value } = await server.call('report_costs', { by: ['day'], save: 'json' });
    const file = JSON.parse(readFileSync(saved(value).file, 'utf8'));
    expect(file).toMatchObject({
      total: value.total,
      complete: true,
      columns: ['day', 'amount', 'share_percent'],
    });
    expect(file.rows).toHaveLength(17);
  });
});

describe('a saved list', () => {
  test('is read to its end', async () => {
    const { server, upstream } = await start(temporaryFolder());
    const { value } = await server.call('list_costs', {
      start_time: '2026-11-01',
      group_by: ['project_id'],
      limit: 5,
      save: 'csv',
    });
    expect(upstream.requests.length).toBeGreaterThan(1);
    const rows = linesOf(saved(value).file).slice(1);
    expect(rows).toHaveLength(18 * 30);
    expect(saved(value)).toMatchObject({ rows: 18 * 30, sum: { currency: 'usd' } });
    const shown = await server.call('list_costs', { start_time: '2026-11-01', limit: 31, by_bucket: false });
    const totals = shown.value.totals as { rows: unknown[][] };
    expect(saved(value).sum?.amount).toBe(totals.rows[0]?.at(-1));
  });

  test('is for its owner alone, and never over what is there', async () => {
    const folder = temporaryFolder();
    const { server } = await start(folder);
    const files = [];
    for (let count = 0; count < 3; count += 1) {
      files.push(saved((await server.call('list_projects', { save: 'json' })).value).file);
    }
    expect(new Set(files).size).toBe(3);
    for (const file of files) expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(files[0] ?? '', 'utf8'))).toHaveLength(30);
  });

  test('is not written through a link that somebody planted', async () => {
    const folder = temporaryFolder();
    const elsewhere = join(temporaryFolder(), 'victim');
    writeFileSync(elsewhere, 'untouched');
    symlinkSync(elsewhere, join(folder, 'list_projects-20261118T120000Z.json'));
    const { server } = await start(folder);
    const { value } = await server.call('list_projects', { save: 'json' });
    expect(saved(value).file).toMatch(/list_projects-20261118T120000Z-2\.json$/);
    expect(readFileSync(elsewhere, 'utf8')).toBe('untouched');
  });

  test('that cannot be written is told with the way out', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const { server } = await start(join(file, 'below'));
    expect(errorOf(await server.call('list_projects', { save: 'csv' }))).toMatchObject({
      kind: 'local',
      message: expect.stringContaining('--exports'),
    });
  });
});

test('without --exports there is no such argument', async () => {
  const upstream = await startSpending([], TODAY, { projects: PROJECTS });
  const server = await startInProcess({ upstream: upstream.url });
  expect(errorOf(await server.call('list_projects', { save: 'csv' })).message).toContain('no such argument');
});

test('a folder that is there keeps its mode', async () => {
  const folder = join(temporaryFolder(), 'mine');
  mkdirSync(folder, { mode: 0o755 });
  const { server } = await start(folder);
  await server.call('list_projects', { save: 'csv' });
  expect(statSync(folder).mode & 0o777).toBe(0o755);
  expect(readdirSync(folder)).toHaveLength(1);
});
