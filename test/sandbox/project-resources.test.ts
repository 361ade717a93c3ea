/** What a project holds beside vector stores: seeded data, states, secrets, and what a deletion takes along. */
import { expect, test } from 'vitest';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { type Answer, deleted, openSandbox, projectNamed, send, startTime } from './running-sandbox.ts';

type Row = Answer['body'];

async function rows(sandbox: RunningSandbox, path: string): Promise<Row[]> {
  const lists = Object.values(sandbox.projectKeys).map((key) => send(sandbox, 'GET', path, { key }));
  return (await Promise.all(lists)).flatMap(({ body }) => body.data);
}

async function keyOf(sandbox: RunningSandbox, name: string): Promise<string> {
  return sandbox.projectKeys[await projectNamed(sandbox, name)] ?? '';
}

function count(list: Row[], status: string): number {
  return list.filter((row) => row.status === status).length;
}

test('the company starts with batches, jobs, chats, containers and webhooks', async () => {
  const sandbox = await openSandbox();
  const batches = await rows(sandbox, '/batches');
  expect([batches.length, count(batches, 'failed')]).toEqual([20, 2]);
  const jobs = await rows(sandbox, '/fine_tuning/jobs');
  expect([jobs.length, count(jobs, 'succeeded')]).toEqual([6, 3]);
  expect(await rows(sandbox, '/chat/completions')).toHaveLength(15);
  expect(await rows(sandbox, '/webhook_endpoints')).toHaveLength(4);
  const containers = await rows(sandbox, '/containers');
  expect([containers.length, count(containers, 'expired')]).toEqual([5, 2]);
  const models = (await send(sandbox, 'GET', '/models')).body.data;
  expect(models).toHaveLength(18);
  expect(models.filter((model: Row) => model.id.startsWith('ft:'))).toHaveLength(3);
  expect(models.filter((model: Row) => model.shutdown_date !== null).length).toBeGreaterThanOrEqual(3);
});

test('nothing seeded lies in the future, and every file that is named exists', async () => {
  const sandbox = await openSandbox();
  for (const key of Object.values(sandbox.projectKeys)) {
    const list = async (path: string): Promise<Row[]> =>
      (await send(sandbox, 'GET', path, { key })).body.data;
    const files = await list('/files');
    const batches = await list('/batches');
    const jobs = await list('/fine_tuning/jobs');
    const stores = await list('/vector_stores');
    const attached = await Promise.all(stores.map(({ id }) => list(`/vector_stores/${id}/files?limit=100`)));
    const named = [
      ...attached.flat().map(({ id }) => id),
      ...batches.flatMap((row) => [row.input_file_id, row.output_file_id, row.error_file_id]),
      ...jobs.flatMap((row) => [row.training_file, row.validation_file, ...row.result_files]),
    ];
    const known = new Set(files.map(({ id }) => id));
    expect(named.filter((id) => id !== undefined && !known.has(id))).toEqual([]);
    for (const row of [...files, ...batches, ...jobs]) {
      for (const [field, value] of Object.entries(row)) {
        if (!field.endsWith('_at') || field === 'expires_at' || value === null) continue;
        expect(value, field).toBeLessThanOrEqual(startTime / 1000);
      }
    }
  }
});

test('what is seeded late is the same, whatever happened before it was asked for', async () => {
  const ids = async (prepare: (sandbox: RunningSandbox) => Promise<unknown>) => {
    let time = startTime;
    const sandbox = await openSandbox({ now: () => time });
    await prepare(sandbox);
    time += 3_600_000;
    const lists = ['/batches', '/fine_tuning/jobs', '/containers', '/webhook_endpoints', '/chat/completions'];
    const found = await Promise.all(lists.map((list) => rows(sandbox, list)));
    return found.flat().map((row) => [row.id, row.created_at ?? row.created]);
  };
  const renamed = await ids(async (sandbox) => {
    const path = `/organization/projects/${await projectNamed(sandbox, 'Customer-Support-Bot')}`;
    await send(sandbox, 'POST', path, { body: { name: 'Renamed' } });
    await send(sandbox, 'POST', '/organization/projects', { body: { name: 'Data-Science' } });
  });
  expect(renamed).toEqual(await ids(async () => undefined));
});

