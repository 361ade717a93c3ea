/** Prompts, resources and completions of the built program through the official client: what is offered, and that plans can be followed. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import {
  environmentOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  PROGRAM,
  type StartOptions,
  startServer,
} from './start-server.ts';
import { errorBody, received, respondWithProjects, startUpstream } from './upstream.ts';

const NEGOTIATION = {
  [LEGACY_REVISION]: {},
  [MODERN_REVISION]: { versionNegotiation: { mode: { pin: MODERN_REVISION } } },
};
type Revision = keyof typeof NEGOTIATION;
const REVISIONS: Revision[] = [LEGACY_REVISION, MODERN_REVISION];

async function connect(options: StartOptions, revision: Revision = LEGACY_REVISION) {
  const client = new Client({ name: 'e2e', version: '1' }, NEGOTIATION[revision]);
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [PROGRAM, ...(options.args ?? [])],
      env: environmentOf(options),
      stderr: 'ignore',
    }),
  );
  onTestFinished(() => client.close());
  return client;
}

async function textOf(client: Client, name: string, given: Record<string, string> = {}): Promise<string> {
  const { messages } = await client.getPrompt({ name, arguments: given });
  const content = messages[0]?.content;
  return content?.type === 'text' ? content.text : '';
}

/** The calls of a plan, as a model reads them. */
function callsIn(text: string): { name: string; given: Record<string, unknown> }[] {
  return [...text.matchAll(/^\d+\. ([a-z_]+)(?: (\{.*?\}))?: /gm)].map(([, name = '', given = '{}']) => ({
    name,
    given: JSON.parse(given) as Record<string, unknown>,
  }));
}

type Table = { columns: string[]; rows: string[][] };

/** The result of a call that went well, without the sandbox's mark. */
async function call<Result = Record<string, unknown>>(
  client: Client,
  name: string,
  given: Record<string, unknown>,
): Promise<Result> {
  const { content, isError } = await client.callTool({ name, arguments: given });
  const text = (content as { text: string }[])[0]?.text ?? '';
  expect(isError, `${name} ${text}`).not.toBe(true);
  return JSON.parse(text) as Result;
}

const complete = (client: Client, prompt: string, name: string, value: string, signal?: AbortSignal) =>
  client.complete(
    { ref: { type: 'ref/prompt', name: prompt }, argument: { name, value } },
    { ...(signal && { signal }) },
  );

