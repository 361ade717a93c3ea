/** The proof that answers which together, or alone, would take more than the heap are read in turn or refused, and that no abort ends the server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answer, type ReceivedRequest } from '../openai/fault-server.ts';
import { readAudit } from './audit-trail.ts';
import { ADMIN_KEY, PROJECT_KEY, type Server, startServer, temporaryFolder } from './start-server.ts';
import { startUpstream } from './upstream.ts';

const MEGABYTE = 1_000_000;

/** As large as asked for, of one thing again and again. */
const repeated = (thing: string, bytes: number) =>
  `{"id":"file-1","object":"file","all":[${Array(Math.floor(bytes / (thing.length + 1)))
    .fill(thing)
    .join(',')}]}`;

const members = (bytes: number) =>
  JSON.stringify({
    id: 'file-1',
    ...Object.fromEntries(
      Array.from({ length: bytes / 30 }, (_, index) => [`member_${index}`, `a value ${index}`]),
    ),
  });

const rows = (bytes: number) =>
  JSON.stringify({
    object: 'list',
    data: Array.from({ length: bytes / 100 }, (_, index) => ({
      id: `file-${index}`,
      object: 'file',
      filename: `upload-${index}.jsonl`,
      purpose: 'fine-tune',
    })),
    has_more: false,
  });

const SMALL = answer(200, '{"id":"file-small","object":"file"}');

async function start(respond: (request: ReceivedRequest) => void, home = temporaryFolder()): Promise<Server> {
  const upstream = await startUpstream(respond);
  return startServer({
    args: ['--tags', 'all', '--timeout', '250'],
    environment: {
      HOME: home,
      NODE_OPTIONS: '--max-old-space-size=64',
      OPENAI_ADMIN_KEY: ADMIN_KEY,
      OPENAI_API_KEY: PROJECT_KEY,
      OPENAI_BASE_URL: upstream.url,
    },
  });
}

/** Answers with one of these to each request but those for the small one. */
const respondWith =
  (head: string | Buffer) =>
  ({ line, socket }: ReceivedRequest): void =>
    void socket.write(line.includes('file-small') ? SMALL : head);

const expectToWork = async (server: Server) =>
  expect((await server.call('get_file', { file_id: 'file-small' })).value).toMatchObject({
    id: 'file-small',
  });

describe('under a heap of 64 MB', () => {
  it.each([
    ['rows', 'list_files', 60, rows(MEGABYTE)],
    ['empty objects', 'get_file', 60, repeated('{}', MEGABYTE)],
    ['empty lists', 'get_file', 60, repeated('[]', MEGABYTE)],
    ['many members', 'get_file', 60, members(MEGABYTE)],
    ['text', 'get_file', 60, JSON.stringify({ id: 'file-1', text: 'ż'.repeat(MEGABYTE / 2) })],
    ['small objects', 'get_file', 150, repeated('{"a":{}}', 50_000)],
    ['many more rows', 'list_files', 6, rows(16 * MEGABYTE)],
  ])(
    '%s with %s, %i at once: each is answered or refused, and later calls work',
    async (_, tool, count, body) => {
      const server = await start(respondWith(Buffer.from(answer(200, body))));
      const given = tool === 'get_file' ? { file_id: 'file-1' } : {};
      const answers = await Promise.all(Array.from({ length: count }, () => server.call(tool, given)));
      for (const { isError, text } of answers) {
        if (isError) expect(text).toMatch(/more memory than this program has left.*Ask for less/);
      }
      await expectToWork(server);
    },
  );

  it('what is far too much once unpacked is refused, and the rest is answered', async () => {
    const packed = gzipSync(repeated('{}', 15 * MEGABYTE));
    const head = answer(200, '', { 'content-encoding': 'gzip', 'content-length': String(packed.length) });
    const server = await start(respondWith(Buffer.concat([Buffer.from(head), packed])));
    const calls = Array.from({ length: 8 }, () => server.call('get_file', { file_id: 'file-1' }));
    await expectToWork(server);
    for (const { isError, text } of await Promise.all(calls)) {
      expect(isError).toBe(true);
      expect(text).toContain('more memory than this program has left');
    }
  });

  it('a write is done, and said to be, whatever its answer takes', async () => {
    const home = temporaryFolder();
    const huge = Buffer.from(answer(200, repeated('{}', 4 * MEGABYTE)));
    const server = await start(({ line, socket }) => {
      const isRead = line.startsWith('GET');
      socket.write(isRead ? answer(200, '{"id":"proj_a","name":"A","status":"active"}') : huge);
    }, home);
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        server.call('update_project', { project_id: 'proj_a', name: `Name ${index}` }),
      ),
    );
    for (const { isError, text } of answers) expect(isError, text).toBe(false);
    const outcomes = (await readAudit(home)).map(({ outcome }) => outcome?.outcome);
    expect(outcomes).toEqual(Array(5).fill('done'));
  });
});

it('SECURITY.md says the bound', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'SECURITY.md'), 'utf8');
  expect(text).toContain('would take more memory than V8 has left is not parsed');
});