test('deleting a file takes it out of every vector store of its project', async () => {
  const sandbox = await openSandbox();
  const [store, other] = (await send(sandbox, 'GET', '/vector_stores')).body.data;
  const [file] = (await send(sandbox, 'GET', `/vector_stores/${store.id}/files`)).body.data;
  await send(sandbox, 'POST', `/vector_stores/${other.id}/files`, { body: { file_id: file.id } });
  expect((await send(sandbox, 'DELETE', `/files/${file.id}`)).body).toEqual(deleted('file', file.id));
  for (const path of ['/files', `/vector_stores/${store.id}/files`, `/vector_stores/${other.id}/files`]) {
    expect((await send(sandbox, 'GET', `${path}/${file.id}`)).status, path).toBe(404);
  }
  const total = (await send(sandbox, 'GET', `/vector_stores/${store.id}`)).body.file_counts.total;
  expect(total).toBe(store.file_counts.total - 1);
});

test('a file of a batch can be put into a vector store before anyone listed the files', async () => {
  const source = await openSandbox();
  const file_id = (await send(source, 'GET', '/batches')).body.data[0].input_file_id;
  const sandbox = await openSandbox();
  const { id } = (await send(sandbox, 'POST', '/vector_stores', { body: { name: 'x' } })).body;
  expect((await send(sandbox, 'POST', `/vector_stores/${id}/files`, { body: { file_id } })).status).toBe(200);
});

test('a batch is cancelled in ten minutes, and only while it is open', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ now: () => time });
  const batches: Row[] = (await send(sandbox, 'GET', '/batches')).body.data;
  const withStatus = (status: string) => `/batches/${batches.find((row) => row.status === status)?.id}`;
  const open = withStatus('in_progress');
  expect((await send(sandbox, 'POST', `${open}/cancel`)).body.status).toBe('cancelling');
  time += 599_000;
  expect((await send(sandbox, 'GET', open)).body.status).toBe('cancelling');
  time += 1_000;
  expect((await send(sandbox, 'GET', open)).body).toMatchObject({
    status: 'cancelled',
    cancelled_at: time / 1000,
  });
  for (const path of [open, withStatus('completed'), withStatus('failed')]) {
    const refused = await send(sandbox, 'POST', `${path}/cancel`);
    expect([refused.status, refused.body.error.code], path).toEqual([400, 'invalid_batch_status']);
  }
  time += 86_400_000;
  expect((await send(sandbox, 'GET', withStatus('validating'))).body.status).toBe('expired');
});

test('a fine-tuning job goes only where its state allows', async () => {
  const sandbox = await openSandbox();
  const jobs: Row[] = (await send(sandbox, 'GET', '/fine_tuning/jobs')).body.data;
  const act = async (status: string, action: string) => {
    const { id } = jobs.find((row) => row.status === status);
    const answer = await send(sandbox, 'POST', `/fine_tuning/jobs/${id}/${action}`);
    return answer.status === 200 ? answer.body.status : answer.body.error.code;
  };
  const refused = 'invalid_fine_tuning_job_status';
  for (const action of ['cancel', 'pause', 'resume']) expect(await act('succeeded', action)).toBe(refused);
  expect(await act('queued', 'pause')).toBe(refused);
  expect(await act('running', 'resume')).toBe(refused);
  expect(await act('running', 'pause')).toBe('queued');
  expect(await act('running', 'pause')).toBe(refused);
  expect(await act('running', 'resume')).toBe('running');
  expect(await act('running', 'pause')).toBe('queued');
  expect(await act('running', 'cancel')).toBe('cancelled');
  expect(await act('running', 'resume')).toBe(refused);
  expect(await act('queued', 'cancel')).toBe('cancelled');
});

