/** What the fictitious company holds when the sandbox starts. */
import { expect, test } from 'vitest';
import { rememberSecret } from '../../src/redaction/known-secrets.ts';
import { redact } from '../../src/redaction/redact.ts';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Answer, collect, day, openSandbox, projectNamed, startSeconds } from './running-sandbox.ts';

async function overProjects(sandbox: RunningSandbox, path: string): Promise<Answer['body'][][]> {
  const projects = await collect(sandbox, '/organization/projects');
  return Promise.all(projects.map(({ id }) => collect(sandbox, `/organization/projects/${id}/${path}`)));
}

test('projects: two archived, a name that is not ASCII, a name used twice', async () => {
  const sandbox = await openSandbox();
  const projects = await collect(sandbox, '/organization/projects?include_archived=true&limit=100');
  const names = projects.map((project) => project.name);
  expect(projects.filter((project) => project.status === 'archived')).toHaveLength(2);
  expect(names).toContain('Übersetzung-Beta');
  expect(names).not.toContain('Alpha-RAG-Testing');
  const twins = projects.filter((project) => project.name === 'Document-Intake');
  expect(twins.map((project) => project.status).sort()).toEqual(['active', 'archived']);
});

test('no key holds so much of a name that the filter takes the name for a part of it', async () => {
  const sandbox = await openSandbox();
  const keys = [sandbox.adminKey, sandbox.projectKey, ...Object.values(sandbox.projectKeys)];
  for (const key of keys) rememberSecret(key);
  const projects = JSON.stringify(await collect(sandbox, '/organization/projects?limit=100'));
  expect(redact(projects)).toBe(projects);
});

test('people, service accounts and rate limits', async () => {
  const sandbox = await openSandbox();
  const users = await collect(sandbox, '/organization/users?limit=100');
  expect(users).toHaveLength(40);
  expect(users.filter((user) => user.role === 'owner').length).toBeGreaterThanOrEqual(2);
  expect((await overProjects(sandbox, 'service_accounts')).flat()).toHaveLength(30);
  for (const rows of await overProjects(sandbox, 'rate_limits')) {
    expect(rows).toHaveLength(15);
    for (const row of rows) {
      expect(row.id).toBe(`rl-${row.model}`);
      expect('max_images_per_1_minute' in row).toBe(row.model === 'gpt-image-1');
      expect('max_audio_megabytes_per_1_minute' in row).toBe(row.model === 'gpt-4o-transcribe');
    }
  }
});

test('API keys that an audit should find', async () => {
  const sandbox = await openSandbox();
  const keys = (await overProjects(sandbox, 'api_keys?owner_project_access=any')).flat();
  const unused = keys.filter(
    (key) => key.last_used_at !== null && key.last_used_at < startSeconds - 200 * day,
  );
  const orphaned = keys.filter((key) => key.owner_project_access === 'inactive');
  const expiring = keys.filter((key) => key.expires_at !== null && key.expires_at < startSeconds + 60 * day);
  for (const group of [unused, orphaned, expiring]) expect(group.length).toBeGreaterThanOrEqual(3);
  expect(new Set(keys.map((key) => key.owner.type))).toEqual(new Set(['user', 'service_account']));
  for (const key of keys) expect(key.redacted_value).toMatch(/^sk-(proj|svcacct)-\*+.{4}$/);
  const shown = (await overProjects(sandbox, 'api_keys')).flat();
  expect(shown).toHaveLength(keys.length - orphaned.length);
});

