/** The official SDK works against the sandbox for every operation that it serves. */
import type OpenAI from 'openai';
import { expect, test } from 'vitest';
import { createRouter } from '../../src/sandbox/http/router.ts';
import { operations } from '../../src/sandbox/operations.ts';
import { workOnAccess } from './official-sdk-access.ts';
import { workOnPolicies } from './official-sdk-policies.ts';
import { workOnResources } from './official-sdk-resources.ts';
import { workOnTrust } from './official-sdk-trust.ts';
import { collectAll, day, deleted, officialClient, openSandbox, startSeconds } from './running-sandbox.ts';

test('every operation answers a call of the official SDK', async () => {
  const called = new Set<string>();
  const router = createRouter(operations);
  const sandbox = await openSandbox({
    onRequest({ method, url, status }) {
      const { operation } = router(method, url.slice('/v1'.length).split('?')[0] ?? '');
      if (status === 200) called.add(`${method} ${operation.path}`);
    },
  });
  const client = officialClient(sandbox);
  await workOnProjects(client);
  await workOnUsers(client);
  await readReports(client);
  await workOnVectorStores(client);
  await workOnAccess(client);
  await workOnPolicies(client);
  await workOnTrust(client);
  await workOnResources(client);
  expect([...called].sort()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).sort());
  expect(operations).toHaveLength(197);
});

async function workOnProjects(client: OpenAI): Promise<void> {
  const { projects } = client.admin.organization;
  const names = (await collectAll(projects.list({ limit: 3, include_archived: true }))).map(
    (project) => project.name,
  );
  expect(names).toHaveLength(16);
  expect(names).toEqual(expect.arrayContaining(['Data-Science', 'Customer-Support-Bot', 'Marketing-Gen']));

  const created = await projects.create({ name: 'SDK', residency: 'EU_STORAGE_PROCESSING' });
  expect(created).toMatchObject({
    object: 'organization.project',
    status: 'active',
    residency: 'EU_STORAGE_PROCESSING',
  });
  const project_id = created.id;
  expect(await projects.update(project_id, { name: 'SDK 2' })).toMatchObject({ name: 'SDK 2' });
  expect(await projects.retrieve(project_id)).toMatchObject({ id: project_id, name: 'SDK 2' });

  const [candidate] = (
    await client.admin.organization.users.list({ limit: 1, emails: ['nora.lindqvist@halden-works.example'] })
  ).data;
  const user_id = candidate?.id ?? '';
  expect(await projects.users.create(project_id, { user_id, role: 'member' })).toMatchObject({
    id: user_id,
    role: 'member',
  });
  expect(await projects.users.update(user_id, { project_id, role: 'owner' })).toMatchObject({
    role: 'owner',
  });
  expect(await projects.users.retrieve(user_id, { project_id })).toMatchObject({
    object: 'organization.project.user',
  });
  const members = (await collectAll(projects.users.list(project_id, { limit: 1 }))).map(
    (member) => member.email,
  );
  expect(members).toHaveLength(2);
  expect(await projects.users.delete(user_id, { project_id })).toEqual(
    deleted('organization.project.user.deleted', user_id),
  );

  const { serviceAccounts, apiKeys, rateLimits } = projects;
  const account = await serviceAccounts.create(project_id, { name: 'ci', expires_in_seconds: 3600 });
  expect(account).toMatchObject({ object: 'organization.project.service_account', role: 'member' });
  expect(account.api_key).toMatchObject({
    object: 'organization.project.service_account.api_key',
    expires_at: startSeconds + 3600,
  });
  expect(account.api_key?.value).toMatch(/^sk-svcacct-sandbox-.{20,}$/);
  expect(await serviceAccounts.update(account.id, { project_id, role: 'owner' })).toMatchObject({
    role: 'owner',
  });
  expect(await serviceAccounts.retrieve(account.id, { project_id })).toMatchObject({ name: 'ci' });
  const accounts = (await collectAll(serviceAccounts.list(project_id))).map((row) => row.id);
  expect(accounts).toEqual([account.id]);
  const key = await serviceAccounts.apiKeys.create(account.id, {
    project_id,
    name: 'second',
    scopes: ['api.all.read'],
  });
  expect(key.value).toContain('sandbox');
  expect(await apiKeys.update(key.id, { project_id, scopes: [] })).toMatchObject({
    id: key.id,
    expires_at: null,
  });
  expect(await apiKeys.retrieve(key.id, { project_id })).toMatchObject({
    owner: { type: 'service_account', service_account: { id: account.id } },
    owner_project_access: 'active',
  });
  const keys = (await collectAll(apiKeys.list(project_id, { limit: 1, owner_project_access: 'any' }))).map(
    (row) => row.id,
  );
  expect(keys).toEqual([account.api_key?.id, key.id]);
  expect(await apiKeys.delete(key.id, { project_id })).toMatchObject({ deleted: true });

  const models = (await collectAll(rateLimits.listRateLimits(project_id, { limit: 4 }))).map(
    (row) => row.model,
  );
  expect(models).toHaveLength(15);
  expect(
    await rateLimits.updateRateLimit('rl-gpt-4o', { project_id, max_requests_per_1_minute: 500 }),
  ).toMatchObject({
    object: 'project.rate_limit',
    max_requests_per_1_minute: 500,
  });
  expect(await serviceAccounts.delete(account.id, { project_id })).toMatchObject({ deleted: true });
  expect(await projects.archive(project_id)).toMatchObject({ status: 'archived', archived_at: startSeconds });
}

