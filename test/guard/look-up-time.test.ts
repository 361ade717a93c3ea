/** The total time of a create whose answer is lost: that of one request, and at most 5 s more to look for it. */
import { expect, test } from 'vitest';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf } from '../e2e/start-server.ts';
import { PROJECTS, type Respond, startUpstream } from '../e2e/upstream.ts';
import { answer } from '../openai/fault-server.ts';

const LOOK_UP_SECONDS = 5;

/** Milliseconds until the create of a project is answered, and its error. */
async function timeOf(respond: Respond, timeout: number) {
  const upstream = await startUpstream(respond);
  const flags = { approval: 'off', timeout: String(timeout) };
  const server = await startInProcess({ flags, upstream: upstream.url });
  const begin = performance.now();
  const error = errorOf(await server.call('create_project', { name: 'ci' }));
  return { error, seconds: (performance.now() - begin) / 1000, requests: upstream.requests.length };
}

test('each page of a look-up has the time of one request', async () => {
  let page = 0;
  const upstream = await startUpstream(({ socket }) => {
    page += 1;
    const body = { ...PROJECTS, last_id: `proj_${page}`, has_more: page < 3 };
    setTimeout(() => socket.write(answer(200, JSON.stringify(body))), 500);
  });
  const server = await startInProcess({ flags: { timeout: '1' }, upstream: upstream.url });
  const { message } = errorOf(await server.call('get_project', { project_id: 'No such name' }));
  expect(upstream.requests).toHaveLength(3);
  expect(message).not.toContain('No complete answer');
});

/** What a look-up in the list meets. */
const SILENCES: [string, Respond][] = [
  ['silence', () => undefined],
  [
    'an answer that never ends',
    ({ socket }) => void socket.write('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{'),
  ],
];

test.each(SILENCES)(
  'a look-up that meets %s ends after 5 s, whatever --timeout is',
  async (_, silence) => {
    const { error, seconds, requests } = await timeOf((request) => {
      if (request.line.startsWith('POST')) request.socket.destroy();
      else silence(request);
    }, 30);
    expect(requests).toBe(2);
    expect(seconds).toBeGreaterThan(LOOK_UP_SECONDS - 0.5);
    expect(seconds).toBeLessThan(LOOK_UP_SECONDS + 3);
    expect(error).toMatchObject({ outcome: 'unknown', look_up: { result: 'not_possible', ids: [] } });
    expect(error.message).toContain('The look-up had no answer within 5 s: look with list_projects before');
    expect(error.message).toMatch(/In all it took [5-7]\.\d s\.$/);
  },
  30_000,
);

test('a shorter --timeout holds for the look-up, too, and the error says what took how long', async () => {
  const { error, seconds, requests } = await timeOf(() => undefined, 1);
  expect(requests).toBe(2);
  expect(seconds).toBeLessThan(4);
  expect(error.message).toContain('No complete answer within 1 s. It may have been carried out');
  expect(error.message).toContain('--timeout, the limit of one request with all its tries');
  expect(error.message).toMatch(/In all it took [2-3]\.\d s\.$/);
}, 30_000);