describe.each(REVISIONS)('the official client over %s', (revision) => {
  it('gets prompts, pages and completions of the sandbox', async () => {
    const client = await connect({ args: ['--sandbox'] }, revision);
    expect(client.getServerCapabilities()).toMatchObject({ prompts: {}, resources: {}, completions: {} });
    const { prompts } = await client.listPrompts();
    expect(prompts.length).toBe(5);
    const { completion } = await complete(client, 'off_board_person', 'person', 'SOLBERG');
    expect(completion.values).toEqual(['ingrid.solberg@halden-works.example']);
    const [person = ''] = completion.values;
    expect(await textOf(client, 'off_board_person', { person })).toContain(
      `report_access {"subject":"${person}"}`,
    );
    expect((await complete(client, 'monthly_cost_review', 'project', 'nightly')).completion.values).toEqual([
      'Nightly-Evals',
    ]);
    const { resources } = await client.listResources();
    for (const { uri, size } of resources) {
      const [page] = (await client.readResource({ uri })).contents;
      expect(Buffer.byteLength(page && 'text' in page ? page.text : ''), uri).toBe(size);
    }
    const [template] = (await client.listResourceTemplates()).resourceTemplates;
    const family = await client.complete({
      ref: { type: 'ref/resource', uri: template?.uriTemplate ?? '' },
      argument: { name: 'family', value: 'inv' },
    });
    expect(family.completion.values).toEqual(['invites']);
    await expect(
      client.readResource({ uri: 'openai-admin-mcp://docs/../package.json' }),
    ).rejects.toMatchObject({
      code: -32602,
    });
    await expect(client.getPrompt({ name: 'off_board_person' })).rejects.toMatchObject({ code: -32602 });
  });

  it('has an open completion ended when it is cancelled, and goes on', async () => {
    const upstream = await startUpstream((request) => {
      if (request.number > 1) respondWithProjects(request);
    });
    const client = await connect({ upstream: upstream.url }, revision);
    const asking = new AbortController();
    const asked = complete(client, 'monthly_cost_review', 'project', 'a', asking.signal);
    asked.catch(() => undefined);
    await received(upstream, 1);
    asking.abort();
    await expect(asked).rejects.toThrow();
    await upstream.idle();
    expect((await complete(client, 'monthly_cost_review', 'project', 'a')).completion.values).toEqual([
      'Alpha',
      'Beta',
    ]);
    expect(upstream.requests).toHaveLength(2);
  });

  it('is refused in the protocol what makes no sense', async () => {
    const server = await startServer({ args: ['--sandbox'], revision });
    for (const [method, params] of [
      ['prompts/get', {}],
      ['prompts/get', { name: 'rotate_keys', arguments: { project: 7 } }],
      ['prompts/get', { name: 'rotate_keys', arguments: ['Alpha'] }],
      ['prompts/list', { cursor: 'x' }],
      ['resources/read', {}],
      ['completion/complete', { ref: { type: 'ref/other' }, argument: { name: 'a', value: '' } }],
      ['completion/complete', { ref: { type: 'ref/prompt', name: 'rotate_keys' } }],
    ] as const) {
      const { error, result } = await server.request(method, params);
      expect([error?.code, result], `${method} ${JSON.stringify(params)}`).toEqual([-32602, undefined]);
    }
    const unknown = await server.request('resources/subscribe', { uri: 'openai-admin-mcp://tools' });
    expect(unknown.error?.code).toBe(-32601);
  });
});

describe('what is sent to OpenAI', () => {
  it('is nothing for lists, prompts and pages, and one list for what is typed', async () => {
    const upstream = await startUpstream();
    const client = await connect({ upstream: upstream.url });
    for (const { name } of (await client.listPrompts()).prompts) {
      await textOf(client, name, name === 'off_board_person' ? { person: 'a@b.example' } : {});
    }
    for (const { uri } of (await client.listResources()).resources) await client.readResource({ uri });
    await complete(client, 'monthly_cost_review', 'period', '');
    expect(upstream.connections()).toBe(0);
    for (const typed of ['a', 'al', 'alp']) {
      const { completion } = await complete(client, 'monthly_cost_review', 'project', typed);
      expect(completion.values).toContain('Alpha');
    }
    expect(upstream.requests.map(({ line }) => line)).toEqual([
      'GET /v1/organization/projects?limit=100 HTTP/1.1',
    ]);
  });

  it.each([401, 403, 404])('and refused with %d is an empty list', async (status) => {
    const upstream = await startUpstream(({ socket }) => void socket.write(answer(status, errorBody('No.'))));
    const client = await connect({ upstream: upstream.url });
    for (const typed of ['a', 'b']) {
      const { completion } = await complete(client, 'rotate_keys', 'project', typed);
      expect(completion).toEqual({ values: [], hasMore: true });
    }
    expect(upstream.requests).toHaveLength(1);
  });

  it('is nothing after the end of access, and the lists stay', async () => {
    const upstream = await startUpstream();
    const open = await connect({ upstream: upstream.url });
    const ended = await connect({ args: ['--expires-at', '2020-01-01'], upstream: upstream.url });
    expect(await ended.listPrompts()).toEqual(await open.listPrompts());
    expect(await ended.listResources()).toEqual(await open.listResources());
    expect(await textOf(ended, 'rotate_keys')).toMatch(
      /^Access ended at 2020-01-01T00:00:00\.000Z \(--expires-at\)\. .* Until then every call is refused\.\n/,
    );
    for (const [prompt, argument] of [
      ['off_board_person', 'person'],
      ['rotate_keys', 'project'],
    ] as const) {
      expect((await complete(ended, prompt, argument, 'a')).completion.values).toEqual([]);
    }
    expect(upstream.connections()).toBe(0);
  });
});