async function workOnUsers(client: OpenAI): Promise<void> {
  const { users, auditLogs } = client.admin.organization;
  const all = await collectAll(users.list({ limit: 17 }));
  expect(all).toHaveLength(40);
  const id = all.at(-1)?.id ?? '';
  expect(await users.retrieve(id)).toMatchObject({
    object: 'organization.user',
    role: 'reader',
    user: { object: 'user', id },
  });
  expect(await users.update(id, { role: 'owner', technical_level: 'advanced' })).toMatchObject({
    role: 'owner',
  });
  expect(await users.delete(id)).toEqual(deleted('organization.user.deleted', id));

  const entries = [];
  const query = {
    effective_at: { gte: startSeconds - day },
    event_types: ['user.deleted', 'user.updated'] as const,
  };
  for await (const entry of auditLogs.list({
    ...query,
    event_types: [...query.event_types],
    resource_ids: [id],
  })) {
    entries.push(entry.type);
  }
  expect(entries).toEqual(['user.deleted', 'user.updated']);
}

async function readReports(client: OpenAI): Promise<void> {
  const { usage } = client.admin.organization;
  const start_time = startSeconds - 3 * day;
  const costs = await usage.costs({ start_time, group_by: ['project_id', 'user_id'], limit: 2 });
  expect(costs).toMatchObject({
    object: 'page',
    has_more: true,
    next_page: expect.stringMatching(/^page_AAAA.*=$/),
  });
  const rest = await usage.costs({
    start_time,
    group_by: ['project_id', 'user_id'],
    limit: 2,
    page: costs.next_page ?? '',
  });
  expect(rest.data).toHaveLength(2);
  const categories = [
    ['audio_speeches', usage.audioSpeeches({ start_time, group_by: ['model'] })],
    ['audio_transcriptions', usage.audioTranscriptions({ start_time })],
    ['code_interpreter_sessions', usage.codeInterpreterSessions({ start_time })],
    [
      'completions',
      usage.completions({ start_time, bucket_width: '1h', batch: true, group_by: ['model', 'batch'] }),
    ],
    ['decisions', usage.decisions({ start_time, group_by: ['service_tier'] })],
    ['embeddings', usage.embeddings({ start_time })],
    ['file_searches', usage.fileSearchCalls({ start_time, group_by: ['vector_store_id'] })],
    ['images', usage.images({ start_time, sizes: ['1024x1024'], sources: ['image.edit'] })],
    ['moderations', usage.moderations({ start_time })],
    ['vector_stores', usage.vectorStores({ start_time })],
    ['web_searches', usage.webSearchCalls({ start_time, context_levels: ['high'] })],
  ] as const;
  for (const [name, request] of categories) {
    const page = await request;
    const results = page.data.flatMap((bucket): { object?: string }[] => [...bucket.results]);
    expect(new Set(results.map(({ object }) => object)), name).toEqual(
      new Set([`organization.usage.${name}.result`]),
    );
  }
}

async function workOnVectorStores(client: OpenAI): Promise<void> {
  const { vectorStores } = client;
  const stores = await collectAll(vectorStores.list({ limit: 2, order: 'asc' }));
  expect(stores).toHaveLength(5);
  const [source] = stores;
  const fileIds = (
    await collectAll(vectorStores.files.list(source?.id ?? '', { limit: 3, filter: 'completed' }))
  ).map((file) => file.id);
  const [first = '', second = '', third = ''] = fileIds;

  const created = await vectorStores.create({
    name: 'SDK',
    file_ids: [first],
    expires_after: { anchor: 'last_active_at', days: 3 },
    metadata: { team: 'sdk' },
  });
  expect(created).toMatchObject({
    object: 'vector_store',
    status: 'in_progress',
    expires_at: startSeconds + 3 * day,
  });
  const vector_store_id = created.id;
  await vectorStores.retrieve(vector_store_id);
  expect(await vectorStores.retrieve(vector_store_id)).toMatchObject({
    status: 'completed',
    file_counts: { completed: 1 },
  });
  expect(await vectorStores.update(vector_store_id, { name: 'SDK 2', expires_after: null })).toMatchObject({
    name: 'SDK 2',
  });

  const { files, fileBatches } = vectorStores;
  const added = await files.create(vector_store_id, { file_id: second, attributes: { year: 2026 } });
  expect(added).toMatchObject({ object: 'vector_store.file', status: 'in_progress', vector_store_id });
  await files.retrieve(second, { vector_store_id });
  expect(await files.retrieve(second, { vector_store_id })).toMatchObject({
    status: 'completed',
    last_error: null,
  });
  expect(await files.update(second, { vector_store_id, attributes: { year: 2025 } })).toMatchObject({
    attributes: { year: 2025 },
  });
  const text = (await files.content(second, { vector_store_id })).data.map((part) => part.text).join(' ');
  const found = await vectorStores.search(vector_store_id, {
    query: text.split('.')[0] ?? '',
    filters: { type: 'eq', key: 'year', value: 2025 },
    max_num_results: 1,
  });
  expect(found.data).toEqual([expect.objectContaining({ file_id: second, score: expect.any(Number) })]);

  const batch = await fileBatches.create(vector_store_id, { file_ids: [third] });
  expect(batch).toMatchObject({ object: 'vector_store.files_batch', status: 'in_progress' });
  expect(await fileBatches.cancel(batch.id, { vector_store_id })).toMatchObject({ status: 'cancelled' });
  expect(await fileBatches.retrieve(batch.id, { vector_store_id })).toMatchObject({
    file_counts: { cancelled: 1, total: 1 },
  });
  const batchFiles = (await collectAll(fileBatches.listFiles(batch.id, { vector_store_id }))).map(
    (file) => file.id,
  );
  expect(batchFiles).toEqual([third]);
  expect(await files.delete(second, { vector_store_id })).toEqual(
    deleted('vector_store.file.deleted', second),
  );
  expect(await vectorStores.delete(vector_store_id)).toEqual(
    deleted('vector_store.deleted', vector_store_id),
  );
}
