/** A key is stored for a project only when it belongs there, as OpenAI and the project's list of keys tell. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Probe, probeKey } from '../../../src/cli/commands/probe-key.ts';
import { type RunningSandbox, startSandbox } from '../../../src/sandbox/start-sandbox.ts';
import { homeFolder } from '../../credentials/home-folder.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { answer } from '../../openai/fault-server.ts';
import { open, serve, serveAnswer } from '../../openai/fixture.ts';
import { runAuth } from './auth-run.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');

async function sandbox(): Promise<RunningSandbox> {
  const running = await startSandbox({ now: () => NOW });
  onTestFinished(() => running.close());
  return running;
}

/** Asks at that address, over a real connection. */
function probeAt(url: string): Probe {
  const client = open(url);
  return (secret, keyClass, organization, project) =>
    probeKey(client, secret, keyClass, organization, NOW, project);
}

async function login(url: string, key: string, projectId: string, adminKey?: string) {
  const keychain = memoryKeychain();
  const run = await runAuth(
    {
      homeDirectory: homeFolder(),
      keychain,
      probe: probeAt(url),
      environment: adminKey === undefined ? {} : { OPENAI_ADMIN_KEY: adminKey },
      input: key,
    },
    'login',
    '--stdin',
    '--project',
    projectId,
  );
  return { ...run, stored: [...keychain.items.keys()] };
}

describe('auth login --project', () => {
  test('stores the key of that project, with an admin key at hand and without', async () => {
    const { url, adminKey, projectKeys } = await sandbox();
    for (const [projectId, key] of Object.entries(projectKeys).slice(0, 3)) {
      for (const admin of [adminKey, undefined]) {
        const run = await login(url, key, projectId, admin);
        expect(run).toMatchObject({ code: 0, stored: [`default/project/${projectId}`] });
      }
    }
  });

  test("refuses another project's key, since OpenAI does", async () => {
    const { url, projectKeys } = await sandbox();
    const [[mine], [, foreign]] = Object.entries(projectKeys) as [[string, string], [string, string]];
    const run = await login(url, foreign, mine);
    expect(run).toMatchObject({ code: 5, stored: [] });
    expect(run.stderr).toMatch(/belongs to another project.*Nothing was stored/s);
    expect(run.stderr).not.toContain(foreign);
  });

  /** An API that does not look at OpenAI-Project, so that only the list can tell. */
  const listing = (pages: object[]) =>
    serve(({ socket, line }) => {
      const page = /after=page(\d)/.exec(line)?.[1] ?? '0';
      const body = line.includes('/api_keys') ? pages[Number(page)] : { data: [], has_more: false };
      socket.write(answer(200, JSON.stringify(body)));
    });
  const KEY = 'sk-proj-canary0123456789abcdefghijklmnWXYZ';
  const row = (redacted_value: string) => ({ id: 'key_1', redacted_value });

  test.each<[string, object[], number]>([
    ['on the first page', [{ data: [row('sk-proj-****WXYZ')], has_more: false }], 0],
    ['shown in another form', [{ data: [row('sk-...WXYZ')], has_more: false }], 0],
    [
      'on the last page',
      [
        { data: [row('sk-proj-****AAAA')], has_more: true, last_id: 'page1' },
        { data: [row('sk-proj-****WXYZ')], has_more: false },
      ],
      0,
    ],
    ['nowhere', [{ data: [row('sk-proj-****AAAA')], has_more: false }], 5],
    ['nowhere, in an empty project', [{ data: [], has_more: false }], 5],
    ['perhaps, by a list that shows no ends', [{ data: [row('sk-proj-****')], has_more: false }], 0],
    ['perhaps, by something that is no list', [{ data: null }], 0],
  ])('a key that is listed %s', async (where, pages, code) => {
    const { url } = await listing(pages);
    const run = await login(url, KEY, 'proj_mine', 'sk-admin-canary0123456789abcdefghijklmnopqr');
    expect(run.code).toBe(code);
    expect(run.stored).toEqual(code === 0 ? ['default/project/proj_mine'] : []);
    expect(run.stderr.includes('was not compared')).toBe(where.startsWith('perhaps'));
  });
});

describe('auth login, when the network is the reason', () => {
  test.each<[string, () => Promise<string>]>([
    ['nobody listens', async () => 'http://127.0.0.1:1/v1'],
    ['OpenAI fails', async () => (await serveAnswer(503, '')).url],
    ['nobody says why', async () => (await serveAnswer(403)).url],
    [
      'the plan does not include it',
      async () => (await serveAnswer(403, '{"error":{"message":"Your plan does not include this."}}')).url,
    ],
    ['a firewall answers', async () => (await serveAnswer(403, '<html>Blocked</html>')).url],
  ])('%s: nothing is said about the key', async (_, address) => {
    const run = await login(await address(), 'sk-proj-canary0123456789abcdefghijklmn', 'proj_mine');
    expect(run).toMatchObject({ code: 6, stored: [] });
    expect(run.stderr).toContain('Could not check');
    expect(run.stderr).not.toContain('did not accept');
  });
});
