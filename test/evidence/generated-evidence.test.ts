/** The evidence of an organization of some size: each list that the catalogue knows, asked for by plain requests, is all in it. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { http } from 'msw';
import { expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { ADMIN_KEY, runToEnd, temporaryFolder } from '../e2e/start-server.ts';
import { startCannedApi } from '../openai/canned-api.ts';
import { generatedOrganization } from '../reports/generated-organization.ts';

type Row = Record<string, unknown>;

const ORIGIN = 'http://127.0.0.1/v1';

const answer = generatedOrganization({ projects: 120, people: 230, now: Date.now() });
/** Roles of each member would be thousands of requests, and are lists like the others. */
const isLeftOut = (path: string) => (path.match(/\{/g) ?? []).length > 1 || path.includes('/roles');

async function listed(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let after = ''; ; ) {
    const response = answer(new URL(`${ORIGIN}${path}?limit=100${after}`));
    if (!response.ok) return ids;
    const page = (await response.json()) as { data: Row[]; has_more: boolean; last_id: string };
    ids.push(...page.data.map(idOf));
    if (!page.has_more) return ids;
    after = `&after=${page.last_id}`;
  }
}

const idOf = (row: Row) => String(row.id ?? row.group_id);

/** Of a list in each thing of another one, which thing it was in stands before its ID. */
async function everywhere(path: string): Promise<string[]> {
  const [, owners, name, rest] = /^(.*)\/\{(\w+)\}(.*)$/.exec(path) ?? [];
  if (owners === undefined) return listed(path);
  const above = owners.startsWith('/organization') ? owners : `/organization${owners}`;
  const all: string[] = [];
  for (const owner of await listed(above)) {
    for (const id of await listed(`${owners}/${owner}${rest}`)) all.push(`${name} ${owner} ${id}`);
  }
  return all;
}

test('of a generated organization of several pages holds every object exactly once, and verifies', async () => {
  const api = await startCannedApi(
    http.get('*/v1/*', ({ request }) => {
      const url = new URL(request.url);
      return isLeftOut(url.pathname) ? Response.json({ data: [], has_more: false }) : answer(url);
    }),
  );
  const exports = temporaryFolder();
  const environment = { HOME: temporaryFolder(), OPENAI_ADMIN_KEY: ADMIN_KEY, OPENAI_BASE_URL: api.url };
  await runToEnd(['evidence', '--exports', exports], environment);
  const folder = join(exports, readdirSync(exports)[0] ?? '');
  const compared: string[] = [];
  for (const file of readdirSync(folder).filter(
    (name) => name.endsWith('.json') && name !== 'manifest.json',
  )) {
    const path = catalogue.tools.find(({ name }) => name === `list_${file.replace('.json', '')}`)?.endpoint
      .path;
    if (path === undefined || isLeftOut(path) || path.endsWith('/audit_logs')) continue;
    const rows = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Row[];
    const name = /\{(\w+)\}/.exec(path)?.[1];
    const found = rows.map((row) => (name === undefined ? idOf(row) : `${name} ${row[name]} ${idOf(row)}`));
    expect(found.sort(), file).toEqual((await everywhere(path)).sort());
    if (found.length > 0) compared.push(`${file} ${found.length}`);
  }
  expect(compared).toEqual(
    expect.arrayContaining(['projects.json 120', 'users.json 230', 'project_users.json 2400']),
  );
  expect(() => execFileSync('sha256sum', ['-c', 'SHA256SUMS'], { cwd: folder, stdio: 'pipe' })).not.toThrow();
}, 120_000);
