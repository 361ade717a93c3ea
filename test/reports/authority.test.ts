/** A report reads what its caller may read and nothing else: policy, exclusions and pins, whatever the list shows. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, test } from 'vitest';
import type { Send } from '../../src/model/api-request.ts';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import { NotAllowed, reportReads } from '../../src/reports/report-reads.ts';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf, temporaryFolder } from '../e2e/start-server.ts';
import { startCannedApi } from '../openai/canned-api.ts';
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

/** Answers costs with just these rows of yesterday, whatever was asked. */
async function startWithRows(rows: Record<string, unknown>[], flags: OptionTexts = {}) {
  const results = rows.map((row) => ({ amount: { value: 1, currency: 'usd' }, ...row }));
  const bucket = { object: 'bucket', start_time: TODAY - DAY, end_time: TODAY, results };
  const upstream = await startSpending([], TODAY, { projects: PROJECTS }, (url) =>
    url.pathname.endsWith('/costs')
      ? Response.json({ object: 'page', data: [bucket], has_more: false, next_page: null })
      : undefined,
  );
  const server = await startInProcess({
    flags,
    environment: { HOME: temporaryFolder() },
    upstream: upstream.url,
    now: () => (TODAY + DAY / 2) * 1000,
  });
  return {
    costs: (given: Record<string, unknown>) => server.call('report_costs', { period: 'yesterday', ...given }),
    /** Without the costs. */
    paths: () =>
      upstream.requests
        .map(({ line }) => line.split(' ')[1]?.split('?')[0] ?? '')
        .filter((path) => !path.endsWith('/costs')),
  };
}

describe('an ID in a row', () => {
  const hostile = ['..;', '..', '.', '../../users', 'a/b', 'x%2fy', ' ', 'a?b', 'a#b', 'x'.repeat(600), ''];

  test.each(hostile)('that no path may hold reaches none and is unknown: %.20j', async (id) => {
    const { costs, paths } = await startWithRows([
      { project_id: id, user_id: 'svc_acct_1', api_key_id: 'key_1' },
      { project_id: 'proj_one', user_id: id, api_key_id: id },
    ]);
    for (const by of [['project'], ['user'], ['api_key'], ['project', 'user', 'api_key']]) {
      const { value, text, isError } = await costs({ by });
      expect(isError, text).toBe(false);
      expect(value).toMatchObject({ total: 2, complete: true });
    }
    const known =
      /^\/v1\/organization\/(?:projects|users|projects\/proj_one(?:\/(?:api_keys|service_accounts))?)$/;
    for (const path of paths()) expect(path).toMatch(known);
  });

  test('that says of a service account no project gives one row without a name', async () => {
    const { costs } = await startWithRows([{ project_id: '', user_id: 'svc_acct_1' }]);
    const { value } = await costs({ by: ['user'] });
    expect(value.rows).toEqual([[null, 'svc_acct_1', 'unknown', 1, 100]]);
  });
});

describe('a row of usage', () => {
  const use = {
    num_model_requests: 1,
    input_tokens: 10,
    input_cached_tokens: 0,
    output_tokens: 5,
    model: 'm',
  };
  const startWithUse = async (rows: Record<string, unknown>[], flags: OptionTexts = {}) => {
    const bucket = {
      start_time: TODAY - DAY,
      end_time: TODAY,
      results: rows.map((row) => ({ ...use, ...row })),
    };
    const upstream = await startSpending([], TODAY, { projects: PROJECTS });
    const api = await startCannedApi(
      http.get('*/v1/organization/usage/completions', () =>
        HttpResponse.json({ object: 'page', data: [bucket], has_more: false, next_page: null }),
      ),
      http.get('*/v1/*', ({ request }) =>
        fetch(request.url.replace(/^http:..[^/]+/, new URL(upstream.url).origin)),
      ),
    );
    const server = await startInProcess({
      flags,
      environment: { HOME: temporaryFolder() },
      upstream: api.url,
      now: () => (TODAY + DAY / 2) * 1000,
    });
    const given = { period: 'yesterday', category: 'completions' };
    return (more: Record<string, unknown>) => server.call('report_usage', { ...given, ...more });
  };

  test('of a project that was not asked for is left out, and it is said', async () => {
    const usage = await startWithUse([{ project_id: 'proj_one' }, { project_id: 'proj_two' }], {
      project: 'proj_one',
    });
    const { value, text } = await usage({ by: ['project'] });
    expect(value).toMatchObject({
      complete: false,
      why: expect.stringContaining('1 row of projects that were not asked for'),
    });
    expect(value.rows).toHaveLength(1);
    expect(text).not.toContain('proj_two');
  });

  test('that names no project counts as nobody’s where some were asked for', async () => {
    const usage = await startWithUse([{ project_id: 'proj_one' }, { project_id: null, model: 'secret' }]);
    const { value, text } = await usage({ by: ['project', 'model'], projects: ['proj_one'] });
    expect(value).toMatchObject({
      totals: { requests: 2 },
      not_attributed: { requests: 1 },
      note: expect.stringContaining('1 row names no project'),
    });
    expect(value.rows).toHaveLength(1);
    expect(text).not.toContain('secret');
  });

  test('with an empty project is one row without a name', async () => {
    const usage = await startWithUse([{ project_id: '', user_id: 'svc_acct_1' }]);
    const { isError, text, value } = await usage({ by: ['user'] });
    expect(isError, text).toBe(false);
    expect(value.rows).toHaveLength(1);
  });
});

