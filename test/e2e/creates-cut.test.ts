/** The proof that every create is sent once, wherever its exchange is cut, and that what is known of it is told and on record. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { answer } from '../openai/fault-server.ts';
import { recordedCalls } from './audit-trail.ts';
import { errorOf, type Server, startServer, temporaryFolder } from './start-server.ts';
import { type Respond, received, startUpstream } from './upstream.ts';

const CREATES = catalogue.tools
  .filter((tool) => tool.method === 'create')
  .sort((one, other) => one.name.localeCompare(other.name));

/** By their answers a secret is made, and lost with them. */
const MINTING = CREATES.filter((tool) => tool.secrets !== undefined).map((tool) => tool.name);

const SECRET = 'sk-svcacct-CANARY0123456789abcdefghijklmn';

/** The keys of a service account are listed among those of its project. */
const listPathOf = (path: string) => path.replace(/\/service_accounts\/[^/]+\/api_keys$/, '/api_keys');

const withoutNames = (path: string) => path.replace(/\{.*?\}/g, '{}');

const hasList = ({ endpoint }: (typeof CREATES)[number]) =>
  catalogue.tools.some(
    (other) =>
      other.method === 'list' &&
      withoutNames(other.endpoint.path) === withoutNames(listPathOf(endpoint.path)),
  );

/** A reset overtakes what was written just before it. */
const RESET_AFTER_MILLISECONDS = 30;

type Cut = (respond: { socket: Parameters<Respond>[0]['socket']; whole: string }) => void;

const AFTER_SENDING: Cut = ({ socket }) => void socket.resetAndDestroy();
const IN_THE_ANSWER: Cut = ({ socket, whole }) => {
  // All but the end: the secret is in it.
  socket.write(whole.slice(0, -2));
  setTimeout(() => socket.resetAndDestroy(), RESET_AFTER_MILLISECONDS);
};
const UNREADABLE: Cut = ({ socket }) => void socket.end(answer(200, '{"id": "made'));
const BEHIND_THE_ANSWER: Cut = ({ socket, whole }) => void socket.end(whole);

/** An organization that makes whatever is asked for, keeps it for its lists, and answers as `cut` wants it. */
async function startCreating(cut: Cut, keeps = true) {
  const made = new Map<string, object[]>();
  const upstream = await startUpstream(({ line, body, socket, number }) => {
    const [method = '', target = ''] = line.split(' ');
    const path = target.split('?')[0] ?? '';
    if (method === 'GET') {
      socket.write(answer(200, JSON.stringify({ data: made.get(path) ?? [], has_more: false })));
      return;
    }
    const given = JSON.parse(body || '{}');
    // What is put into a list keeps its id there.
    const member = given.user_id ?? given.role_id ?? given.group_id ?? given.file_id;
    const now = Math.floor(Date.now() / 1000);
    const thing = { ...given, id: member ?? `made_${number}`, created_at: now };
    const list = listPathOf(path);
    if (keeps) made.set(list, [...(made.get(list) ?? []), thing]);
    const secrets = {
      value: SECRET,
      signing_secret: SECRET,
      api_key: { id: `key_${number}`, value: SECRET },
    };
    cut({ socket, whole: answer(200, JSON.stringify({ ...thing, ...secrets })) });
  });
  const home = temporaryFolder();
  const server = await startServer({
    args: ['--tags', 'all', '--approval', 'off', '--secrets', `file:${join(home, 'secrets')}`],
    environment: {
      HOME: home,
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: 'sk-admin-e2e-0123456789abcdefghij',
      OPENAI_API_KEY: 'sk-proj-e2e-0123456789abcdefghij',
    },
  });
  const lines = (method: string) =>
    upstream.requests.map(({ line }) => line).filter((line) => line.startsWith(`${method} `));
  return { server, upstream, home, posts: () => lines('POST'), reads: () => lines('GET') };
}

function createAll(server: Server) {
  return Promise.all(
    CREATES.map(async (tool) => ({ tool, answer: await server.call(tool.name, argumentsOf(tool)) })),
  );
}

/** The example's, with the secret that some make only if asked. */
function argumentsOf(tool: (typeof CREATES)[number]): Record<string, unknown> {
  const { create_service_account_only: _, ...given } = tool.example?.arguments ?? {};
  return given;
}

/** What each create's endpoint looks like in a request. */
function expectOnePostEach(posts: string[]): void {
  const patterns = CREATES.map(({ endpoint }) => endpoint.path.replace(/\{.*?\}/g, '[^/]+'));
  for (const pattern of patterns) {
    const due = patterns.filter((other) => other === pattern).length;
    expect(
      posts.filter((line) => new RegExp(`^POST /v1${pattern} `).test(line)),
      pattern,
    ).toHaveLength(due);
  }
  expect(posts).toHaveLength(CREATES.length);
}

const expectRecord = async (home: string, outcome: string) =>
  expect(await recordedCalls(home)).toEqual(
    CREATES.map(({ name }) => ({ tool: name, decision: 'allowed', outcome })),
  );

const journal = (home: string) => {
  const folder = join(home, '.local', 'state', 'openai-admin-mcp', 'journal');
  return existsSync(folder) ? readdirSync(folder) : [];
};

