/** `evidence` as a person runs it: every object once, sums that verify, and what is missing said. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, onTestFinished, test } from 'vitest';
import { operationsOf } from '../../src/compose/api-operations.ts';
import { startSandbox } from '../../src/sandbox/start-sandbox.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { ADMIN_KEY, runToEnd, temporaryFolder } from '../e2e/start-server.ts';
import { startCannedApi } from '../openai/canned-api.ts';

type Row = Record<string, unknown>;
type Manifest = {
  complete: boolean;
  period: { from: string; to: string };
  not_covered: { what: string; of?: string[]; why: string }[];
  files: { file: string; rows: number; sha256: string }[];
};

async function evidence(url: string, key: string, ...words: string[]) {
  const exports = join(temporaryFolder(), 'audit');
  const environment = { HOME: temporaryFolder(), OPENAI_ADMIN_KEY: key, OPENAI_BASE_URL: url };
  const run = await runToEnd(['evidence', '--exports', exports, ...words], environment);
  const [name = ''] = readdirSync(exports);
  const folder = join(exports, name);
  const rows = (part: string): Row[] => JSON.parse(readFileSync(join(folder, `${part}.json`), 'utf8'));
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return { run, folder, rows, manifest };
}

async function sandbox() {
  const started = await startSandbox({ now: Date.now, operations: operationsOf(catalogue.tools) });
  onTestFinished(() => started.close());
  return started;
}

/** All of a list, by plain requests. */
async function listed(url: string, key: string, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after = ''; ; ) {
    const more = after === '' ? '' : `&after=${after}`;
    const headers = { Authorization: `Bearer ${key}` };
    const answer = await fetch(`${url}${path}${path.includes('?') ? '&' : '?'}limit=100${more}`, { headers });
    const page = (await answer.json()) as { data?: Row[]; has_more?: boolean; last_id?: string };
    rows.push(...(page.data ?? []));
    if (!page.has_more) return rows;
    after = String(page.last_id);
  }
}

const idsOf = (rows: Row[]) => rows.map(({ id }) => id).sort();

describe('the evidence of the sandbox organization', () => {
  test('holds every object exactly once, and its files verify', async () => {
    const { url, adminKey } = await sandbox();
    const { folder, rows, manifest } = await evidence(url, adminKey);
    const projects = await listed(url, adminKey, '/organization/projects?include_archived=true');
    expect(idsOf(rows('projects'))).toEqual(idsOf(projects));
    for (const [part, path] of [
      ['users', '/organization/users'],
      ['invites', '/organization/invites'],
      ['groups', '/organization/groups'],
      ['admin_api_keys', '/organization/admin_api_keys'],
    ] as const) {
      expect(idsOf(rows(part)), part).toEqual(idsOf(await listed(url, adminKey, path)));
    }
    const keys = await Promise.all(
      projects.map(({ id }) =>
        listed(url, adminKey, `/organization/projects/${id}/api_keys?owner_project_access=any`),
      ),
    );
    expect(idsOf(rows('project_api_keys'))).toEqual(idsOf(keys.flat()));
    expect(rows('project_api_keys')[0]).toMatchObject({ project_id: expect.stringMatching(/^proj_/) });
    for (const { file, rows: count } of manifest.files.filter(({ file }) => file.endsWith('.json'))) {
      expect(rows(file.replace('.json', '')), file).toHaveLength(count);
    }
    expect(execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toMatch(
      /manifest\.json: OK/,
    );
    const files = readdirSync(folder);
    const listedFiles = [...manifest.files.map(({ file }) => file), 'SHA256SUMS', 'manifest.json'];
    expect(files.sort()).toEqual(listedFiles.sort());
    for (const file of files) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
  });

  test('has the audit log of its period alone', async () => {
    const { url, adminKey } = await sandbox();
    const { rows, manifest } = await evidence(url, adminKey, '--period', 'last_7_days');
    const times = rows('audit_logs').map(({ effective_at: time }) => String(time));
    expect(times.length).toBeGreaterThan(0);
    for (const time of times) {
      expect(time >= manifest.period.from && time < `${manifest.period.to}T`, time).toBe(true);
    }
  });

  test('says what the archived projects do not tell, and ends with 5', async () => {
    const { url, adminKey } = await sandbox();
    const { run, manifest } = await evidence(url, adminKey);
    expect(run.code).toBe(5);
    expect(manifest.complete).toBe(false);
    expect(manifest.not_covered.map(({ what }) => what)).toContain('list_project_users');
    expect(run.stderr).toContain('list_project_users');
  });
});

test('a list that is refused is missing with its reason, and the others are there', async () => {
  const list = (data: Row[]) => HttpResponse.json({ object: 'list', data, has_more: false });
  const refused = { error: { message: 'Missing scopes: api.groups.read', type: 'invalid_request_error' } };
  const api = await startCannedApi(
    http.get('*/v1/organization/users', () => list([{ id: 'user-1', name: 'Ada' }, { id: 'user-1' }])),
    http.get('*/v1/organization/groups', () => HttpResponse.json(refused, { status: 403 })),
    http.get('*/v1/organization/*/roles', () => list([])),
    http.get('*/v1/*/data_retention', () =>
      HttpResponse.json({ object: 'x', type: 'none', data_retention_type: 'none' }),
    ),
    http.get('*/v1/*/spend_limit', () => HttpResponse.json({ id: 's', threshold_amount: 100 })),
    http.get('*/v1/*', () => list([])),
  );
  const { run, rows, manifest } = await evidence(api.url, ADMIN_KEY);
  expect(idsOf(rows('users'))).toEqual(['user-1']);
  expect(rows('groups')).toEqual([]);
  expect(manifest.not_covered).toContainEqual({
    what: 'list_groups',
    why: expect.stringContaining('Missing scopes'),
  });
  expect(run.code).toBe(5);
});

describe('whose keys read it', () => {
  const nothing = { HOME: mkdtempSync(join(tmpdir(), 'evidence-')), DBUS_SESSION_BUS_ADDRESS: '' };

  test('without any nothing is written', async () => {
    const exports = join(nothing.HOME, 'audit');
    const run = await runToEnd(['evidence', '--exports', exports], nothing);
    expect(run.code).toBe(3);
    expect(existsSync(exports)).toBe(false);
  });

  test('those of --profile', async () => {
    const words = ['evidence', '--exports', nothing.HOME, '--profile', 'acme'];
    expect(await runToEnd(words, nothing)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('There is no profile acme'),
    });
  });

  test('those of --key-file', async () => {
    const { url, adminKey } = await sandbox();
    const file = join(temporaryFolder(), 'keys.env');
    writeFileSync(file, `OPENAI_ADMIN_KEY=${adminKey}\n`, { mode: 0o600 });
    const words = ['evidence', '--exports', temporaryFolder(), '--key-file', file];
    const run = await runToEnd(words, { ...nothing, OPENAI_BASE_URL: url });
    expect(run.stdout).toMatch(/[0-9]{3,} objects of [0-9]+ kinds/);
  });

  test('those of the sandbox', async () => {
    const run = await runToEnd(['evidence', '--exports', temporaryFolder(), '--sandbox'], nothing);
    expect(run.stdout).toMatch(/[0-9]{3,} objects of [0-9]+ kinds/);
  });
});

test('a period that is none is told before anything is read', async () => {
  const run = await runToEnd(['evidence', '--exports', temporaryFolder(), '--period', 'soon', '--sandbox']);
  expect(run).toMatchObject({ code: 2, stderr: expect.stringContaining('--period: "soon" is no period') });
});
