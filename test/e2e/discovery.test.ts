/** The proof that four tools reach all that the filters allow, and nothing more. */

import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { answer } from '../openai/fault-server.ts';
import {
  errorOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  PROJECT_KEY,
  runToEnd,
  type Server,
  type StartOptions,
  startServer,
} from './start-server.ts';
import { PROJECTS, startUpstream } from './upstream.ts';

const FOUR = ['search_tools', 'get_tool_schema', 'call_read_tool', 'call_write_tool'];

async function start(args: string[], more: StartOptions = {}) {
  const upstream = await startUpstream();
  const environment = { OPENAI_API_KEY: PROJECT_KEY, ...more.environment };
  const server = await startServer({
    ...more,
    environment,
    args: ['--exposure', 'discovery', ...args],
    upstream: upstream.url,
  });
  return { upstream, server };
}

const callerOf = (tool: ToolSpec) => (isRead(tool) ? 'call_read_tool' : 'call_write_tool');

async function found(server: Server, query: string): Promise<string[]> {
  const { value } = await server.call('search_tools', { query, limit: 20 });
  return (value.tools as { name: string }[]).map(({ name }) => name);
}

/** Every tool by search, schema and call; those that are hidden must not send anything. */
async function checkReach(args: string[], reaches: (tool: ToolSpec) => boolean): Promise<void> {
  const { server, upstream } = await start(args);
  expect((await server.list()).map(({ name }) => name)).toEqual(FOUR);
  const names = new Set(catalogue.tools.filter(reaches).map(({ name }) => name));
  for (const query of ['list projects', 'delete a user', 'spend limit', 'keys', 'what did it cost']) {
    for (const name of await found(server, query)) expect(names).toContain(name);
  }
  for (const tool of catalogue.tools) {
    const schema = await server.call('get_tool_schema', { name: tool.name });
    expect(schema.isError, tool.name).toBe(!reaches(tool));
    if (reaches(tool)) {
      expect(schema.value).toMatchObject({ name: tool.name, call_with: callerOf(tool) });
      continue;
    }
    const given = { name: tool.name, arguments: tool.example?.arguments };
    for (const caller of ['call_read_tool', 'call_write_tool']) {
      const error = errorOf(await server.call(caller, given));
      expect(error, tool.name).toMatchObject({ outcome: 'not_sent' });
    }
  }
  expect(upstream.requests).toEqual([]);
}

describe('--exposure discovery', () => {
  it.each([
    ['all tags when none are asked for', [], () => true],
    ['reads', ['--read-only'], isRead],
    ['billing', ['--tags', 'billing'], ({ tags }: ToolSpec) => tags.includes('billing')],
    [
      'billing, reads',
      ['--tags', 'billing', '--read-only'],
      (tool: ToolSpec) => tool.tags.includes('billing') && isRead(tool),
    ],
  ])('reaches exactly: %s', (_, args, reaches) => checkReach(args, reaches));

  it.each([LEGACY_REVISION, MODERN_REVISION])('finds, explains and calls over %s', async (revision) => {
    const { server, upstream } = await start([], { revision });
    expect(server.greeting.instructions).toContain('search_tools');
    expect(await found(server, 'which projects are there')).toContain('list_projects');
    const schema = await server.call('get_tool_schema', { name: 'list_projects' });
    expect(schema.value).toMatchObject({
      name: 'list_projects',
      call_with: 'call_read_tool',
      inputSchema: { properties: { limit: { type: 'integer' } } },
    });
    const given = { name: 'list_projects', arguments: { limit: 2 } };
    expect(errorOf(await server.call('call_write_tool', given)).message).toContain('call_read_tool');
    expect(upstream.requests).toHaveLength(0);
    const answer = await server.call('call_read_tool', given);
    expect(itemsOf(answer.value)).toHaveLength(PROJECTS.data.length);
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      'GET /v1/organization/projects?limit=2 HTTP/1.1',
    ]);
  });

  it('writes only through the tool that writes', async () => {
    const upstream = await startUpstream(
      ({ socket }) => void socket.write(answer(200, JSON.stringify(PROJECTS.data[0]))),
    );
    const server = await startServer({ args: ['--exposure', 'discovery'], upstream: upstream.url });
    const given = { name: 'archive_project', arguments: { project_id: 'proj_alpha' } };
    expect(errorOf(await server.call('call_read_tool', given)).message).toContain('call_write_tool');
    expect(upstream.requests).toHaveLength(0);
    const written = () =>
      upstream.requests.map(({ line }) => line).filter((line) => !line.startsWith('GET '));
    expect((await server.call('call_write_tool', given)).value).toMatchObject({ needs_approval: true });
    expect(written()).toEqual([]);
    const free = await startServer({
      args: ['--exposure', 'discovery', '--approval', 'off'],
      upstream: upstream.url,
    });
    await free.call('call_write_tool', given);
    expect(written()).toEqual(['POST /v1/organization/projects/proj_alpha/archive HTTP/1.1']);
  });

  it('refuses unknown arguments and leads from a tool to what calls it', async () => {
    const { server, upstream } = await start([]);
    const error = errorOf(await server.call('call_read_tool', { name: 'list_projects', limit: 2 }));
    expect(error).toMatchObject({ kind: 'invalid', message: expect.stringContaining('"limit"') });
    const direct = await server.request('tools/call', { name: 'list_projects', arguments: {} });
    expect(direct.error?.message).toContain('did you mean call_read_tool?');
    expect(upstream.requests).toEqual([]);
  });

  it('marks what the sandbox answers', async () => {
    const server = await startServer({ args: ['--sandbox', '--exposure', 'discovery'] });
    const { value } = await server.call('call_read_tool', { name: 'list_groups' });
    expect(value.sandbox).toContain('make-believe');
    expect(itemsOf(value).length).toBeGreaterThan(0);
  });

  it('is set by the environment, too', async () => {
    const environment = { OPENAI_ADMIN_MCP_EXPOSURE: 'discovery' };
    const server = await startServer({ args: ['--sandbox'], environment });
    expect(await server.list()).toHaveLength(4);
  });

  it('takes no other word', async () => {
    const { code, stdout, stderr } = await runToEnd(['--sandbox', '--exposure', 'some']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/--exposure: "some" is not one of all, discovery/);
  });
});