describe.skipIf(process.platform === 'win32' || process.platform === 'darwin')('every create, cut', () => {
  it('there are as many as the API has', () => {
    expect(CREATES.length).toBeGreaterThanOrEqual(25);
    expect(MINTING.length).toBeGreaterThanOrEqual(4);
  });

  it('before it is sent: nothing was sent', async () => {
    const { server, upstream, home } = await startCreating(AFTER_SENDING);
    await upstream.close();
    for (const { answer } of await createAll(server)) {
      expect(errorOf(answer)).toMatchObject({ outcome: 'not_sent', kind: 'network' });
      expect(answer.text).toContain('nothing was sent');
      expect(answer.text).not.toContain('look_up');
    }
    expect(upstream.requests).toEqual([]);
    await expectRecord(home, 'not_sent');
    expect(journal(home)).toEqual([]);
  });

  it.each<[string, Cut]>([
    ['behind its last byte', AFTER_SENDING],
    ['in the middle of the answer', IN_THE_ANSWER],
  ])('%s: looked up once, and found', async (_, cut) => {
    const { server, home, posts, reads } = await startCreating(cut);
    for (const { tool, answer } of await createAll(server)) {
      const error = errorOf(answer);
      expect(error, tool.name).toMatchObject({
        outcome: 'unknown',
        retryable: false,
        look_up: hasList(tool)
          ? { result: 'created', ids: [expect.any(String)] }
          : { result: 'not_possible' },
      });
      expect(error.message, tool.name).toMatch(
        hasList(tool)
          ? /may have been carried out.*A look-up found .*(was created|it is there now)\.( Its secret was lost.*)? In all it took [\d.]+ s\.$/
          : /may have been carried out.*No list shows what \w+ creates\. In all it took [\d.]+ s\.$/,
      );
      const isLost = hasList(tool) && MINTING.includes(tool.name);
      expect(String(error.message).includes('Its secret was lost with the answer'), tool.name).toBe(isLost);
    }
    expectOnePostEach(posts());
    expect(reads()).toHaveLength(CREATES.filter(hasList).length);
    await expectRecord(home, 'unknown');
    expect(journal(home)).toHaveLength(MINTING.length);
    expect(server.stdout() + server.stderr()).not.toContain('CANARY');
  });

  it('behind its last byte, with nothing made: looked up once, and not found', async () => {
    const { server, home, posts, reads } = await startCreating(AFTER_SENDING, false);
    for (const { tool, answer } of await createAll(server)) {
      const result = hasList(tool) ? 'not_found' : 'not_possible';
      expect(errorOf(answer), tool.name).toMatchObject({ outcome: 'unknown', look_up: { result, ids: [] } });
      expect(answer.text).toMatch(hasList(tool) ? /before repeating the call/ : /No list shows/);
    }
    expectOnePostEach(posts());
    expect(reads()).toHaveLength(CREATES.filter(hasList).length);
    await expectRecord(home, 'unknown');
  });

  it('inside the JSON of a whole answer: done, with the ID of a look-up; unknown where a secret was in it', async () => {
    const { server, home, posts, reads } = await startCreating(UNREADABLE);
    for (const { tool, answer } of await createAll(server)) {
      const isMinting = MINTING.includes(tool.name);
      const { look_up: lookUp, note, message } = isMinting ? errorOf(answer) : answer.value;
      expect(answer.isError, tool.name).toBe(isMinting);
      expect(note ?? message, tool.name).toMatch(
        isMinting ? /may have been carried out/ : /^It was carried out \(200\), but /,
      );
      expect(lookUp, tool.name).toEqual(
        hasList(tool)
          ? { result: 'created', ids: [expect.any(String)] }
          : { result: 'not_possible', ids: [] },
      );
    }
    expectOnePostEach(posts());
    expect(reads()).toHaveLength(CREATES.filter(hasList).length);
    expect(await recordedCalls(home)).toEqual(
      CREATES.map(({ name }) => ({
        tool: name,
        decision: 'allowed',
        outcome: MINTING.includes(name) ? 'unknown' : 'done',
      })),
    );
  });

  it('behind the answer: done', async () => {
    const { server, home, posts, reads } = await startCreating(BEHIND_THE_ANSWER);
    for (const { tool, answer } of await createAll(server)) {
      expect(answer.isError, answer.text).toBe(false);
      expect(answer.value.id, tool.name).toEqual(expect.any(String));
      if (MINTING.includes(tool.name)) {
        expect(answer.value.secret, tool.name).toMatchObject({ stored_in: expect.stringContaining(home) });
      }
    }
    expectOnePostEach(posts());
    expect(reads()).toEqual([]);
    await expectRecord(home, 'done');
    expect(journal(home)).toEqual([]);
    expect(readdirSync(join(home, 'secrets'))).toHaveLength(MINTING.length);
    expect(server.stdout() + server.stderr()).not.toContain('CANARY');
  });

  it('by the client, which waits no longer: on record as unknown', async () => {
    const { server, upstream, home, posts, reads } = await startCreating(() => undefined);
    const ids = CREATES.slice(0, 10).map((tool) =>
      server.send('tools/call', { name: tool.name, arguments: argumentsOf(tool) }),
    );
    await received(upstream, 10);
    for (const id of ids) server.notify('notifications/cancelled', { requestId: id });
    // The record of a call that begins later is written later.
    await server.call('update_project', { project_id: 'proj_alpha' });
    server.closeStdin();
    await server.exited;
    expect(posts()).toHaveLength(10);
    expect(reads()).toEqual([]);
    const record = (await recordedCalls(home)).filter(({ decision }) => decision === 'allowed');
    expect(record).toEqual(
      CREATES.slice(0, 10).map(({ name }) => ({ tool: name, decision: 'allowed', outcome: 'unknown' })),
    );
  });
});
