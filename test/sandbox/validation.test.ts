/** What the API refuses, the sandbox refuses, with OpenAI's error body. */
import { Agent, get, request } from 'node:http';
import { expect, test } from 'vitest';
import { collect, openSandbox, projectNamed, send, startSeconds } from './running-sandbox.ts';

const refusedQueries: [path: string, param: string, code: string][] = [
  ['/organization/projects?limit=0', 'limit', 'integer_below_min_value'],
  ['/organization/projects?limit=101', 'limit', 'integer_above_max_value'],
  ['/organization/projects?limit=ten', 'limit', 'invalid_type'],
  ['/organization/projects?limit=1.5', 'limit', 'invalid_type'],
  ['/organization/projects?limit=1&limit=2', 'limit', 'invalid_type'],
  ['/organization/projects?before=x', 'before', 'unknown_parameter'],
  ['/organization/projects?include_archived=yes', 'include_archived', 'invalid_type'],
  ['/organization/projects?after=proj_unknown', 'after', 'invalid_cursor'],
  ['/organization/users?emails[x]=a', 'emails', 'invalid_type'],
  ['/organization/audit_logs?event_types[]=project.exploded', 'event_types[0]', 'invalid_value'],
  ['/organization/audit_logs?event_types=project.created', 'event_types', 'invalid_type'],
  ['/organization/audit_logs?event_types[]=tenant.user.added', 'event_types', 'invalid_value'],
  ['/organization/audit_logs?tenant_only=true&event_types[]=project.created', 'event_types', 'invalid_value'],
  ['/organization/audit_logs?effective_at[after]=1', 'effective_at.after', 'unknown_parameter'],
  ['/organization/audit_logs?effective_at[gte]=today', 'effective_at.gte', 'invalid_type'],
  ['/organization/costs', 'start_time', 'missing_required_parameter'],
  ['/organization/costs?start_time=1&limit=181', 'limit', 'integer_above_max_value'],
  ['/organization/costs?start_time=1&bucket_width=1h', 'bucket_width', 'invalid_value'],
  ['/organization/costs?start_time=1&group_by[]=model', 'group_by[0]', 'invalid_value'],
  ['/organization/costs?start_time=5&end_time=5', 'end_time', 'invalid_time_range'],
  ['/organization/usage/images?start_time=1&sizes[]=1x1', 'sizes[0]', 'invalid_value'],
  ['/organization/usage/completions?start_time=1&limit=32', 'limit', 'integer_above_max_value'],
  [
    '/organization/usage/completions?start_time=1&bucket_width=1h&limit=169',
    'limit',
    'integer_above_max_value',
  ],
  ['/organization/usage/vector_stores?start_time=1&user_ids[]=a', 'user_ids', 'unknown_parameter'],
  ['/vector_stores?order=newest', 'order', 'invalid_value'],
];

test.each(refusedQueries)('GET %s is refused for %s with %s', async (path, param, code) => {
  const sandbox = await openSandbox();
  const { status, body } = await send(sandbox, 'GET', path);
  expect(status).toBe(400);
  expect(body).toEqual({
    error: { message: expect.any(String), type: 'invalid_request_error', param, code },
  });
});

const refusedBodies: [path: string, body: unknown, param: string | null, code: string][] = [
  ['/organization/projects', {}, 'name', 'missing_required_parameter'],
  ['/organization/projects', { name: 7 }, 'name', 'invalid_type'],
  ['/organization/projects', { name: '' }, 'name', 'string_below_min_length'],
  ['/organization/projects', { name: 'a', color: 'red' }, 'color', 'unknown_parameter'],
  ['/organization/projects', { name: 'a', residency: 'MARS' }, 'residency', 'invalid_value'],
  ['/organization/projects', ['name'], null, 'invalid_type'],
  ['/organization/projects', '{"name":', null, 'invalid_json'],
  [
    '/vector_stores',
    { expires_after: { anchor: 'created_at', days: 1 } },
    'expires_after.anchor',
    'invalid_value',
  ],
  [
    '/vector_stores',
    { expires_after: { anchor: 'last_active_at', days: 366 } },
    'expires_after.days',
    'integer_above_max_value',
  ],
  ['/vector_stores', { file_ids: Array(501).fill('file-x') }, 'file_ids', 'array_above_max_length'],
  [
    '/vector_stores',
    { metadata: Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, 'v'])) },
    'metadata',
    'invalid_value',
  ],
  ['/vector_stores', { metadata: { team: 5 } }, 'metadata.team', 'invalid_type'],
];

test.each(refusedBodies)('POST %s with %j is refused', async (path, body, param, code) => {
  const sandbox = await openSandbox();
  const answer = await send(sandbox, 'POST', path, { body });
  expect([answer.status, answer.body.error.param, answer.body.error.code]).toEqual([400, param, code]);
});

test('a body needs a JSON content type and at most 1 MB', async () => {
  const sandbox = await openSandbox();
  const path = '/organization/projects';
  const form = await send(sandbox, 'POST', path, {
    body: 'name=a',
    contentType: 'application/x-www-form-urlencoded',
  });
  expect([form.status, form.body.error.code]).toEqual([400, 'unsupported_content_type']);
  const large = await send(sandbox, 'POST', path, { body: { name: 'a'.repeat(1024 * 1024) } });
  expect([large.status, large.body.error.code]).toEqual([413, 'request_too_large']);
});

