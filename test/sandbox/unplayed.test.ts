/** Operations that exist at OpenAI and that the sandbox does not play. */
import { expect, test } from 'vitest';
import { operationsOf } from '../../src/compose/api-operations.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { openSandbox, send } from './running-sandbox.ts';

const operations = [
  { method: 'GET', path: '/evals', key: 'project' },
  { method: 'POST', path: '/evals/{eval_id}', key: 'project' },
  { method: 'GET', path: '/organization/tunnels', key: 'admin' },
  { method: 'GET', path: '/files/{id}', key: 'project' },
] as const;

test('an operation that is not played is answered with 501 and plain words', async () => {
  const sandbox = await openSandbox({ operations });
  const key = sandbox.projectKey;
  const { status, body } = await send(sandbox, 'GET', '/evals', { key });
  expect(status).toBe(501);
  expect(body).toEqual({
    error: {
      message:
        'The sandbox has no answer for GET /v1/evals: it does not play this operation. With a real key the request goes to OpenAI.',
      type: 'server_error',
      param: null,
      code: 'not_implemented',
    },
  });
  const upload = { key, body: 'any bytes', contentType: 'multipart/form-data' };
  const post = await send(sandbox, 'POST', '/evals/eval_1', upload);
  expect(post.status).toBe(501);
  expect(post.body.error.message).toContain('POST /v1/evals/{eval_id}:');
  expect((await send(sandbox, 'GET', '/organization/tunnels')).status).toBe(501);
});

test('the key is looked at first', async () => {
  const sandbox = await openSandbox({ operations, rateLimitPerMinute: 2 });
  expect((await send(sandbox, 'GET', '/evals', { key: null })).status).toBe(401);
  const { status, body } = await send(sandbox, 'GET', '/evals', { key: sandbox.adminKey });
  expect(status).toBe(403);
  expect(body.error.message).toContain('Missing scopes: api.evals.read.');
  const tunnels = { key: sandbox.projectKey };
  expect((await send(sandbox, 'GET', '/organization/tunnels', tunnels)).status).toBe(403);
  await send(sandbox, 'GET', '/evals', tunnels);
  expect((await send(sandbox, 'GET', '/evals', tunnels)).status).toBe(429);
});

test('everything else is answered as without them', async () => {
  const [told, untold] = [await openSandbox({ operations }), await openSandbox()];
  const [file] = (await send(told, 'GET', '/files')).body.data;
  expect((await send(told, 'GET', `/files/${file.id}`)).body).toEqual(file);
  for (const path of ['/unheard-of', '/evals/eval_1/runs']) {
    const answer = await send(told, 'GET', path);
    expect(answer.status).toBe(404);
    expect(answer.body).toEqual((await send(untold, 'GET', path)).body);
  }
  expect((await send(untold, 'GET', '/evals')).status).toBe(404);
  const other = await send(told, 'DELETE', '/evals');
  expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET']);
});

test('a word in the path that a tool does not know is no operation', async () => {
  const sandbox = await openSandbox({ operations: operationsOf(catalogue.tools) });
  expect((await send(sandbox, 'GET', '/organization/usage/completions?start_time=1700000000')).status).toBe(
    200,
  );
  expect((await send(sandbox, 'GET', '/organization/usage/telepathy')).status).toBe(404);
});
