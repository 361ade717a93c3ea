/** Vector stores as a report against the raw stores of each project, behind one key for each. */
import fc from 'fast-check';
import { HttpResponse, http } from 'msw';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/credentials/secret.ts';
import { startInProcess } from '../../cli/in-process.ts';
import { homeFolder, writeIndex } from '../../credentials/home-folder.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { startCannedApi } from '../../openai/canned-api.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const DAY = 86_400;
const at = (daysAgo: number) => NOW / 1000 - daysAgo * DAY;

type File = { id: string; name?: string; code?: string };
type RawStore = {
  id: string;
  name: string;
  bytes: number;
  files: number;
  failed?: File[];
  created: number;
  used: number | null;
  status?: string;
};

/** By project. */
type Stores = Record<string, RawStore[]>;

const keyOf = (project: string) => `sk-proj-CANARY${project}0123456789abcdef`;

type Setting = {
  stores: Stores;
  /** Projects with a stored key; all that have stores when left out. */
  keyed?: string[];
  expired?: string[];
  /** A key given by environment. */
  defaultKeyOf?: string;
  flags?: Record<string, string>;
  fault?: (url: URL, project: string) => Response | undefined;
};

async function ask(
  { stores, keyed = Object.keys(stores), expired = [], defaultKeyOf, flags = {}, fault }: Setting,
  given = {},
) {
  const answer = (path: string, of: (project: string, url: URL, id: string) => Response) =>
    http.get(`*/v1${path}`, ({ request, params }) => {
      const key = request.headers.get('authorization')?.slice('Bearer '.length);
      const project = Object.keys(stores).find((id) => keyOf(id) === key) ?? '';
      const url = new URL(request.url);
      return fault?.(url, project) ?? of(project, url, String(params.id));
    });
  const list = (data: unknown[]) => HttpResponse.json({ object: 'list', data, has_more: false });
  const shown = (id: string) => ({ id, name: `Name of ${id}`, status: 'active' });
  const upstream = await startCannedApi(
    answer('/organization/projects', () => list(Object.keys(stores).map(shown))),
    answer('/organization/projects/:id', (_, __, id) => HttpResponse.json(shown(id))),
    answer('/vector_stores', (project) =>
      list(
        (stores[project] ?? []).map(({ id, name, bytes, files, failed = [], created, used, status }) => ({
          id,
          name,
          usage_bytes: bytes,
          file_counts: { total: files, failed: failed.length },
          created_at: created,
          last_active_at: used,
          status: status ?? 'completed',
        })),
      ),
    ),
    answer('/vector_stores/:id/files', (project, { searchParams }, id) => {
      const { failed = [] } = stores[project]?.find((store) => store.id === id) ?? {};
      expect(searchParams.get('filter')).toBe('failed');
      return list(
        failed.map(({ id: file, code = 'server_error' }) => ({
          id: file,
          status: 'failed',
          last_error: { code, message: 'It broke' },
        })),
      );
    }),
    answer('/files/:id', (project, _, id) => {
      const files = (stores[project] ?? []).flatMap(({ failed = [] }) => failed);
      const name = files.find((file) => file.id === id)?.name;
      const error = { message: 'No such file', type: 'invalid_request_error', code: 'not_found' };
      return name === undefined
        ? HttpResponse.json({ error }, { status: 404 })
        : HttpResponse.json({ id, filename: name });
    }),
  );
  const home = homeFolder();
  const stored = (id: string) => ({
    fingerprint: new Secret(keyOf(id)).fingerprint,
    stored_at: '2026-11-01T00:00:00.000Z',
    ...(expired.includes(id) && { expires_at: '2026-11-02T00:00:00.000Z' }),
  });
  writeIndex(home, {
    default: { projects: Object.fromEntries(keyed.map((id) => [id, stored(id)])) },
  });
  const items = Object.fromEntries(keyed.map((id) => [`default/project/${id}`, keyOf(id)]));
  const server = await startInProcess({
    upstream: upstream.url,
    now: () => NOW,
    flags,
    environment: {
      HOME: home,
      ...(defaultKeyOf !== undefined && { OPENAI_API_KEY: keyOf(defaultKeyOf) }),
    },
    openKeychain: () => memoryKeychain(items),
  });
  const result = await server.call('report_vector_stores', given);
  return { shown: result.value as Shown, result, requests: upstream.requests, server };
}