describe('what is switched off', () => {
  it('is no step, and stands below with the reason', async () => {
    const client = await connect({ args: ['--sandbox', '--read-only'] });
    const listed = (await client.listTools()).tools.map(({ name }) => name);
    for (const { name } of (await client.listPrompts()).prompts) {
      const text = await textOf(client, name, name === 'off_board_person' ? { person: 'a@b.example' } : {});
      for (const step of callsIn(text)) expect(listed).toContain(step.name);
    }
    expect(await textOf(client, 'off_board_person', { person: 'a@b.example' })).toMatch(
      /^Off here: .*offboard_person.* \(switched off by --read-only\)\./m,
    );
  });

  it('takes prompts away, and asking for one says why', async () => {
    const client = await connect({ args: ['--sandbox', '--exclude-tools', 'report_access'] });
    const names = (await client.listPrompts()).prompts.map(({ name }) => name);
    expect(names).toEqual(['monthly_cost_review', 'weekly_security_review']);
    await expect(client.getPrompt({ name: 'rotate_keys' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('report_access is switched off by --exclude-tools report_access'),
    });
  });

  it('under a pin is what concerns the organization', async () => {
    const upstream = await startUpstream();
    const client = await connect({ args: ['--project', 'proj_alpha'], upstream: upstream.url });
    expect(await textOf(client, 'off_board_person', { person: 'a@b.example' })).toMatch(
      /^Off here: .*offboard_person \(outside the pinned projects\)\./m,
    );
    expect((await complete(client, 'rotate_keys', 'project', '')).completion.values).toEqual(['proj_alpha']);
    expect((await complete(client, 'off_board_person', 'person', '')).completion.values).toEqual([]);
    expect(upstream.connections()).toBe(0);
  });
});

describe('a plan', () => {
  it.each([
    ['as it is', []],
    ['with a prefix', ['--tool-prefix', 'acme']],
    ['behind discovery', ['--exposure', 'discovery', '--tool-prefix', 'acme']],
    ['in one project', ['--project', 'proj_OVop9wgx6IGiL2cARxZgQEVv']],
  ])('can be followed call by call where it only reads, %s', async (_, args) => {
    const client = await connect({ args: ['--sandbox', ...args] });
    for (const name of ['monthly_cost_review', 'weekly_security_review', 'most_expensive_projects']) {
      const text = await textOf(client, name);
      const calls = callsIn(text);
      expect(calls.length).toBe(text.match(/^\d+\. /gm)?.length);
      for (const step of calls) {
        const given = 'name' in step.given ? { arguments: {}, ...step.given } : step.given;
        await call(client, step.name, given);
      }
    }
  });

  it('of the most expensive projects takes two calls to the people', async () => {
    const client = await connect({ args: ['--sandbox'] });
    const [costs, access, ...more] = callsIn(await textOf(client, 'most_expensive_projects'));
    expect(more).toEqual([]);
    const { columns, rows } = await call<Table>(client, costs?.name ?? '', costs?.given ?? {});
    expect(rows).toHaveLength(3);
    const subject = rows[0]?.[columns.indexOf('id')];
    const { subject: project } = await call(client, access?.name ?? '', { subject });
    expect(project).toMatchObject({ kind: 'project', id: subject });
  });
});

describe('off-boarding', () => {
  const HELD = ['projects', 'groups', 'api_keys', 'admin_keys', 'service_accounts', 'open_invites'] as const;
  type Access = Record<(typeof HELD)[number], Table> & {
    subject: { id?: string; state: string };
    project_ids: Record<string, string>;
  };

  const records = ({ columns, rows }: Table) =>
    rows.map((row) => Object.fromEntries(columns.map((name, place) => [name, row[place] ?? ''])));

  /** Each step of the plan, in its order, on what the first one showed. */
  async function follow(
    client: Client,
    person: string,
  ): Promise<{ before: Access; after: Access; done: string[]; oldKeys: unknown[] }> {
    const [look, ...steps] = callsIn(await textOf(client, 'off_board_person', { person }));
    const before = await call<Access>(client, look?.name ?? '', look?.given ?? {});
    const idOf = (project: string | undefined) => before.project_ids[project ?? ''];
    const done: string[] = [];
    const run = <Result = Record<string, unknown>>(name: string, given: Record<string, unknown>) => {
      done.push(name);
      return call<Result>(client, name, given);
    };
    const accounts = records(before.service_accounts);
    const oldKeys: { project_id: string | undefined; api_key_id: string }[] = [];
    const toRotate = new Set(accounts.map(({ id }) => id));
    const isTheirs = (key: Record<string, string>) =>
      [...toRotate].some((id) => JSON.stringify(key).includes(String(id)));
    const fresh = new Set<string>();
    const carryOut: Record<string, () => Promise<void>> = {
      async delete_project_api_key() {
        for (const key of oldKeys) await run('delete_project_api_key', key);
      },
      async create_service_account_api_key() {
        for (const { id, project } of accounts) {
          const made = await run('create_service_account_api_key', {
            project_id: idOf(project),
            service_account_id: id,
            name: 'after off-boarding',
          });
          fresh.add(String(made.id));
        }
      },
      async list_project_api_keys() {
        for (const project of new Set(accounts.map((account) => idOf(account.project)))) {
          const listed = await run<Table>('list_project_api_keys', { project_id: project, limit: 100 });
          for (const key of records(listed)) {
            if (isTheirs(key) && !fresh.has(key.id ?? ''))
              oldKeys.push({ project_id: project, api_key_id: key.id ?? '' });
          }
        }
      },
      async offboard_person() {
        expect(await run('offboard_person', { person })).toMatchObject({ is_done: true });
      },
    };
    for (const { name } of steps) {
      expect(Object.keys(carryOut)).toContain(name);
      await carryOut[name]?.();
    }
    const after = await call<Access>(client, look?.name ?? '', look?.given ?? {});
    return { before, after, done, oldKeys };
  }

  async function firstWith(client: Client, kind: (typeof HELD)[number], people: string[]): Promise<string> {
    for (const subject of people) {
      const { [kind]: held } = await call<Access>(client, 'report_access', { subject });
      if (held.rows.length > 0) return subject;
    }
    throw new Error(`Nobody has ${kind}`);
  }

  it.each([
    ['admin_keys', ['offboard_person']],
    ['service_accounts', ['create_service_account_api_key', 'list_project_api_keys', 'offboard_person']],
    ['open_invites', ['offboard_person']],
  ] as const)('leaves nothing of somebody with %s, done literally as the plan says', async (kind, writes) => {
    const client = await connect({ args: ['--sandbox', '--tags', 'all', '--approval', 'off'] });
    const completed = (await complete(client, 'off_board_person', 'person', '')).completion.values;
    const invites = records(await call<Table>(client, 'list_invites', { limit: 100 }));
    const people =
      kind === 'open_invites'
        ? invites.map(({ email = '' }) => email)
        : // The first one's key is in use by the sandbox itself.
          completed.slice(1);
    const { before, after, done, oldKeys } = await follow(client, await firstWith(client, kind, people));
    expect(before[kind].rows.length).toBeGreaterThan(0);
    for (const write of writes) expect(done).toContain(write);
    expect(oldKeys.length > 0).toBe(kind === 'service_accounts');
    expect(after.subject.state).toBe('not in the organization');
    for (const held of ['projects', 'groups', 'api_keys', 'admin_keys', 'open_invites'] as const) {
      expect(after[held].rows, held).toEqual([]);
    }
  });
});