test('a body that is too large leaves the connection usable', async () => {
  const sandbox = await openSandbox();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { authorization: `Bearer ${sandbox.adminKey}`, 'content-type': 'application/json' };
  const ask = (method: string, body: string) =>
    new Promise((resolve, reject) => {
      const outgoing = request(
        `${sandbox.url}/organization/projects`,
        { agent, method, headers },
        (response) => {
          response.resume().on('end', () => resolve(response.statusCode));
        },
      );
      outgoing.on('error', reject).end(body);
    });
  const large = JSON.stringify({ name: 'a'.repeat(4 * 1024 * 1024) });
  expect([await ask('POST', large), await ask('GET', '')]).toEqual([413, 200]);
  agent.destroy();
});

test('what does not exist is answered with 404, another method with 405', async () => {
  const sandbox = await openSandbox();
  const id = await projectNamed(sandbox, 'Data-Science');
  for (const path of [
    '/nothing',
    '/organization',
    '/organization/projects/',
    '/organization/projects/proj_unknown',
    '/organization/projects/..%2Fusers',
    `/organization/projects/${id}/users/user-unknown`,
    `/organization/projects/${id}/service_accounts/svc_acct_unknown`,
    `/organization/projects/${id}/api_keys/key_unknown`,
    '/organization/users/user-unknown',
    '/vector_stores/vs_unknown',
  ]) {
    expect((await send(sandbox, 'GET', path)).status, path).toBe(404);
  }
  const byName = `/organization/projects/${id}/rate_limits/gpt-4o`;
  expect((await send(sandbox, 'POST', byName, { body: { max_requests_per_1_minute: 1 } })).status).toBe(404);
  const wrongMethod = await send(sandbox, 'DELETE', '/organization/projects');
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test('dots in a path are not resolved, so that they reach no other operation', async () => {
  const sandbox = await openSandbox();
  for (const path of [
    '/organization/projects/../users',
    '/organization/projects/%2e%2e/users',
    '//organization/users',
  ]) {
    const status = await new Promise((resolve, reject) => {
      const { hostname, port, pathname } = new URL(sandbox.url);
      const headers = { authorization: `Bearer ${sandbox.adminKey}` };
      get({ hostname, port, path: `${pathname}${path}`, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).on('error', reject);
    });
    expect(status, path).toBe(404);
  }
});

test('arrays are read with and without brackets where the document has none', async () => {
  const sandbox = await openSandbox();
  const emails = ['nora.lindqvist@halden-works.example', 'wei.zhang@halden-works.example'];
  for (const name of ['emails', 'emails[]']) {
    const query = emails.map((email) => `${encodeURIComponent(name)}=${encodeURIComponent(email)}`).join('&');
    const { body } = await send(sandbox, 'GET', `/organization/users?${query}`);
    expect(body.data.map((user: { email: string }) => user.email).sort()).toEqual(emails);
  }
  const { body } = await send(
    sandbox,
    'GET',
    `/organization/costs?start_time=${startSeconds - 90_000}&group_by=line_item`,
  );
  expect(body.data[0].results[0].line_item).toEqual(expect.any(String));
});

test('the default project and archived projects refuse what the API refuses', async () => {
  const sandbox = await openSandbox();
  const projects = await collect(sandbox, '/organization/projects?include_archived=true&limit=100');
  const archived = projects.find((project) => project.status === 'archived')?.id;
  const standard = await projectNamed(sandbox, 'Default project');
  const [user] = await collect(sandbox, '/organization/users?limit=100');
  const member = { user_id: user.id, role: 'member' };
  const refusals: [method: string, path: string, body?: unknown][] = [
    ['POST', `/organization/projects/${standard}`, { name: 'x' }],
    ['POST', `/organization/projects/${standard}/archive`],
    ['POST', `/organization/projects/${standard}/users`, member],
    ['POST', `/organization/projects/${standard}/service_accounts`, { name: 'x' }],
    ['POST', `/organization/projects/${archived}`, { name: 'x' }],
    ['POST', `/organization/projects/${archived}/archive`],
    ['GET', `/organization/projects/${archived}/users`],
    ['POST', `/organization/projects/${archived}/users`, member],
    ['GET', `/organization/projects/${archived}/service_accounts`],
    ['POST', `/organization/projects/${archived}/service_accounts`, { name: 'x' }],
  ];
  for (const [method, path, body] of refusals) {
    const answer = await send(sandbox, method, path, { body });
    expect(answer.status, `${method} ${path}`).toBe(400);
  }
});

test('conditions between fields are checked', async () => {
  const sandbox = await openSandbox();
  const id = await projectNamed(sandbox, 'Image-Studio');
  const project = `/organization/projects/${id}`;
  const [member] = await collect(sandbox, `${project}/users`);
  const [key] = await collect(sandbox, `${project}/api_keys`);
  const refusals: [path: string, body: unknown][] = [
    ['/organization/projects', { name: 'x', residency: 'GLOBAL', geography: 'EU' }],
    [`${project}/users`, { role: 'member' }],
    [`${project}/users`, { role: 'member', user_id: member.id, email: member.email }],
    [`${project}/users`, { role: 'member', user_id: member.id }],
    [`${project}/service_accounts`, { name: 'x', create_service_account_only: true, expires_in_seconds: 60 }],
    [`${project}/api_keys/${key.id}`, {}],
    [`${project}/rate_limits/rl-gpt-4o`, { max_images_per_1_minute: 5 }],
  ];
  for (const [path, body] of refusals) {
    expect((await send(sandbox, 'POST', path, { body })).status, JSON.stringify(body)).toBe(400);
  }
});