type Table = { columns: string[]; rows: unknown[][] };
type Shown = Record<string, unknown> & Table & { found: Record<string, number> };

const store = (id: string, more: Partial<RawStore> = {}): RawStore => ({
  id,
  name: `Store ${id}`,
  bytes: 1024 ** 3,
  files: 10,
  created: at(100),
  used: at(1),
  ...more,
});

const findings = ({ columns, rows }: Shown) =>
  Object.fromEntries(rows.map((cells) => [cells[1], cells[columns.indexOf('finding')]]));

const refused = (status: number) =>
  Response.json({ error: { message: 'Not for you', type: 'invalid_request_error' } }, { status });

describe('report_vector_stores', () => {
  test('over all keys: failed files by name with reasons, unused stores and their size', async () => {
    const failed = [
      { id: 'file-1', name: 'a.pdf', code: 'invalid_file' },
      { id: 'file-2', code: 'unsupported_file' },
    ];
    const { shown } = await ask({
      stores: {
        proj_a: [store('vs_1', { failed }), store('vs_2', { used: at(40), bytes: 3 * 1024 ** 3 })],
        proj_b: [store('vs_3'), store('vs_4', { used: null, created: at(31) })],
      },
    });
    expect(shown.found).toEqual({ stores: 4, gib: 6, failed_files: 2, unused: 2, unused_gib: 4 });
    expect(findings(shown)).toEqual({
      vs_1: '2 failed files',
      vs_2: 'unused 40 days',
      vs_3: null,
      vs_4: 'unused 31 days',
    });
    expect(shown.rows[0]).toEqual([
      'Store vs_1',
      'vs_1',
      'Name of proj_a',
      1,
      10,
      2,
      '2026-11-17',
      '2 failed files',
    ]);
    expect((shown.failed_files as Table).rows).toEqual([
      ['a.pdf', 'file-1', 'Store vs_1', 'invalid_file: It broke'],
      [null, 'file-2', 'Store vs_1', 'unsupported_file: It broke'],
    ]);
    expect(shown.complete).toBe(true);
  });

  test('what is younger than the days is not judged, and an expired store is said to be', async () => {
    const stores = {
      proj_a: [
        store('vs_1', { created: at(29), used: null }),
        store('vs_2', { status: 'expired', used: at(35) }),
      ],
    };
    expect(findings((await ask({ stores })).shown)).toEqual({
      vs_1: null,
      vs_2: 'unused 35 days, expired',
    });
    const { shown } = await ask({ stores }, { unused_days: 36, findings_only: true });
    expect(findings(shown)).toEqual({ vs_2: 'expired' });
  });

  test('sums are those of the raw stores, whatever is shown', async () => {
    const raw = fc.record({
      bytes: fc.integer({ min: 0, max: 2 ** 40 }),
      days: fc.integer({ min: 0, max: 90 }),
      failed: fc.integer({ min: 0, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(raw, { maxLength: 6 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 8 }),
        async (projects, top) => {
          const stores = Object.fromEntries(
            projects.map((all, project) => [
              `proj_${project}`,
              all.map(({ bytes, days, failed }, index) =>
                store(`vs_${project}_${index}`, {
                  bytes,
                  used: at(days),
                  failed: Array.from({ length: failed }, (_, file) => ({
                    id: `file-${project}-${index}-${file}`,
                    name: `${file}.pdf`,
                  })),
                }),
              ),
            ]),
          );
          const { shown } = await ask({ stores }, { top });
          const all = projects.flat();
          const gib = (of: typeof all) =>
            Math.round((of.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 30) * 1000) / 1000;
          const unused = all.filter(({ days }) => days >= 30);
          const failures = all.reduce((sum, { failed }) => sum + failed, 0);
          expect(shown.found).toEqual({
            stores: all.length,
            gib: gib(all),
            failed_files: failures,
            unused: unused.length,
            unused_gib: gib(unused),
          });
          expect(shown.rows.length + (shown.rest as { rows: number }).rows).toBe(all.length);
          const files = shown.failed_files as (Table & { rest: number }) | undefined;
          expect(files?.rows.length ?? 0).toBe(Math.min(top, failures));
          expect((files?.rows.length ?? 0) + (files?.rest ?? 0)).toBe(failures);
        },
      ),
      { numRuns: 10, seed: 11 },
    );
  });
});

describe('what report_vector_stores does not cover', () => {
  const stores = Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`proj_${index}`, [store(`vs_${index}`)]]),
  );

  test('projects without a key are counted and named, with the way to add one', async () => {
    const { shown, requests } = await ask({ stores, keyed: ['proj_3', 'proj_7'] }, { top: 3 });
    expect(shown).toMatchObject({
      complete: false,
      why: '8 of 10 projects have no key in this profile.',
      found_at_least: { stores: 2 },
    });
    expect(shown).not.toHaveProperty('found');
    expect(shown.not_covered).toMatchObject({
      rows: [
        ['Name of proj_0', 'proj_0', 'no key'],
        ['Name of proj_1', 'proj_1', 'no key'],
        ['Name of proj_2', 'proj_2', 'no key'],
      ],
      rest: 5,
      add: expect.stringContaining('auth login --project'),
    });
    expect(requests.filter(({ line }) => line.includes('/vector_stores'))).toHaveLength(2);
  });

  test('a key that is refused or has expired takes only its own project away', async () => {
    const { shown } = await ask({
      stores,
      expired: ['proj_2'],
      fault: (url, project) =>
        url.pathname.endsWith('/vector_stores') && project === 'proj_1' ? refused(401) : undefined,
    });
    expect(shown).toMatchObject({ complete: false, found_at_least: { stores: 8 } });
    expect(shown.why).toContain('Name of proj_1: ');
    expect(shown.why).toMatch(/Name of proj_2: .*expired on 2026-11-02/);
    expect((shown.not_covered as Table).rows.map(([, id]) => id).sort()).toEqual(['proj_1', 'proj_2']);
  });

  test('a default key of which nothing says whose it is counts too, and no store twice', async () => {
    const { shown } = await ask({ stores, keyed: ['proj_1'], defaultKeyOf: 'proj_1' });
    expect(shown.found_at_least).toMatchObject({ stores: 1 });
    expect(shown.rows[0]?.[2]).toBe('Name of proj_1');
    const other = await ask({ stores, keyed: ['proj_1'], defaultKeyOf: 'proj_4' });
    expect(other.shown.found_at_least).toMatchObject({ stores: 2 });
    expect(other.shown.rows.map((cells) => cells[2]).sort()).toEqual(['Name of proj_1', 'default key']);
  });

  test('projects that are asked for are asked alone, and so are pinned ones', async () => {
    for (const [given, flags] of [
      [{ projects: ['proj_5'] }, {}],
      [{}, { project: 'proj_5' }],
    ] as const) {
      const { shown, requests } = await ask({ stores, flags }, given);
      expect(shown).toMatchObject({ complete: true, found: { stores: 1 } });
      expect(requests.every(({ headers }) => headers['openai-project'] !== 'proj_4')).toBe(true);
    }
  });

  test('without the list of projects it cannot be told whether all are covered', async () => {
    const fault = ({ pathname }: URL) => (pathname.endsWith('/projects') ? refused(403) : undefined);
    const { shown } = await ask({ stores, fault });
    expect(shown).toMatchObject({
      complete: false,
      found_at_least: { stores: 10 },
      why: expect.stringContaining('list of projects'),
    });
  });

  test.each([
    ['/vector_stores/vs_1/files', 'failed files of Store vs_1'],
    ['/files/file-1', 'names of 1 failed files'],
  ])('%s that fails is told', async (path, why) => {
    const one = { proj_1: [store('vs_1', { failed: [{ id: 'file-1', name: 'a.pdf' }] })] };
    const fault = ({ pathname }: URL) => (pathname.endsWith(path) ? refused(403) : undefined);
    const { shown } = await ask({ stores: one, fault });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining(why) });
    expect(shown.found_at_least).toMatchObject({ failed_files: 1 });
  });

  test('counts that are none are told, not taken for zero', async () => {
    const { shown } = await ask({
      stores: { proj_1: [store('vs_1', { bytes: 'much' as unknown as number })] },
    });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining('1 stores') });
    expect(shown.rows[0]?.[3]).toBeNull();
  });

  test('is not listed without a project key', async () => {
    const { server } = await ask({ stores: {}, keyed: [] });
    expect((await server.list()).map(({ name }) => name)).not.toContain('report_vector_stores');
  });
});
