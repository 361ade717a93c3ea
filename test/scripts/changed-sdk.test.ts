/** What the drift check says once the SDK has changed: each change is made in a copy of its sources. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { findDrift } from '../../scripts/drift/check.ts';
import { DRIFT_RULES } from '../../scripts/drift/scope-and-exceptions.ts';
import { readSdk } from '../../scripts/sdk/operations.ts';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';

const folder = mkdtempSync(join(tmpdir(), 'changed-sdk-'));
afterAll(() => rmSync(folder, { recursive: true }));
cpSync('node_modules/openai/src', join(folder, 'src'), { recursive: true });

const ORGANIZATION = 'admin/organization';
const PROJECTS = `${ORGANIZATION}/projects`;

/** Each in a file of the resources: what stands there, and what stands there from now on. */
const CHANGES: [file: string, before: string, after: string][] = [
  // Null is newly allowed in an update; in a create it says what leaving it out says.
  [
    `${ORGANIZATION}/groups/groups.ts`,
    'export interface GroupUpdateParams {\n  /**\n   * New display name for the group.\n   */\n  name: string;',
    'export interface GroupUpdateParams {\n  /**\n   * New display name for the group.\n   */\n  name: string | null;',
  ],
  [
    `${ORGANIZATION}/admin-api-keys.ts`,
    'expires_in_seconds?: number;\n}',
    'expires_in_seconds?: number | null;\n}',
  ],
  // New secrets, by their name and by what is said of them; a hint is none.
  [
    `${PROJECTS}/projects.ts`,
    'export interface Project {',
    'export interface Project {\n  scim: { bearer_token: string; bearer_token_hint: string; next_page_token?: string; max_tokens?: number };\n',
  ],
  [
    `${ORGANIZATION}/invites.ts`,
    'export interface Invite {',
    'export interface Invite {\n  /** The link to join. Only returned when the invite is created. */\n  join_link?: string | null;\n  /** Unix timestamp of the last mail. */\n  reminded?: number | null;\n  seen_since?: number;\n  revoked_at?: number;\n',
  ],
  // A method, a parameter and members of answers that are to be used no more.
  [
    `${PROJECTS}/projects.ts`,
    '   * Archives a project in the organization.',
    '   * @deprecated Use close.\n   * Archives a project in the organization.',
  ],
  [
    `${ORGANIZATION}/users/users.ts`,
    '   * Filter by the email address of users.',
    '   * @deprecated Use search.\n   * Filter by the email address of users.',
  ],
  [
    `${ORGANIZATION}/groups/groups.ts`,
    'export interface Group {',
    'export interface Group {\n  /** @deprecated Use source. */\n  origin?: {\n    /** @deprecated */\n    system?: string };\n',
  ],
  // New administration where none was.
  [
    'beta/beta.ts',
    '  threads: ThreadsAPI.Threads = new ThreadsAPI.Threads(this._client);\n',
    '  threads: ThreadsAPI.Threads = new ThreadsAPI.Threads(this._client);\n  tenants: Tenants = new Tenants(this._client);\n',
  ],
];
for (const [file, before, after] of CHANGES) {
  const path = join(folder, 'src', 'resources', file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} has no ${before}`);
  writeFileSync(path, text.replace(before, after));
}
const beta = join(folder, 'src', 'resources', 'beta', 'beta.ts');
writeFileSync(
  beta,
  `${readFileSync(beta, 'utf8')}
export class Tenants extends APIResource {
  /** Suspends a tenant. */
  suspend(tenantID: string, options?: RequestOptions): APIPromise<Tenant> {
    return this._client.post(path\`/organization/tenants/\${tenantID}/suspend\`, { ...options, __security: { adminAPIKeyAuth: true } });
  }
}
export interface Tenant { id: string }
`,
);

const said = findDrift(readSdk(folder), loadSpecFolder('tool-specs', undefined), DRIFT_RULES).filter(
  ({ note }) => !note,
);
const of = (wanted: string) => said.filter(({ problem }) => problem === wanted);
const places = (wanted: string) =>
  [...new Set(of(wanted).map(({ operation, at }) => `${operation} ${at}`))].sort();

test('null newly allowed', () => {
  expect(places('clearable')).toEqual(['admin.organization.groups.update name']);
  expect(of('clearable').map(({ text }) => text)).toContain(
    'tool-specs/groups.yaml update_group: add clearable: true to params.name: the SDK takes null there (admin.organization.groups.update)',
  );
});

test('a new one-time secret in an answer, by its name or by its description', () => {
  expect(places('secret').filter((place) => place.includes('.create '))).toEqual([
    'admin.organization.invites.create join_link',
    'admin.organization.projects.create scim.bearer_token',
  ]);
  expect([...new Set(of('secret').map(({ at }) => at))].sort()).toEqual(['join_link', 'scim.bearer_token']);
  expect(of('secret')[0]?.text).toContain('to secrets.paths: the answer holds a secret there');
});

test('a new time in an answer', () => {
  expect([...new Set(of('time').map(({ at }) => at))].sort()).toEqual(['reminded', 'seen_since']);
  expect(
    of('time')
      .map(({ text }) => text)
      .join('\n'),
  ).toContain('seen_since of the answer is a time: add seen_since to TIME_FIELDS');
});

test('a deprecation of a method, of a parameter and of members of an answer', () => {
  const ofGroups = places('deprecated').filter((place) => place.startsWith('admin.organization.groups.'));
  expect(ofGroups).toContain('admin.organization.groups.create origin');
  expect(ofGroups).toContain('admin.organization.groups.list origin.system');
  expect(places('deprecated').filter((place) => !ofGroups.includes(place))).toEqual([
    'admin.organization.projects.archive ',
    'admin.organization.users.list emails',
  ]);
  const text = of('deprecated')
    .map((finding) => finding.text)
    .join('\n');
  expect(text).toContain('archive_project: say in docs that it is deprecated');
  expect(text).toContain(
    'origin of the answer is deprecated: look whether anything relies on it, then except it in scripts/drift/scope-and-exceptions.ts (Use source.)',
  );
  expect(text).toContain(
    'say in the description of params.emails that it is deprecated, and what replaces it',
  );
});

test('new administration under beta', () => {
  expect(of('scope').map(({ operation }) => operation)).toEqual(['beta.tenants']);
  expect(
    of('operation')
      .map((finding) => finding.text)
      .join('\n'),
  ).toContain('no tool for POST /organization/tenants/{tenant_id}/suspend');
});

test('and nothing else', () => {
  const expected = ['clearable', 'secret', 'time', 'deprecated', 'scope', 'operation'];
  expect(said.filter(({ problem }) => !expected.includes(problem))).toEqual([]);
  expect(of('operation')).toHaveLength(1);
});