describe('a row of a project that was not asked for', () => {
  const rows = [
    { project_id: 'proj_one', user_id: 'svc_acct_1' },
    {
      project_id: 'proj_two',
      project_name: 'Secret',
      user_id: 'svc_acct_2',
      user_email: 'boss@other.example',
    },
  ];

  test.each<[string, OptionTexts, Record<string, unknown>]>([
    ['one pinned', { project: 'proj_one' }, {}],
    ['two pinned', { project: 'proj_one,proj_three' }, {}],
    ['one asked for', {}, { projects: ['proj_one'] }],
  ])('is left out, and it is said: %s', async (_, flags, given) => {
    const { costs, paths } = await startWithRows(rows, flags);
    for (const by of [['project'], ['user'], ['project', 'user'], ['day']]) {
      const { value, text } = await costs({ by, ...given });
      expect(value).toMatchObject({
        total_at_least: 1,
        complete: false,
        why: expect.stringContaining('1 row of projects that were not asked for'),
      });
      expect(text).not.toMatch(/proj_two|Secret|boss|svc_acct_2/);
      expect(value.rows).toHaveLength(1);
    }
    expect(paths().filter((path) => path.includes('proj_two'))).toEqual([]);
  });

  test('counts where all are asked for', async () => {
    const { costs } = await startWithRows(rows);
    expect((await costs({})).value).toMatchObject({ total: 2, complete: true });
  });
});

describe('a row that names no project where projects were asked for', () => {
  const nameless = {
    project_id: null,
    line_item: 'gpt-secret',
    user_id: 'user-2',
    user_email: 'boss@other.example',
  };
  const rows = [{ project_id: 'proj_one', line_item: 'gpt-5', user_id: 'user-1' }, nameless];

  test.each<[string, OptionTexts, Record<string, unknown>]>([
    ['pinned', { project: 'proj_one' }, {}],
    ['asked for', {}, { projects: ['proj_one'] }],
  ])('is nobody’s, and it is said: %s', async (_, flags, given) => {
    const { costs } = await startWithRows(rows, flags);
    for (const by of [['project'], ['project', 'line_item'], ['user'], ['project', 'day']]) {
      const { value, text } = await costs({ by, ...given });
      expect(value).toMatchObject({
        total: 2,
        not_attributed: 1,
        note: expect.stringContaining('1 row names no project'),
      });
      expect(value.rows).toHaveLength(1);
      expect(text).not.toMatch(/gpt-secret|user-2|boss/);
    }
  });

  test('is one of theirs where OpenAI was not asked to tell projects apart, and where all are asked for', async () => {
    const { costs } = await startWithRows(rows);
    for (const given of [{ by: ['line_item'], projects: ['proj_one'] }, { by: ['project', 'line_item'] }]) {
      const { value } = await costs(given);
      expect(value).toMatchObject({ total: 2, not_attributed: 0, complete: true });
      expect(value.rows).toHaveLength(2);
      expect(value.note).not.toContain('names no project');
    }
  });
});

test('a pinned project never stands in the place of another one in what a report reads', async () => {
  const pinned = pinCatalogue(catalogue, ['proj_one']);
  const sent: string[] = [];
  const send: Send = async ({ path }) => {
    sent.push(path);
    return { status: 200, body: { id: 'proj_one', name: 'Team one' } };
  };
  const reads = reportReads(pinned.tools, send, async () => undefined, new AbortController().signal);
  const path = '/organization/projects/{project_id}';
  await expect(reads.get(path, ['proj_two'])).rejects.toThrow(NotAllowed);
  await expect(reads.list(`${path}/api_keys`, ['proj_two'], ['id'])).rejects.toThrow('outside --project');
  expect(sent).toEqual([]);
  expect(await reads.get(path, ['proj_one'])).toMatchObject({ name: 'Team one' });
});
