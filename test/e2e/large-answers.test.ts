/** The proof that answers just below the largest that is taken hold nothing up and do not take the memory. */
import { readFileSync } from 'node:fs';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { answer, type ReceivedRequest } from '../openai/fault-server.ts';
import { ADMIN_KEY, PROJECT_KEY, type Server, startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

const LARGEST = 16 * 1024 * 1024;

/** Any machine, however busy; it is below 300 ms on one that is not. */
const PING_MILLISECONDS = 2000;

/** In MiB, of the whole process. */
const MOST_MEMORY = 300;

const random = (length: number) =>
  Array.from({ length: Math.ceil(length / 8) }, () =>
    Math.random().toString(36).slice(2, 10).padEnd(8, '0'),
  ).join('');

/** As many rows as fit. */
function filled(before: string, after: string, row: (index: number) => object): string {
  const rows: string[] = [];
  let size = before.length + after.length;
  for (let index = 0; ; index += 1) {
    const text = JSON.stringify(row(index));
    size += text.length + 1;
    if (size > LARGEST) return `${before}${rows.join(',')}${after}`;
    rows.push(text);
  }
}

const files = () =>
  filled('{"object":"list","data":[', '],"has_more":true}', (index) => ({
    id: `file-${random(24)}`,
    object: 'file',
    bytes: index,
    created_at: 1_790_000_000 + index,
    filename: `upload-${index}.jsonl`,
    purpose: 'fine-tune',
  }));

const costs = () =>
  filled(
    '{"object":"page","has_more":false,"next_page":null,"data":[{"object":"bucket","start_time":1790812800,"end_time":1790899200,"results":[',
    ']}]}',
    (index) => ({
      object: 'organization.costs.result',
      amount: { value: `${index}.000000000000000000000001`, currency: 'usd' },
      line_item: null,
      project_id: `proj_${index % 5000}`,
      project_name: `Project ${index % 5000}`,
    }),
  );

const members = () => {
  const all = Array.from({ length: 400_000 }, (_, index) => [`member_${index}`, `a value, ${index}`]);
  return JSON.stringify({ id: 'file-1', object: 'file', ...Object.fromEntries(all) });
};

const names = (count: number, name: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, `a value, ${index}`]));

const rowsOfMembers = () =>
  JSON.stringify({
    object: 'list',
    data: Array.from({ length: 8 }, (_, index) => ({ id: `file-${index}`, ...names(45_000, 'member.') })),
    has_more: true,
  });

const nested = () => JSON.stringify({ id: 'file-1', all: [{ of: [names(400_000, '')] }] });

const shortTexts = () =>
  JSON.stringify({
    id: 'file-1',
    tags: Array.from({ length: 2_000_000 }, (_, index) => String(index % 9000)),
  });

const longTexts = () =>
  JSON.stringify({
    id: 'file-1',
    texts: Array.from({ length: 20 }, (_, index) => `żółw ${index} `.repeat(60_000)),
  });

const otherScript = () =>
  JSON.stringify({ data: [{ type: 'text', text: 'żółw 漢字 \u200d😀 '.repeat(520_000) }] });

const text = () =>
  JSON.stringify({ data: [{ type: 'text', text: `${random(1000)} `.repeat(16_000) }], has_more: false });