test('the audit log: 800 entries in 120 days, and who deleted the service account in Marketing-Gen', async () => {
  const sandbox = await openSandbox();
  const entries = await collect(sandbox, '/organization/audit_logs?limit=100');
  expect(entries).toHaveLength(800);
  const times = entries.map((entry) => entry.effective_at);
  expect(times).toEqual([...times].sort((one, other) => other - one));
  expect(times.at(-1)).toBeGreaterThanOrEqual(startSeconds - 120 * day);
  for (const entry of entries) {
    expect(entry).toHaveProperty([entry.type]);
    const person =
      entry.actor.session?.user ?? entry.actor.api_key.user ?? entry.actor.api_key.service_account;
    expect(person.id).toEqual(expect.any(String));
    if (entry.actor.type === 'session') expect(entry.actor.session.ip_address).toMatch(/^203\.0\.113\.\d+$/);
  }
  const project = await projectNamed(sandbox, 'Marketing-Gen');
  const query = `effective_at[gte]=${startSeconds - day}&event_types[]=service_account.deleted&project_ids[]=${project}`;
  const [deletion, ...others] = await collect(sandbox, `/organization/audit_logs?${query}`);
  expect(others).toEqual([]);
  const { email, id } = deletion.actor.session.user;
  expect(await collect(sandbox, `/organization/users?emails[]=${encodeURIComponent(email)}`)).toMatchObject([
    { id },
  ]);
  const account = deletion['service_account.deleted'].id;
  const history = await collect(sandbox, `/organization/audit_logs?resource_ids[]=${account}`);
  expect(history.map((entry) => entry.type)).toEqual(['service_account.deleted', 'service_account.created']);
  const own = await collect(
    sandbox,
    `/organization/audit_logs?limit=100&actor_emails[]=${encodeURIComponent(email)}`,
  );
  expect(own).toEqual(await collect(sandbox, `/organization/audit_logs?limit=100&actor_ids[]=${id}`));
  expect(await collect(sandbox, '/organization/audit_logs?tenant_only=true')).toEqual([]);
});

test('the audit log tells of every kind of thing that the organization has', async () => {
  const sandbox = await openSandbox();
  const entries = await collect(sandbox, '/organization/audit_logs?limit=100');
  const families = new Set(entries.map((entry) => entry.type.split('.')[0]));
  for (const family of [
    'api_key',
    'certificate',
    'certificates',
    'checkpoint',
    'external_key',
    'external_storage',
    'group',
    'invite',
    'ip_allowlist',
    'login',
    'organization',
    'project',
    'rate_limit',
    'role',
    'service_account',
    'user',
    'workload_identity_provider',
    'workload_identity_provider_mapping',
  ]) {
    expect(families).toContain(family);
  }
  const [provider] = await collect(sandbox, '/organization/workload_identity_providers');
  const history = await collect(sandbox, `/organization/audit_logs?resource_ids[]=${provider.id}`);
  expect(history.map((entry) => entry.effective_at)).toContain(provider.updated_at);
});

test('15 vector stores in several projects, three of them with failed files', async () => {
  const sandbox = await openSandbox();
  const lists = await Promise.all(
    Object.values(sandbox.projectKeys).map((key) => collect(sandbox, '/vector_stores', key)),
  );
  const stores = lists.flat();
  expect(stores).toHaveLength(15);
  expect(Math.max(...lists.map((list) => list.length))).toBe(
    (await collect(sandbox, '/vector_stores')).length,
  );
  expect(lists.filter((list) => list.length > 0).length).toBeGreaterThanOrEqual(4);
  expect(stores.filter((store) => store.file_counts.failed > 0)).toHaveLength(3);
  const failing = (await collect(sandbox, '/vector_stores')).find((store) => store.file_counts.failed > 0);
  const files = await collect(sandbox, `/vector_stores/${failing.id}/files?filter=failed`);
  expect(files).toHaveLength(failing.file_counts.failed);
  for (const file of files)
    expect(file.last_error).toEqual({ code: expect.any(String), message: expect.any(String) });
});

test('the same seed gives the same ids and keys at any time, another seed gives others', async () => {
  const identity = async (options: { seed: number; now?: () => number }) => {
    const sandbox = await openSandbox(options);
    const lists = ['users?limit=100', 'projects?limit=100', 'audit_logs?limit=100'];
    const rows = await Promise.all(lists.map((list) => collect(sandbox, `/organization/${list}`)));
    return [sandbox.adminKey, sandbox.projectKeys, rows.flat().map((row) => row.id)];
  };
  const first = await identity({ seed: 1 });
  expect(await identity({ seed: 1, now: () => Date.UTC(2027, 2, 3, 4, 5, 6) })).toEqual(first);
  expect(await identity({ seed: 2 })).not.toEqual(first);
});