test('jobs and chats are found by metadata, and jobs without metadata as such', async () => {
  const sandbox = await openSandbox();
  const found = async (path: string) => (await send(sandbox, 'GET', path)).body.data;
  const jobs = '/fine_tuning/jobs?metadata';
  expect((await found(`${jobs}[dataset]=tone-of-voice`)).map((row: Row) => row.model)).toEqual([
    'gpt-4o-mini',
  ]);
  expect((await found(`${jobs}=null`)).map((row: Row) => row.status)).toEqual(['queued']);
  expect(await found(`${jobs}=`)).toHaveLength(4);
  expect(await found(`${jobs}[dataset]=`)).toEqual([]);
  expect(await found('/chat/completions?metadata[channel]=web-chat')).toHaveLength(8);
  expect(await found('/chat/completions?model=gpt-4o')).toEqual([]);
});

test('a model is shared by permission, and deleted only by the project that made it', async () => {
  const sandbox = await openSandbox();
  const science = await keyOf(sandbox, 'Data-Science');
  const studio = await projectNamed(sandbox, 'Image-Studio');
  const key = sandbox.projectKeys[studio] ?? '';
  const tuned = async (reader: string) =>
    (await send(sandbox, 'GET', '/models', { key: reader })).body.data
      .map((model: Row) => model.id)
      .filter((id: string) => id.startsWith('ft:'));
  const [model] = await tuned(science);
  expect(await tuned(key)).toEqual([]);
  const path = `/fine_tuning/checkpoints/${encodeURIComponent(model)}/permissions`;
  const [granted] = (await send(sandbox, 'POST', path, { body: { project_ids: [studio] } })).body.data;
  const [again] = (await send(sandbox, 'POST', path, { body: { project_ids: [studio] } })).body.data;
  expect(again).toEqual(granted);
  expect(await tuned(key)).toEqual([model]);
  const one = `/models/${encodeURIComponent(model)}`;
  expect((await send(sandbox, 'DELETE', one, { key })).status).toBe(400);
  await send(sandbox, 'DELETE', `${path}/${granted.id}`);
  expect(await tuned(key)).toEqual([]);
  expect((await send(sandbox, 'DELETE', '/models/gpt-4o', { key: science })).status).toBe(400);
  expect((await send(sandbox, 'DELETE', one, { key: science })).status).toBe(200);
  expect(await tuned(science)).toEqual([]);
  const { body } = await send(sandbox, 'GET', '/organization/audit_logs?limit=2');
  expect(body.data.map((entry: Row) => entry.type)).toEqual([
    'checkpoint.permission.deleted',
    'checkpoint.permission.created',
  ]);
  expect((await send(sandbox, 'GET', path.replace('ft%3A', 'ft%3Ax'))).status).toBe(404);
});

test('a signing secret is shown once, and only a real change moves updated_at', async () => {
  let time = startTime;
  const sandbox = await openSandbox({ now: () => time });
  const body = { name: 'n', url: 'https://hooks.example/x', event_types: ['batch.failed'] };
  const created = (await send(sandbox, 'POST', '/webhook_endpoints', { body })).body;
  expect(created.signing_secret).toMatch(/^whsec_sandbox/);
  const path = `/webhook_endpoints/${created.id}`;
  time += 5_000;
  await send(sandbox, 'POST', path, { body });
  await send(sandbox, 'POST', `${path}/test`, { body: { event_type: 'batch.failed' } });
  const { signing_secret: _, ...shown } = created;
  expect((await send(sandbox, 'GET', path)).body).toEqual(shown);
  expect(JSON.stringify((await send(sandbox, 'GET', '/webhook_endpoints')).body)).not.toContain(
    'whsec_sandbox',
  );
  const rotated = (await send(sandbox, 'POST', `${path}/rotate_secret`)).body;
  expect(rotated.signing_secret).toMatch(/^whsec_sandbox/);
  expect(rotated).toMatchObject({ updated_at: time / 1000, created_at: startTime / 1000 });
  expect(rotated.signing_secret_hint).not.toBe(created.signing_secret_hint);
});