function peakOf(server: Server): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** The longest that a ping took until then. */
async function longestPing(server: Server, until: Promise<unknown>): Promise<number> {
  let running = true;
  void until.finally(() => {
    running = false;
  });
  let longest = 0;
  while (running) {
    const begun = performance.now();
    await server.request('ping');
    longest = Math.max(longest, performance.now() - begun);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return longest;
}

async function startWith(body: string): Promise<Server> {
  // Written out once: this process, too, has pings to answer.
  const whole = Buffer.from(answer(200, body));
  const upstream = await startUpstream(({ socket }) => void socket.write(whole));
  return startServer({
    args: ['--tags', 'all', '--timeout', '300'],
    environment: { OPENAI_ADMIN_KEY: ADMIN_KEY, OPENAI_API_KEY: PROJECT_KEY, OPENAI_BASE_URL: upstream.url },
  });
}

describe.each([
  ['a list', 'list_files', {}, files],
  ['a report', 'list_costs', { start_time: '2026-10-01', group_by: ['project_id'] }, costs],
  [
    'a text in other scripts',
    'get_vector_store_file_content',
    { vector_store_id: 'vs_1', file_id: 'file-1' },
    otherScript,
  ],
  ['one thing of many members', 'get_file', { file_id: 'file-1' }, members],
  ['one thing with many members within', 'get_file', { file_id: 'file-1' }, nested],
  ['one thing with a list of short texts', 'get_file', { file_id: 'file-1' }, shortTexts],
  ['one thing with long texts', 'get_file', { file_id: 'file-1' }, longTexts],
  ['a list of rows with many members', 'list_files', {}, rowsOfMembers],
  ['a text', 'get_vector_store_file_content', { vector_store_id: 'vs_1', file_id: 'file-1' }, text],
])('%s of up to 16 MiB', (_, tool, given, body) => {
  it.each([1, 16])('%i times at once: pings are answered meanwhile, and memory stays', async (count) => {
    const server = await startWith(body());
    const calls = Promise.all(Array.from({ length: count }, () => server.call(tool, given)));
    const longest = await longestPing(server, calls);
    for (const { isError, text: shown } of await calls) expect(isError, shown.slice(0, 500)).toBe(false);
    expect(longest).toBeLessThan(PING_MILLISECONDS);
    expect(peakOf(server)).toBeLessThan(MOST_MEMORY);
  });
});

describe.each([
  ['gzip', gzipSync],
  ['br', (body: string) => brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 3 } })],
  ['deflate', deflateSync],
] as const)('answers that came packed as %s, unasked', (encoding, pack) => {
  const startPacked = async (body: string) => {
    const packed = pack(body);
    const head = answer(200, '', {
      'content-encoding': encoding,
      'content-length': String(packed.length),
    });
    const whole = Buffer.concat([Buffer.from(head), packed]);
    const upstream = await startUpstream(({ socket }) => void socket.write(whole));
    return startServer({
      args: ['--tags', 'all', '--timeout', '300'],
      environment: { OPENAI_API_KEY: PROJECT_KEY, OPENAI_BASE_URL: upstream.url },
    });
  };
  const callMany = async (server: Server, count: number) => {
    const calls = Promise.all(Array.from({ length: count }, () => server.call('list_files', {})));
    expect(await longestPing(server, calls)).toBeLessThan(PING_MILLISECONDS);
    return calls;
  };

  it('are unpacked one after the other', async () => {
    const server = await startPacked(files());
    for (const { isError, text: shown } of await callMany(server, 16))
      expect(isError, shown.slice(0, 500)).toBe(false);
    expect(peakOf(server)).toBeLessThan(MOST_MEMORY);
  });

  it.each([
    [1, 64],
    [16, 100],
  ])('%i that are bombs take less than %i MiB', async (count, most) => {
    const server = await startPacked(' '.repeat(6 * LARGEST));
    // What the first call loads, cryptography among it, is loaded behind the list and is not the bomb's.
    await server.request('tools/list');
    let before = 0;
    while (peakOf(server) > before) {
      before = peakOf(server);
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    for (const { isError } of await callMany(server, count)) expect(isError).toBe(true);
    expect(peakOf(server) - before).toBeLessThan(most);
  });
});

describe('an answer that is too large', () => {
  it('is asked for again with fewer rows, and read on by its cursor', async () => {
    const days = 31;
    const bucket = (day: number) => ({
      object: 'bucket',
      start_time: 1_790_812_800 + day * 86_400,
      end_time: 1_790_899_200 + day * 86_400,
      results: [
        {
          object: 'organization.costs.result',
          amount: { value: 0.25, currency: 'usd' },
          project_id: 'proj_1',
        },
      ],
    });
    const asked: string[] = [];
    const upstream = await startUpstream(({ line, socket }: ReceivedRequest) => {
      const query = new URL(line.split(' ')[1] ?? '', 'http://upstream').searchParams;
      const from = Number(query.get('page') ?? 0);
      const to = Math.min(from + Number(query.get('limit')), days);
      asked.push(`${from}+${query.get('limit')}`);
      // 1.2 MB a day.
      const padding = ' '.repeat((to - from) * 1_200_000);
      const data = Array.from({ length: to - from }, (_, index) => bucket(from + index));
      const page = { object: 'page', data, has_more: to < days, next_page: to < days ? String(to) : null };
      socket.write(answer(200, padding + JSON.stringify(page)));
    });
    const server = await startServer({ upstream: upstream.url, args: ['--tags', 'all'] });
    const given = { start_time: '2026-10-01', end_time: '2026-11-01', group_by: ['project_id'] };
    const parts: Record<string, unknown>[] = [];
    let cursor: unknown;
    do {
      const { value } = await server.call('list_costs', { ...given, ...(cursor ? { cursor } : {}) });
      parts.push(value);
      cursor = value.next_cursor;
    } while (cursor !== undefined);
    expect(asked.slice(0, 3)).toEqual(['0+31', '0+15', '0+7']);
    expect(parts[0]).toMatchObject({ complete: false, has_more: true });
    expect(parts[0]?.note).toContain('a part of the asked range');
    const shown = parts.flatMap((part) =>
      (part.by_bucket as { rows: unknown[][] }).rows.map(([start]) => start),
    );
    expect(new Set(shown).size).toBe(days);
    expect(shown).toHaveLength(days);
  });
});

describe('small answers beside large ones', () => {
  it('do not wait for them', async () => {
    const large = Buffer.from(answer(200, files()));
    const small = answer(200, '{"id":"file-1","object":"file"}');
    const upstream = await startUpstream(
      ({ line, socket }) => void socket.write(line.includes('/files?') ? large : small),
    );
    const server = await startServer({
      args: ['--tags', 'all', '--timeout', '300'],
      environment: { OPENAI_API_KEY: PROJECT_KEY, OPENAI_BASE_URL: upstream.url },
    });
    let left = 8;
    const calls = Array.from({ length: 8 }, () => server.call('list_files').then(() => (left -= 1)));
    await server.call('get_file', { file_id: 'file-1' });
    expect(left).toBeGreaterThan(2);
    await Promise.all(calls);
  });
});
