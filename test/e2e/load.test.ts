/** The proof that large answers, many calls at once and careless clients do no harm. */

import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { answer } from '../openai/fault-server.ts';
import { LEGACY_REVISION, MODERN_REVISION, startServer } from './start-server.ts';
import { PROJECTS, startUpstream } from './upstream.ts';

describe('an answer of more than a megabyte', () => {
  it('is read whole by its cursors, each part no longer than a conversation holds', async () => {
    const data = Array.from({ length: 5000 }, (_, index) => ({
      ...PROJECTS.data[0],
      id: `proj_${index}`,
      name: `${'long '.repeat(40)}${index}`,
    }));
    const upstream = await startUpstream(({ line, socket }) => {
      const after = /[?&]after=(\w+)/.exec(line)?.[1];
      const rest = data.slice(data.findIndex(({ id }) => id === after) + 1);
      const page = { ...PROJECTS, data: rest, last_id: rest.at(-1)?.id };
      socket.write(answer(200, JSON.stringify(page)));
    });
    const server = await startServer({ upstream: upstream.url });
    let cursor: unknown;
    let read = 0;
    do {
      const { text, value } = await server.call('list_projects', {
        limit: 100,
        ...(cursor ? { cursor } : {}),
      });
      expect(text.length).toBeLessThan(30_000);
      read += itemsOf(value).length;
      cursor = value.next_cursor;
      // A few hundred calls would only take longer.
    } while (cursor !== undefined && read < 1000);
    expect(read).toBeGreaterThanOrEqual(1000);
    expect(cursor).toBe(`proj_${read - 1}`);
  });
});

describe.each([LEGACY_REVISION, MODERN_REVISION])('200 calls at once in %s', (revision) => {
  it('are answered once each, with their own answers', async () => {
    const upstream = await startUpstream(({ line, socket }) => {
      const id = /projects\/(\w+) /.exec(line)?.[1] ?? 'none';
      socket.write(answer(200, JSON.stringify({ ...PROJECTS.data[0], id })));
    });
    const server = await startServer({ upstream: upstream.url, revision });
    const ids = Array.from({ length: 200 }, (_, index) => `proj_${index}`);
    const answers = await Promise.all(ids.map((project_id) => server.call('get_project', { project_id })));
    expect(answers.map(({ value }) => value.id)).toEqual(ids);
    expect(upstream.requests).toHaveLength(200);
    expect(upstream.connections()).toBeLessThanOrEqual(16);
    const answered = server.messages.flatMap(({ id }) => id ?? []);
    expect(new Set(answered).size).toBe(answered.length);
  });
});

describe('a careless client', () => {
  it('may use an id twice', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ upstream: upstream.url });
    const call = {
      jsonrpc: '2.0',
      id: 900,
      method: 'tools/call',
      params: { name: 'list_projects', arguments: {} },
    };
    server.write(`${JSON.stringify(call)}\n${JSON.stringify(call)}\n`);
    await server.message(({ id }) => id === 900);
    expect((await server.call('list_projects')).isError).toBe(false);
  });

  it('may send a request in pieces, with CRLF, and nonsense between', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    const line =
      '{"jsonrpc":"2.0","id":901,"method":"tools/call","params":{"name":"list_projects","arguments":{}}}\r\n';
    server.write('this is no JSON\n[]\n{"jsonrpc":"1.0"}\n');
    for (const character of line) server.write(character);
    const { result } = await server.message(({ id }) => id === 901);
    expect(result).not.toHaveProperty('isError');
  });

  it('may pass arguments that are no object', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    for (const given of [[], 'text', 7, null]) {
      const { error, result } = await server.request('tools/call', {
        name: 'list_projects',
        arguments: given,
      });
      expect(error !== undefined || result !== undefined).toBe(true);
    }
    expect((await server.call('list_projects')).isError).toBe(false);
  });
});
