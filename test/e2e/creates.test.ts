/** The proof that a create is sent once, whatever becomes of it, and that its outcome is told honestly. */

import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { answer } from '../openai/fault-server.ts';
import { errorOf, startServer } from './start-server.ts';
import { errorBody, PROJECTS, type Respond, startUpstream } from './upstream.ts';

const HALF = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"id":"proj_';
const HEADERS = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n';

/** A reset overtakes what was written just before it. */
const RESET_AFTER_MILLISECONDS = 30;

function resetAfter(text: string): Respond {
  return ({ socket }) => {
    socket.write(text);
    setTimeout(() => socket.resetAndDestroy(), RESET_AFTER_MILLISECONDS);
  };
}

const withStatus =
  (status: number): Respond =>
  ({ socket }) =>
    void socket.write(answer(status, errorBody('The server had an error.', null, 'server_error')));

/** Whether it took effect, as far as one can know from here. */
const LOST_REPLIES: [string, Respond, outcome: string, args?: string[]][] = [
  ['a reset before the reply', ({ socket }) => void socket.resetAndDestroy(), 'unknown'],
  ['an end before the reply', ({ socket }) => void socket.end(), 'unknown'],
  ['a reset behind the headers', resetAfter(HEADERS), 'unknown'],
  ['a reset in the middle of the reply', resetAfter(HALF), 'unknown'],
  ['an end in the middle of the reply', ({ socket }) => void socket.end(HALF), 'unknown'],
  ['no reply in time', () => undefined, 'unknown', ['--timeout', '4']],
  [
    'a page of HTML',
    ({ socket }) => void socket.write(answer(200, '<html>', { 'content-type': 'text/html' })),
    'unknown',
  ],
  ['502', withStatus(502), 'unknown'],
  ['504', withStatus(504), 'unknown'],
  ['500', withStatus(500), 'unknown'],
  ['503', withStatus(503), 'unknown'],
  ['408', withStatus(408), 'unknown'],
  ['529', withStatus(529), 'unknown'],
];

const CREATES: [string, Record<string, unknown>][] = [
  ['create_project', { name: 'e2e' }],
  [
    'create_project_service_account',
    { project_id: 'proj_alpha', name: 'e2e', create_service_account_only: true },
  ],
  ['create_project_user', { project_id: 'proj_alpha', email: 'dana@example.com', role: 'member' }],
];

describe.each(LOST_REPLIES)('after %s', (_, respond, outcome, args = []) => {
  it('a create was sent once and nothing says that it did not happen', async () => {
    const upstream = await startUpstream(respond);
    const server = await startServer({ args, upstream: upstream.url });
    const answers = await Promise.all(CREATES.map(([tool, given]) => server.call(tool, given)));
    const sent = upstream.requests.map(({ line }) => line.split(' ').slice(0, 2).join(' '));
    const [reads, writes] = [
      sent.filter((line) => line.startsWith('GET ')),
      sent.filter((line) => !line.startsWith('GET ')),
    ];
    expect(writes.sort()).toEqual([
      'POST /v1/organization/projects',
      'POST /v1/organization/projects/proj_alpha/service_accounts',
      'POST /v1/organization/projects/proj_alpha/users',
    ]);
    // Each is looked up once, which like every read may take three tries; after a 500 as well, since gateways send those.
    expect(new Set(reads).size).toBe(CREATES.length);
    expect(reads.length).toBeLessThanOrEqual(3 * CREATES.length);
    for (const error of answers.map(errorOf)) {
      expect(error).toMatchObject({ outcome, retryable: false });
      expect(error.message).toMatch(/may have been carried out/);
      if (outcome === 'unknown')
        expect(error.message).toMatch(/look with list_\w+ before repeating the call/);
    }
  });

  it('a read is sent at most three times', async () => {
    const upstream = await startUpstream(respond);
    const server = await startServer({ args, upstream: upstream.url });
    await server.call('list_projects');
    expect(upstream.requests.length).toBeGreaterThanOrEqual(1);
    expect(upstream.requests.length).toBeLessThanOrEqual(3);
    expect(upstream.requests.every(({ line }) => line.startsWith('GET '))).toBe(true);
  });
});

describe('what never left', () => {
  it('is told as not sent when nobody listens', async () => {
    const server = await startServer({ upstream: 'http://127.0.0.1:1/v1' });
    const error = errorOf(await server.call('create_project', { name: 'e2e' }));
    expect(error).toMatchObject({ kind: 'network', outcome: 'not_sent', code: 'ECONNREFUSED' });
    expect(error.message).toMatch(/nothing was sent/);
  });
});

describe('a read that fails once', () => {
  it.each([
    ['a reset', ({ socket }: Parameters<Respond>[0]) => void socket.resetAndDestroy()],
    ['500', withStatus(500)],
  ])('by %s is tried again unseen', async (_, fail) => {
    const upstream = await startUpstream((request) => {
      if (request.number === 1) fail(request);
      else request.socket.write(answer(200, JSON.stringify(PROJECTS)));
    });
    const server = await startServer({ upstream: upstream.url });
    expect(itemsOf((await server.call('list_projects')).value)).toHaveLength(2);
    expect(upstream.requests).toHaveLength(2);
  });
});
