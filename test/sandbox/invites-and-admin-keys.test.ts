/** Invites and admin keys: seeded ones, refusals, and keys that work until they end. */
import { expect, test } from 'vitest';
import { collect, day, openSandbox, projectNamed, send, startSeconds, startTime } from './running-sandbox.ts';

const invites = '/organization/invites';
const keys = '/organization/admin_api_keys';

test('eight invites: pending, accepted by users of the organization, expired', async () => {
  const sandbox = await openSandbox();
  const rows = await collect(sandbox, invites);
  expect(rows.map(({ status }) => status).sort()).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'expired',
    'expired',
    'pending',
    'pending',
    'pending',
  ]);
  const users = await collect(sandbox, '/organization/users?limit=100');
  for (const { status, email, accepted_at, expires_at, created_at } of rows) {
    const user = users.find((candidate) => candidate.email === email);
    expect(user?.added_at).toBe(accepted_at ?? undefined);
    expect(expires_at).toBe(created_at + 7 * day);
    if (status !== 'accepted') expect(expires_at > startSeconds).toBe(status === 'pending');
  }
});

test('an invite without projects leads into the default project, an empty list into none', async () => {
  const sandbox = await openSandbox();
  const standard = await projectNamed(sandbox, 'Default project');
  const projectsOf = async (body: object) => (await send(sandbox, 'POST', invites, { body })).body.projects;
  expect(await projectsOf({ email: 'a@example.com', role: 'reader' })).toEqual([
    { id: standard, role: 'member' },
  ]);
  expect(await projectsOf({ email: 'b@example.com', role: 'owner' })).toEqual([
    { id: standard, role: 'owner' },
  ]);
  expect(await projectsOf({ email: 'c@example.com', role: 'reader', projects: [] })).toEqual([]);
});

test('invites are checked, and a refused one leaves nothing behind', async () => {
  const sandbox = await openSandbox();
  const id = await projectNamed(sandbox, 'Data-Science');
  const projects = await collect(sandbox, '/organization/projects?include_archived=true&limit=100');
  const archived = projects.find(({ status }) => status === 'archived').id;
  const invite = { email: 'new@example.com', role: 'reader' };
  const refusals: [body: object, status: number, param: string | null, code: string][] = [
    [{ role: 'reader' }, 400, 'email', 'missing_required_parameter'],
    [{ ...invite, email: 'nobody' }, 400, 'email', 'invalid_value'],
    [
      { ...invite, email: 'Nora.Lindqvist@halden-works.example' },
      400,
      'email',
      'user_already_in_organization',
    ],
    [{ ...invite, email: 'paulo.mendes@halden-works.example' }, 400, 'email', 'invite_already_pending'],
    [{ ...invite, role: 'member' }, 400, 'role', 'invalid_value'],
    [{ ...invite, projects: [{ id }] }, 400, 'projects[0].role', 'missing_required_parameter'],
    [{ ...invite, projects: [{ id, role: 'reader' }] }, 400, 'projects[0].role', 'invalid_value'],
    [{ ...invite, projects: [{ id: archived, role: 'member' }] }, 400, 'project_id', 'project_archived'],
    [{ ...invite, projects: [{ id: 'proj_unknown', role: 'member' }] }, 404, null, 'not_found'],
    [
      {
        ...invite,
        projects: [
          { id, role: 'member' },
          { id, role: 'owner' },
        ],
      },
      400,
      'projects',
      'invalid_value',
    ],
  ];
  for (const [body, status, param, code] of refusals) {
    const answer = await send(sandbox, 'POST', invites, { body });
    expect([answer.status, answer.body.error?.param, answer.body.error?.code], JSON.stringify(body)).toEqual([
      status,
      param,
      code,
    ]);
  }
  expect(await collect(sandbox, invites)).toHaveLength(8);
});

test('an accepted invite cannot be deleted, any other can, and expiry comes by itself', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ now: () => time });
  const body = { email: 'late@example.com', role: 'reader', projects: [] };
  const { id } = (await send(sandbox, 'POST', invites, { body })).body;
  for (const invite of await collect(sandbox, invites)) {
    const { status, body: answer } = await send(sandbox, 'DELETE', `${invites}/${invite.id}`);
    if (invite.status === 'accepted') {
      expect([status, answer.error.code]).toEqual([400, 'invite_already_accepted']);
    } else if (invite.id !== id) {
      expect(status).toBe(200);
    }
  }
  expect(await collect(sandbox, invites)).toHaveLength(3);
  expect((await send(sandbox, 'GET', `${invites}/${id}`)).status).toBe(404);
  const again = (await send(sandbox, 'POST', invites, { body })).body;
  time += 7 * day * 1000;
  expect((await send(sandbox, 'GET', `${invites}/${again.id}`)).body.status).toBe('expired');
  expect((await send(sandbox, 'POST', invites, { body })).status).toBe(200);
  const since = `/organization/audit_logs?limit=100&effective_at[gte]=${startSeconds}`;
  const entries = (await collect(sandbox, since)).reverse();
  expect(entries.map(({ type }) => type)).toEqual([
    'invite.sent',
    ...Array(6).fill('invite.deleted'),
    'invite.sent',
    'invite.sent',
  ]);
  expect(entries[0]['invite.sent']).toEqual({ id, data: { email: 'late@example.com', role: 'reader' } });
});

