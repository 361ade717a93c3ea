/** The same clocks and the same seed give the same answers, byte for byte. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import { operations } from '../../src/sandbox/operations.ts';
import type { RunningSandbox } from '../../src/sandbox/start-sandbox.ts';
import { day, openSandbox, projectNamed, startSeconds, startTime } from './running-sandbox.ts';

type Exchange = { name: string; bytes: string };

/** Everything that comes back on a connection of its own: status line, headers, body. */
function exchange(sandbox: RunningSandbox, key: string, method: string, path: string, body?: object) {
  const sent = body === undefined ? '' : JSON.stringify(body);
  const head = [
    `${method} /v1${path} HTTP/1.1`,
    'host: sandbox',
    'connection: close',
    `authorization: Bearer ${key}`,
    ...(body === undefined
      ? []
      : ['content-type: application/json', `content-length: ${Buffer.byteLength(sent)}`]),
  ];
  return new Promise<string>((resolve, reject) => {
    let received = '';
    const socket = connect(Number(new URL(sandbox.url).port), '127.0.0.1');
    socket.setEncoding('utf8');
    socket.on('data', (text) => {
      received += text;
    });
    socket.on('end', () => resolve(received));
    socket.on('error', reject);
    socket.write(`${head.join('\r\n')}\r\n\r\n${sent}`);
  });
}

/** Makes a few things, then asks every GET operation for something that is there. */
async function visit(): Promise<Exchange[]> {
  let ticks = 0;
  const sandbox = await openSandbox({ now: () => startTime, monotonic: () => (ticks += 0.4), seed: 3 });
  const project = await projectNamed(sandbox, 'Customer-Support-Bot');
  const exchanges: Exchange[] = [];
  const ask = async (operation: { method: string; key: string }, path: string, body?: object) => {
    const key = operation.key === 'admin' ? sandbox.adminKey : (sandbox.projectKeys[project] ?? '');
    const bytes = await exchange(sandbox, key, operation.method, path, body);
    exchanges.push({ name: `${operation.method} ${path}`, bytes });
    return JSON.parse(bytes.slice(bytes.indexOf('\r\n\r\n')));
  };
  const make = (key: string, path: string, body: object) => ask({ method: 'POST', key }, path, body);
  const ofProject = `/organization/projects/${project}`;
  const limit = { threshold_amount: 100, currency: 'USD', interval: 'month' };
  await make('admin', '/organization/projects', { name: 'Repeated' });
  await make('admin', '/organization/admin_api_keys', { name: 'repeated' });
  await make('admin', `${ofProject}/service_accounts`, { name: 'repeated' });
  await make('admin', `${ofProject}/model_permissions`, { mode: 'deny_list', model_ids: ['o4-mini'] });
  await make('admin', `${ofProject}/spend_limit`, limit);
  const notification_channel = { type: 'email', recipients: ['team@halden-works.example'] };
  await make('admin', `${ofProject}/spend_alerts`, { ...limit, notification_channel });
  const list = async (path: string) => (await ask({ method: 'GET', key: 'project' }, path)).data;
  const store = (await list('/vector_stores'))[0].id;
  const file_ids = [(await list('/files'))[0].id];
  const batch = await make('project', `/vector_stores/${store}/file_batches`, { file_ids });
  const job = (await list('/fine_tuning/jobs')).at(-1).id;
  const [checkpoint] = await list(`/fine_tuning/jobs/${job}/checkpoints`);

  // By the path of one of a kind, or by the name of the id where no list leads to it.
  const ids = new Map([
    ['/organization/projects/{project_id}', project],
    ['{project_id}', project],
    ['{fine_tuned_model_checkpoint}', checkpoint.fine_tuned_model_checkpoint],
    ['/vector_stores/{vector_store_id}', store],
    ['/vector_stores/{vector_store_id}/file_batches/{batch_id}', batch.id],
  ]);
  for (const operation of operations.filter(({ method }) => method === 'GET')) {
    let pattern = '';
    let path = '';
    for (const segment of operation.path.split('/').slice(1)) {
      pattern += `/${segment}`;
      path += `/${segment.startsWith('{') ? encodeURIComponent(ids.get(pattern) ?? ids.get(segment) ?? '') : segment}`;
    }
    const query = /\/(costs|usage)/.test(path) ? `?start_time=${startSeconds - 2 * day}` : '';
    const answer = await ask(operation, `${path}${query}`);
    if (!Array.isArray(answer.data)) continue;
    const [first] = answer.data;
    for (const { path: one } of operations) {
      if (one.slice(0, one.lastIndexOf('/')) !== operation.path || !one.endsWith('}')) continue;
      const id = first?.id ?? first?.group_id;
      if (!ids.has(one)) ids.set(one, id);
      if (!ids.has(one.slice(one.lastIndexOf('/') + 1))) ids.set(one.slice(one.lastIndexOf('/') + 1), id);
    }
  }
  return exchanges;
}

test('two sandboxes with the same clocks and seed answer every read and some writes with the same bytes', async () => {
  const [first, second] = [await visit(), await visit()];
  expect(first.filter(({ bytes }) => !bytes.startsWith('HTTP/1.1 200 ')).map(({ name }) => name)).toEqual([]);
  expect(first.length).toBeGreaterThan(operations.filter(({ method }) => method === 'GET').length);
  expect(second).toEqual(first);
  expect(first[0]?.bytes).toContain(`date: ${new Date(startTime).toUTCString()}\r\n`);
}, 60_000);
