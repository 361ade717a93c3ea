/** The proof that bad arguments are answered with what to do, and cost OpenAI nothing but ordinary reads. */
import { describe, expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { readAudit } from './audit-trail.ts';
import { ADMIN_KEY, errorOf, PROJECT_KEY, startServer, temporaryFolder } from './start-server.ts';
import { PROJECTS, type Respond, startUpstream } from './upstream.ts';

const RATE_LIMITS = {
  object: 'list',
  data: [
    {
      id: 'rl-gpt-5-mini',
      object: 'project.rate_limit',
      model: 'gpt-5-mini',
      max_requests_per_1_minute: 100,
    },
    { id: 'rl-gpt-5.2', object: 'project.rate_limit', model: 'gpt-5.2', max_requests_per_1_minute: 100 },
  ],
  first_id: 'rl-gpt-5-mini',
  last_id: 'rl-gpt-5.2',
  has_more: false,
};

const TWINS = { ...PROJECTS, data: PROJECTS.data.map((project) => ({ ...project, name: 'Alpha' })) };

const respondWithLists: Respond = ({ line, socket }) => {
  socket.write(answer(200, JSON.stringify(line.includes('/rate_limits') ? RATE_LIMITS : PROJECTS)));
};

const HOSTILE_IDS = [
  '../users',
  'a/b',
  '%2e%2e',
  '',
  ' ',
  '.',
  '..',
  'proj_a\u0000b',
  'proj_a\nb',
  'proj_a?x=1',
  'proj_a#b',
  'a\\b',
];

const WRONG_ARGUMENTS: [string, string, Record<string, unknown>, RegExp][] = [
  ['an argument that does not exist', 'list_projects', { limt: 5 }, /limt.*did you mean limit/],
  ['a limit that is too large', 'list_projects', { limit: 101 }, /limit: 101 is out of range.*1 to 100/],
  ['a limit that is too small', 'list_projects', { limit: 0 }, /limit: 0 is out of range.*1 to 100/],
  ['a limit that is no number', 'list_projects', { limit: 'many' }, /limit: pass a whole number/],
  [
    'a date that does not exist',
    'list_costs',
    { start_time: '2026-02-30' },
    /start_time.*2026-02-30.*not a time/,
  ],
  ['a date in words', 'list_costs', { start_time: 'last spring' }, /start_time.*last spring.*-7d/],
  ['milliseconds', 'list_costs', { start_time: 1_790_000_000_000 }, /milliseconds/],
  [
    'a range that ends first',
    'list_costs',
    { start_time: '2026-11-02', end_time: '2026-11-01' },
    /end_time.*later/,
  ],
  ['a missing argument', 'get_project', {}, /project_id: required.*list_projects/],
  [
    'a word that is not allowed',
    'list_costs',
    { start_time: '-7d', group_by: ['projct_id'] },
    /group_by.*project_id/,
  ],
  ['nothing to change', 'update_project', { project_id: 'proj_alpha' }, /at least one of/],
  ['a cursor that is no text', 'list_projects', { cursor: 5 }, /cursor: pass next_cursor/],
  ['an empty ID', 'list_costs', { start_time: '2026-11-01', project_ids: [''] }, /is empty; pass an ID/],
];

describe('arguments that cannot be right send nothing', () => {
  it.each(WRONG_ARGUMENTS)('%s', async (_, tool, given, words) => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url, args: ['--tags', 'all'] });
    const error = errorOf(await server.call(tool, given));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
    expect(error.message).toMatch(words);
    expect(upstream.connections()).toBe(0);
  });

  it.each([
    ['create_project', [], '{"name":"x","__proto__":{"geography":"EU"}}'],
    ['list_projects', [], '{"__proto__":{"limit":1}}'],
    [
      'call_write_tool',
      ['--exposure', 'discovery'],
      '{"name":"create_project","__proto__":{"arguments":{"name":"x"}}}',
    ],
    [
      'call_write_tool',
      ['--exposure', 'discovery'],
      '{"name":"create_project","arguments":{"name":"x","__proto__":{"geography":"EU"}}}',
    ],
  ])(
    'such as a name that changes a prototype, in %s %j %s, which is on record',
    async (tool, args, given) => {
      const upstream = await startUpstream(respondWithLists);
      const home = temporaryFolder();
      const server = await startServer({ upstream: upstream.url, args, environment: { HOME: home } });
      const error = errorOf(await server.call(tool, JSON.parse(given)));
      expect(error).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
      expect(error.message).toContain('__proto__');
      expect(upstream.connections()).toBe(0);
      const lines = await readAudit(home);
      expect(lines.map(({ intent }) => intent.decision)).toEqual(['invalid']);
      expect(JSON.stringify(lines)).toContain('__proto__');
    },
  );

  it('such as a path value that is none', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url });
    for (const project_id of HOSTILE_IDS) {
      for (const tool of ['get_project', 'archive_project']) {
        const error = errorOf(await server.call(tool, { project_id }));
        expect(error, JSON.stringify(project_id)).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
      }
    }
    expect(upstream.connections()).toBe(0);
  });
});

