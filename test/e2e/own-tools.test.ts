/** The proof that a user's own YAML becomes tools like any others, and that mistakes in it stop the start. */

import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { startCannedApi } from '../openai/canned-api.ts';
import { OWN } from '../specs/built-in.ts';
import { ADMIN_KEY, errorOf, runToEnd, startServer, temporaryFolder } from './start-server.ts';
import { PROJECTS } from './upstream.ts';

function folderWith(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'own.yaml'), text);
  return folder;
}

const LIMITS = { data: [{ id: 'limit_1', used: 3 }], last_id: 'limit_1', has_more: true };

async function start(args: string[] = [], text = OWN) {
  const upstream = await startCannedApi(
    http.get('*/v1/organization/projects', () => HttpResponse.json(PROJECTS)),
    http.get('*/v1/organization/projects/:project/limits', () => HttpResponse.json(LIMITS)),
  );
  const server = await startServer({
    args: ['--tool-specs', folderWith(text), ...args],
    upstream: upstream.url,
  });
  return { upstream, server };
}

describe('--tool-specs', () => {
  it('adds tools beside the built-in ones', async () => {
    const { server, upstream } = await start();
    const listed = await server.list();
    expect(listed.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['list_projects', 'list_project_limits']),
    );
    expect(listed.find(({ name }) => name === 'list_project_limits')).toMatchObject({
      annotations: { readOnlyHint: true },
      inputSchema: { required: ['project_id'], properties: { cursor: { type: 'string' } } },
    });
    expect(server.greeting.instructions).toContain('Own project tools');
    const { value } = await server.call('list_project_limits', { project_id: 'proj_1', cursor: 'limit_0' });
    expect(itemsOf(value)).toEqual(LIMITS.data);
    expect(value).toMatchObject({ has_more: true, next_cursor: 'limit_1' });
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      'GET /v1/organization/projects/proj_1/limits?after=limit_0 HTTP/1.1',
    ]);
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${ADMIN_KEY}`);
  });

  it('finds the ID behind a name with built-in tools', async () => {
    const { server, upstream } = await start();
    const error = errorOf(await server.call('list_project_limits', { project_id: 'Beta' }));
    expect(error.message).toContain('"Beta" is a name. Its ID is proj_beta');
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      expect.stringContaining('GET /v1/organization/projects?'),
    ]);
  });

  it('checks arguments, and paths above all', async () => {
    const { server, upstream } = await start();
    for (const project_id of ['../users', 'a/b', '%2e%2e']) {
      expect(errorOf(await server.call('list_project_limits', { project_id }))).toMatchObject({
        kind: 'invalid',
        outcome: 'not_sent',
      });
    }
    expect(upstream.requests).toEqual([]);
  });

  it.each([
    ['its family as a tag', ['--tags', 'own_projects'], ['list_project_limits']],
    ['its name', ['--tools', 'list_project_l*'], ['list_project_limits']],
    ['a filter that hides it', ['--tools', 'list_costs'], ['list_costs']],
  ])('is filtered by %s', async (_, args, expected) => {
    const { server } = await start(args);
    expect((await server.list()).map(({ name }) => name)).toEqual(expected);
  });

  it('is found by discovery', async () => {
    const { server } = await start(['--exposure', 'discovery']);
    const { value } = await server.call('search_tools', { query: 'what a project may use', limit: 20 });
    expect(JSON.stringify(value)).toContain('list_project_limits');
    const called = await server.call('call_read_tool', {
      name: 'list_project_limits',
      arguments: { project_id: 'proj_1' },
    });
    expect(itemsOf(called.value)).toEqual(LIMITS.data);
  });
});

/** Each changes one part of a right file. */
const MISTAKES: [string, string, string][] = [
  ['list_project_limits:', 'list_projects:', '6:3 list_projects: another tool has this name already'],
  ['own_projects', 'projects', '1:1 family: projects is built in'],
  ['pagination:', 'pagintion:', '14:5 pagintion: unknown key; did you mean pagination?'],
  [
    'GET /organization',
    'GET /organisation',
    '9:5 endpoint: /organisation/projects/{project_id}/limits is below none',
  ],
  [
    'from_tool: list_projects',
    'from_tool: list_project',
    '13:61 from_tool: no tool list_project; did you mean',
  ],
  ['tools:\n', 'tools: [\n', ':'],
];

describe('a mistake in the folder', () => {
  it.each(MISTAKES)('%j written as %j', async (part, other, expected) => {
    const folder = folderWith(OWN.replaceAll(part, other));
    const place = expected === ':' ? /own\.yaml:\d+:\d+ / : `${basename(folder)}/own.yaml:${expected}`;
    for (const args of [
      ['--tool-specs', folder],
      ['specs', 'check', folder],
    ]) {
      const { code, stdout, stderr } = await runToEnd(args, { OPENAI_ADMIN_KEY: ADMIN_KEY });
      expect([code, stdout]).toEqual([2, '']);
      if (typeof place === 'string') expect(stderr).toContain(place);
      else expect(stderr).toMatch(place);
      expect(stderr).not.toMatch(/^ +at /m);
    }
  });

  it('is also a folder that is not there', async () => {
    const { code, stderr } = await runToEnd(['--tool-specs', join(temporaryFolder(), 'nowhere')], {
      OPENAI_ADMIN_KEY: ADMIN_KEY,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/--tool-specs: .*nowhere cannot be read \(ENOENT\); give a folder of YAML files/);
  });
});

describe('specs check', () => {
  it('names what the folder would add and needs no key', async () => {
    const { code, stdout, stderr } = await runToEnd(['specs', 'check', folderWith(OWN)]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('list_project_limits: GET /organization/projects/{project_id}/limits');
  });
});

describe('a POST that its file calls a query', () => {
  const query = (more: string) => `family: own_posts
title: Own posts
tags: [core]
key: admin
allow_paths: [/responses]
tools:
  ask_something:
    title: Ask something
    method: query
    endpoint: POST /responses/{id}/look_up
${more}    docs:
      summary: Asks for something.
    params:
      id: { in: path, type: string, required: true }
    example:
      arguments: { id: x_1 }
      request: POST /responses/x_1/look_up
`;
  const reason = '    reads: true\n    because: It only looks something up.\n';

  it.each([
    ['', false, 'Count as writes'],
    [reason, true, 'Count as reads on the word of --tool-specs'],
  ])('with %j is listed under --read-only: %s', async (more, isListed, words) => {
    const { server } = await start(['--read-only'], query(more));
    expect((await server.list()).some(({ name }) => name === 'ask_something')).toBe(isListed);
    expect(server.stderr()).toContain(words);
    expect(server.stderr()).toContain('ask_something (POST /responses/{id}/look_up');
  });

  it('and that can reach what is known to write stops the start', async () => {
    const folder = folderWith(
      query(reason).replaceAll('/responses/', '/organization/users/').replaceAll('/look_up', ''),
    );
    const { code, stderr } = await runToEnd(['--tool-specs', folder], { OPENAI_ADMIN_KEY: ADMIN_KEY });
    expect([code, stderr]).toEqual([2, expect.stringContaining('which writes (update_user')]);
  });
});