test('a container that is deleted answers nothing and takes its files along', async () => {
  const sandbox = await openSandbox();
  const [container] = (await send(sandbox, 'GET', '/containers')).body.data;
  const [file] = (await send(sandbox, 'GET', `/containers/${container.id}/files`)).body.data;
  const answer = await send(sandbox, 'DELETE', `/containers/${container.id}`);
  expect([answer.status, answer.body, answer.headers.get('content-type')]).toEqual([200, undefined, null]);
  expect((await send(sandbox, 'GET', `/containers/${container.id}/files/${file.id}`)).status).toBe(404);
});

test('a restricted key opens the families of its scopes', async () => {
  const sandbox = await openSandbox();
  const path = `/organization/projects/${await projectNamed(sandbox, 'Data-Science')}/service_accounts`;
  const account = (await send(sandbox, 'POST', path, { body: { name: 'restricted' } })).body;
  const mint = async (...scopes: string[]) =>
    (await send(sandbox, 'POST', `${path}/${account.id}/api_keys`, { body: { scopes } })).body.value;
  const status = async (key: string, method: string, target: string) =>
    (await send(sandbox, method, target, { key })).status;
  const files = await mint('api.files.read', 'api.model.read');
  expect(await status(files, 'GET', '/files')).toBe(200);
  expect(await status(files, 'GET', '/models')).toBe(200);
  expect(await status(files, 'DELETE', '/files/file-x')).toBe(403);
  const { body } = await send(sandbox, 'GET', '/batches', { key: files });
  expect(body.error.message).toContain('Missing scopes: api.batch.read.');
  const reader = await mint('api.all.read');
  for (const family of [
    'batches',
    'containers',
    'chat/completions',
    'fine_tuning/jobs',
    'webhook_event_types',
  ])
    expect(await status(reader, 'GET', `/${family}`), family).toBe(200);
  expect(await status(sandbox.adminKey, 'GET', '/files')).toBe(403);
  expect(await status(files, 'GET', '/fine_tuning/checkpoints/ft:x/permissions')).toBe(403);
});

const refusals: [method: string, path: string, param: string, code: string, body?: object][] = [
  ['GET', '/files?limit=10001', 'limit', 'integer_above_max_value'],
  ['GET', '/files?before=file-x', 'before', 'unknown_parameter'],
  ['GET', '/files?after=file-x', 'after', 'invalid_cursor'],
  ['GET', '/batches?limit=101', 'limit', 'integer_above_max_value'],
  ['GET', '/batches?order=asc', 'order', 'unknown_parameter'],
  ['GET', '/models?limit=1', 'limit', 'unknown_parameter'],
  ['GET', '/containers?order=newest', 'order', 'invalid_value'],
  ['GET', '/webhook_endpoints?order=asc', 'order', 'unknown_parameter'],
  ['GET', '/fine_tuning/jobs?limit=0', 'limit', 'integer_below_min_value'],
  [
    'POST',
    '/webhook_endpoints',
    'url',
    'invalid_value',
    { name: 'n', url: 'http://a.example', event_types: [] },
  ],
  [
    'POST',
    '/webhook_endpoints',
    'event_types[0]',
    'invalid_value',
    { name: 'n', url: 'https://a.example', event_types: ['batch.exploded'] },
  ],
];

test.each(refusals)('%s %s is refused for %s with %s', async (method, path, param, code, body) => {
  const sandbox = await openSandbox();
  const answer = await send(sandbox, method, path, { body });
  expect([answer.status, answer.body.error.param, answer.body.error.code]).toEqual([400, param, code]);
});

test('what does not exist is answered with 404', async () => {
  const sandbox = await openSandbox();
  for (const path of [
    '/files/file-x',
    '/batches/batch_x',
    '/models/gpt-2',
    '/fine_tuning/jobs/ftjob-x',
    '/fine_tuning/jobs/ftjob-x/events',
    '/fine_tuning/jobs/ftjob-x/checkpoints',
    '/chat/completions/chatcmpl-x',
    '/chat/completions/chatcmpl-x/messages',
    '/containers/cntr_x',
    '/containers/cntr_x/files',
    '/webhook_endpoints/whe_x',
  ]) {
    expect((await send(sandbox, 'GET', path)).status, path).toBe(404);
  }
});