describe('a name where an ID belongs', () => {
  it('is answered with the ID of the project of that name', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url });
    const error = errorOf(await server.call('archive_project', { project_id: 'alpha' }));
    expect(error).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
    expect(error.message).toMatch(/proj_alpha.*Repeat the call with the ID/);
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      expect.stringMatching(/^GET \/v1\/organization\/projects\?/),
    ]);
    expect(upstream.requests[0]?.headers.authorization).toBe(`Bearer ${ADMIN_KEY}`);
  });

  it('is answered with the candidates when several have it', async () => {
    const upstream = await startUpstream(
      ({ socket }) => void socket.write(answer(200, JSON.stringify(TWINS))),
    );
    const server = await startServer({ upstream: upstream.url });
    const error = errorOf(await server.call('get_project', { project_id: 'Alpha' }));
    expect(error.message).toMatch(/proj_alpha.*proj_beta.*the ID that is meant/);
    expect(upstream.requests).toHaveLength(1);
  });

  it('is answered with the closest when none has it', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url });
    const error = errorOf(await server.call('get_project', { project_id: 'Alpah' }));
    expect(error.message).toMatch(/nothing has.*list_projects.*proj_alpha/);
  });

  it('is answered with where IDs come from when the list is hidden, and nothing is sent', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ args: ['--exclude-tools', 'list_projects'], upstream: upstream.url });
    const error = errorOf(await server.call('get_project', { project_id: 'Alpha' }));
    expect(error.message).toMatch(/proj_.*list_projects.*switched off/);
    expect(upstream.connections()).toBe(0);
  });

  it('is answered with the rl- ID for a model', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url });
    const error = errorOf(
      await server.call('update_project_rate_limit', {
        project_id: 'proj_alpha',
        rate_limit_id: 'gpt-5-mini',
        max_requests_per_1_minute: 500,
      }),
    );
    expect(error.message).toMatch(/rl-gpt-5-mini.*Repeat the call with the ID/);
    expect(upstream.requests.every(({ line }) => line.startsWith('GET '))).toBe(true);
  });

  it('is not looked for when the value is an ID', async () => {
    const upstream = await startUpstream(respondWithLists);
    const server = await startServer({ upstream: upstream.url });
    await server.call('get_project', { project_id: 'proj_alpha' });
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      'GET /v1/organization/projects/proj_alpha HTTP/1.1',
    ]);
  });
});

describe('a key of the wrong class', () => {
  it.each([
    ['a project key as admin key', { OPENAI_ADMIN_KEY: PROJECT_KEY }, 'list_projects'],
    ['an admin key as project key', { OPENAI_API_KEY: ADMIN_KEY }, 'list_vector_stores'],
  ])('%s is not used, and both places are named', async (_, environment, tool) => {
    const upstream = await startUpstream();
    const server = await startServer({ environment: { ...environment, OPENAI_BASE_URL: upstream.url } });
    expect(await server.list()).toEqual([]);
    expect(server.greeting.instructions).toMatch(/OPENAI_ADMIN_KEY.*OPENAI_API_KEY/);
    expect(errorOf(await server.call(tool))).toMatchObject({ outcome: 'not_sent' });
    expect(upstream.connections()).toBe(0);
  });
});

describe('a new secret without a place to go', () => {
  const given = { project_id: 'proj_alpha', name: 'e2e' };
  // A file is no folder.
  const PLACES: [string, string[], RegExp][] = [
    ['a folder', ['--secrets', `file:${import.meta.filename}`], /bad-input\.test\.ts is not a folder/],
    ...(process.platform === 'linux'
      ? [['the keychain', [], /no Secret Service.*--secrets file:FOLDER/] as [string, string[], RegExp]]
      : []),
  ];

  it.each(PLACES)('is refused before anything is sent, unless none is made: %s', async (_, args, message) => {
    const upstream = await startUpstream();
    const server = await startServer({
      args: ['--approval', 'off', ...args],
      upstream: upstream.url,
      environment: { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent/bus' },
    });
    const error = errorOf(await server.call('create_project_service_account', given));
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error.message).toMatch(message);
    expect(upstream.connections()).toBe(0);
    const without = await server.call('create_project_service_account', {
      ...given,
      create_service_account_only: true,
    });
    expect(without.isError, without.text).toBe(false);
    expect(upstream.requests.map(({ line }) => line.split(' ')[0])).toEqual(['POST']);
  });
});