test('five admin keys: one old and without expiry, one expired, and the one in use', async () => {
  const sandbox = await openSandbox();
  const rows = await collect(sandbox, keys);
  expect(rows.map(({ name }) => name)).toEqual([
    'setup (do not delete)',
    'terraform',
    'sandbox',
    'contractor audit',
    'finance dashboard',
  ]);
  expect(rows.map(({ expires_at }) => expires_at === null)).toEqual([true, false, false, false, false]);
  expect(rows[0].created_at).toBeLessThan(startSeconds - 500 * day);
  expect(rows.filter(({ expires_at }) => expires_at !== null && expires_at < startSeconds)).toHaveLength(1);
  const own = rows[2];
  expect(own).toMatchObject({
    redacted_value: `sk-admin-${'*'.repeat(20)}${sandbox.adminKey.slice(-4)}`,
    last_used_at: startSeconds,
    owner: { name: 'Ingrid Solberg', role: 'owner', type: 'user', object: 'organization.user' },
  });
  const text = JSON.stringify(rows);
  expect(text).not.toContain('value":"sk-admin-sandbox');
  expect(await collect(sandbox, `${keys}?order=desc&limit=2`)).toEqual(rows.toReversed());
  const { body } = await send(sandbox, 'GET', `/organization/audit_logs?actor_ids[]=${own.id}`);
  expect(body.data.length).toBeGreaterThan(0);
});

test('a new admin key works as one until it expires or is deleted, and its work bears its id', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ now: () => time });
  const mint = async (body: object) => (await send(sandbox, 'POST', keys, { body })).body;
  const expiring = await mint({ name: 'short', expires_in_seconds: 60 });
  const lasting = await mint({ name: 'long' });
  expect(lasting.expires_at).toBeNull();
  const status = async (key: string) =>
    (await send(sandbox, 'GET', '/organization/projects', { key })).status;
  expect([await status(expiring.value), await status(lasting.value)]).toEqual([200, 200]);
  const body = { name: 'Made by the new key' };
  await send(sandbox, 'POST', '/organization/projects', { key: lasting.value, body });
  await send(sandbox, 'POST', '/organization/projects', { body });
  const { data } = (await send(sandbox, 'GET', '/organization/audit_logs?limit=4')).body;
  expect(data.map((entry: { type: string }) => entry.type)).toEqual([
    'project.created',
    'project.created',
    'api_key.created',
    'api_key.created',
  ]);
  expect([data[0].actor.api_key.id === lasting.id, data[1].actor.api_key.id]).toEqual([false, lasting.id]);
  expect(data[2]['api_key.created']).toEqual({
    id: lasting.id,
    data: { scopes: ['api.management.read', 'api.management.write'] },
  });
  time += 60_000;
  expect(await status(expiring.value)).toBe(401);
  expect((await send(sandbox, 'GET', `${keys}/${lasting.id}`)).body.last_used_at).toBe(startSeconds);
  expect((await send(sandbox, 'DELETE', `${keys}/${lasting.id}`)).status).toBe(200);
  expect([await status(lasting.value), (await send(sandbox, 'GET', `${keys}/${lasting.id}`)).status]).toEqual(
    [401, 404],
  );
  expect((await send(sandbox, 'GET', '/vector_stores', { key: expiring.value })).status).toBe(401);
});

test('the admin key in use can be deleted and is refused from then on', async () => {
  const sandbox = await openSandbox();
  const own = (await collect(sandbox, keys)).find(({ name }) => name === 'sandbox').id;
  const spare = (await send(sandbox, 'POST', keys, { body: { name: 'spare' } })).body.value;
  expect((await send(sandbox, 'DELETE', `${keys}/${own}`)).body).toEqual({
    id: own,
    object: 'organization.admin_api_key.deleted',
    deleted: true,
  });
  const refused = await send(sandbox, 'GET', '/organization/projects');
  expect([refused.status, refused.body.error.code]).toEqual([401, 'invalid_api_key']);
  const { data } = (await send(sandbox, 'GET', '/organization/audit_logs?limit=1', { key: spare })).body;
  expect(data).toMatchObject([
    { type: 'api_key.deleted', 'api_key.deleted': { id: own }, actor: { api_key: { id: own } } },
  ]);
});

test('admin keys are checked', async () => {
  const sandbox = await openSandbox();
  const refusals: [method: string, path: string, body: object | undefined, status: number, code: string][] = [
    ['POST', keys, {}, 400, 'missing_required_parameter'],
    ['POST', keys, { name: '' }, 400, 'string_below_min_length'],
    ['POST', keys, { name: 'x', expires_in_seconds: 0 }, 400, 'integer_below_min_value'],
    ['POST', keys, { name: 'x', expires_in_seconds: 31_536_001 }, 400, 'integer_above_max_value'],
    ['POST', keys, { name: 'x', expires_in_seconds: null }, 400, 'invalid_type'],
    ['POST', keys, { name: 'x', scopes: [] }, 400, 'unknown_parameter'],
    ['GET', `${keys}?limit=0`, undefined, 400, 'integer_below_min_value'],
    ['GET', `${keys}?after=key_unknown`, undefined, 400, 'invalid_cursor'],
    ['GET', `${keys}/key_unknown`, undefined, 404, 'not_found'],
    ['DELETE', `${keys}/key_unknown`, undefined, 404, 'not_found'],
  ];
  for (const [method, path, body, status, code] of refusals) {
    const answer = await send(sandbox, method, path, { body });
    expect([answer.status, answer.body.error?.code], `${method} ${path}`).toEqual([status, code]);
  }
  expect((await send(sandbox, 'GET', `${keys}?limit=5000`)).body.data).toHaveLength(5);
  const { status } = await send(sandbox, 'GET', keys, { key: sandbox.projectKey });
  expect(status).toBe(403);
});
