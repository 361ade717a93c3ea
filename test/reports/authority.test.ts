/** A report reads what its caller may read and nothing else: policy, exclusions and pins, whatever the list shows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { DAY, startSpending } from './spending.ts';

const TODAY = Date.parse('2026-11-18T00:00:00Z') / 1000;
const PROJECTS = ['one', 'two'].map((name) => ({
  id: `proj_${name}`,
  name: `Team ${name}`,
  status: 'active',
}));
const LINES = PROJECTS.map(({ id }, index) => ({
  day: TODAY - DAY,
  project: id,
  user: null,
  key: null,
  item: null,
  micros: BigInt(index + 1) * 1_000_000n,
  currency: 'usd',
}));

async function start(flags: OptionTexts, policy?: string) {
  const upstream = await startSpending(LINES, TODAY, { projects: PROJECTS });
  const home = temporaryFolder();
  const file = join(home, 'policy.yaml');
  if (policy !== undefined) writeFileSync(file, policy, { mode: 0o600 });
  const server = await startInProcess({
    flags: { ...flags, ...(policy !== undefined && { policy: file }) },
    environment: { HOME: home },
    upstream: upstream.url,
    now: () => (TODAY + DAY / 2) * 1000,
  });
  const costs = (given: Record<string, unknown> = {}) => server.call('report_costs', given);
  const paths = () => upstream.requests.map(({ line }) => decodeURIComponent(line.split(' ')[1] ?? ''));
  return { server, costs, paths };
}

describe('what a report reads', () => {
  test('does not depend on which tools the list shows', async () => {
    const { server, costs } = await start({ tools: 'report_costs' });
    expect((await server.list()).map(({ name }) => name)).toEqual(['report_costs']);
    expect((await costs({ projects: ['Team two'] })).value).toMatchObject({ total: 2 });
  });

  test('is not what is excluded, and it says so', async () => {
    const { costs, paths } = await start({ 'exclude-tools': 'list_costs' });
    expect(errorOf(await costs())).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('list_costs is switched off by --exclude-tools list_costs'),
    });
    expect(paths()).toEqual([]);
  });

  test('is not what a policy denies', async () => {
    const { costs, paths } = await start({}, 'deny: [{ tools: [list_costs] }]\n');
    expect(errorOf(await costs()).message).toContain('list_costs is denied by the policy');
    expect(paths()).toEqual([]);
  });

  test('lacks the names that may not be read, and nothing else', async () => {
    const { costs } = await start({ 'exclude-tools': 'list_projects,get_project' });
    const { value } = await costs();
    expect(value).toMatchObject({ total: 3, complete: true });
    expect(value.rows).toEqual([
      [null, 'proj_two', 'unknown', 2, 66.7],
      [null, 'proj_one', 'unknown', 1, 33.3],
    ]);
    expect(value.note).toContain('get_project is switched off by --exclude-tools');
  });

  test('stays within pinned projects', async () => {
    const { costs, paths } = await start({ project: 'proj_one' });
    expect((await costs()).value).toMatchObject({ total: 1 });
    expect((await costs({ by: ['day'] })).value).toMatchObject({ total: 1 });
    expect(errorOf(await costs({ projects: ['proj_two'] })).kind).toBe('invalid');
    const reads = paths();
    expect(reads.length).toBeGreaterThanOrEqual(3);
    for (const path of reads) {
      expect(path).toMatch(/project_ids\[\]=proj_one(&|$)|^\/v1\/organization\/projects\/proj_one$/);
    }
  });
});

describe.each([
  ['the report', 'deny: [{ tools: [report_costs], projects: [proj_one] }]\n'],
  ['what it reads', 'deny: [{ tools: [list_costs], projects: [proj_one] }]\n'],
])('a policy that denies %s for one project', (_, policy) => {
  test('holds for its ID, for its name and for all projects', async () => {
    const { costs, paths } = await start({}, policy);
    for (const given of [{ projects: ['proj_one'] }, { projects: ['Team one'] }, { projects: [] }, {}]) {
      expect(errorOf(await costs(given)), JSON.stringify(given)).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('denied by the policy'),
      });
    }
    expect(paths().filter((path) => path.includes('/costs'))).toEqual([]);
  });

  test('lets others be reported', async () => {
    const { costs } = await start({}, policy);
    expect((await costs({ projects: ['Team two'] })).value).toMatchObject({ total: 2 });
  });
});

test('a name that nothing has is told with the closest one', async () => {
  const { costs } = await start({});
  expect(errorOf(await costs({ projects: ['Team too'] }))).toMatchObject({
    kind: 'invalid',
    message: expect.stringContaining('proj_two'),
  });
});
