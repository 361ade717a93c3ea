/** The proof with real windows, a real client and the built program: a person at the screen is asked, and only their word counts. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { startOrganization } from '../e2e/named-projects.ts';
import { ADMIN_KEY, PROGRAM, temporaryFolder } from '../e2e/start-server.ts';
import { hasTerminal, runInTerminal, typeWhenAsked } from '../e2e/terminal.ts';
import { canRunWindowSuite, openScreen, type Screen, writeCookie } from './virtual-display.ts';

const NAME = 'Name of proj_a';
const ARCHIVE = { project_id: 'proj_a' };

const canRun = canRunWindowSuite();

type Organization = Awaited<ReturnType<typeof startOrganization>>;

type Options = {
  args?: string[];
  name?: string;
  environment?: Record<string, string>;
  organization?: Organization;
};

/** The official client, which has no forms, before the built program, and an organization behind it. */
async function connect(
  screen: Screen | undefined,
  { args = [], name, environment = {}, organization }: Options = {},
) {
  const { upstream, rename, writes } = organization ?? (await startOrganization());
  if (name !== undefined) rename(name);
  const client = new Client({ name: 'window', version: '1' });
  const home = environment.HOME ?? temporaryFolder();
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [PROGRAM, ...args],
    env: {
      HOME: home,
      PATH: process.env.PATH ?? '',
      OPENAI_BASE_URL: upstream.url,
      OPENAI_ADMIN_KEY: ADMIN_KEY,
      ...(screen && { DISPLAY: screen.display }),
      ...environment,
    },
    stderr: 'ignore',
  });
  await client.connect(transport);
  onTestFinished(() => client.close());
  const pid = transport.pid ?? 0;
  return {
    client,
    home,
    pid,
    writes,
    lines: () =>
      readFileSync(join(home, '.local', 'state', 'openai-admin-mcp', 'audit.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>),
    async call(tool: string, given: Record<string, unknown>, signal?: AbortSignal) {
      const params = { name: tool, arguments: given };
      const result = await client.callTool(params, { timeout: 120_000, ...(signal && { signal }) });
      const [block] = result.content as { text: string }[];
      return JSON.parse(block?.text ?? '{}') as Record<string, unknown> & { error?: Record<string, unknown> };
    },
  };
}

/** What the system shows of the programs that a process has started. */
function childrenOf(pid: number): { words: string; environment: string }[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const [, parent] = /^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${entry}/stat`, 'utf8')) ?? [];
        if (Number(parent) !== pid) return [];
        const [words = '', environment = ''] = ['cmdline', 'environ'].map((name) =>
          readFileSync(`/proc/${entry}/${name}`, 'utf8'),
        );
        return [{ words, environment }];
      } catch {
        return [];
      }
    });
}

describe.runIf(canRun)('a window', () => {
  let screen: Screen;
  beforeAll(async () => {
    screen = await openScreen();
  });
  afterAll(() => screen?.close());

  it.each(['Enter', 'the button'])('approves with the name and %s, and the call runs once', async (how) => {
    const { call, writes, lines, pid } = await connect(screen);
    const calling = call('archive_project', ARCHIVE);
    const window = await screen.window();
    const [child, ...others] = childrenOf(pid);
    expect(others).toEqual([]);
    expect(child?.words).toContain(`To approve, type "${NAME.replaceAll('_', '__')}" without the quotes.`);
    expect(`${child?.words}${child?.environment}`).not.toMatch(/sk-|OPENAI|NODE_/);
    await screen.type(window, NAME);
    if (how === 'Enter') await screen.press('Return');
    else await screen.click(window, 'Approve');
    expect(await calling).toMatchObject({ id: 'proj_a' });
    expect(writes()).toHaveLength(1);
    expect(lines().find(({ decision }) => decision === 'approved')).toMatchObject({
      approved_by: expect.stringMatching(/ in a window$/),
      reason: expect.stringMatching(/^accepted after \d+\.\d s$/),
    });
    await screen.empty();
  });

  it.each(['Decline', 'Escape'])('declines with %s, and nothing is sent', async (how) => {
    const { call, writes } = await connect(screen);
    const calling = call('archive_project', ARCHIVE);
    const window = await screen.window();
    await delay(1_000);
    await screen.type(window, NAME);
    if (how === 'Escape') await screen.press('Escape');
    else await screen.click(window, 'Decline');
    expect((await calling).error?.message).toContain('The user declined');
    expect(writes()).toEqual([]);
  });

  it.each(['yes', 'name of proj_a', `${NAME}x`, 'proj_a'])('approves nothing by %j', async (typed) => {
    const { call, writes } = await connect(screen);
    const calling = call('archive_project', ARCHIVE);
    await screen.type(await screen.window(), typed);
    await screen.press('Return');
    expect((await calling).error?.message).toContain(`What was typed is not "${NAME}"`);
    expect(writes()).toEqual([]);
  });

  it('that nobody answers lets the call go after 50 s, and approves it all the same', async () => {
    const { call, writes } = await connect(screen);
    const started = performance.now();
    const { plan, note } = await call('archive_project', ARCHIVE);
    expect(performance.now() - started).toBeGreaterThan(49_000);
    expect(performance.now() - started).toBeLessThan(60_000);
    expect(plan).toMatch(/^plan_/);
    expect(note).toMatch(/a window on the screen .* repeat this call unchanged/);
    await screen.type(await screen.window(), NAME);
    await screen.press('Return');
    await screen.empty();
    expect(await call('archive_project', ARCHIVE)).toMatchObject({ id: 'proj_a' });
    expect(writes()).toHaveLength(1);
  });

  it('comes one at a time, each for its own call', async () => {
    const { call, writes } = await connect(screen);
    const first = call('archive_project', { project_id: 'proj_a' });
    const window = await screen.window();
    const second = call('archive_project', { project_id: 'proj_b' });
    await delay(2_000);
    // Fails if there are two.
    expect(await screen.window()).toEqual(window);
    await screen.type(window, 'Name of proj_a');
    await screen.press('Return');
    expect(await first).toMatchObject({ id: 'proj_a' });
    await screen.type(await screen.window(window), 'Name of proj_a');
    await screen.press('Return');
    expect((await second).error?.message).toContain('What was typed is not "Name of proj_b"');
    expect(writes()).toEqual([expect.stringContaining('/projects/proj_a/archive')]);
    await screen.empty();
  });

  it.runIf(hasTerminal)('closes when a terminal approves the plan, and the write is sent once', async () => {
    const { call, writes, home } = await connect(screen);
    const calling = call('archive_project', ARCHIVE);
    await screen.window();
    const { code } = await runInTerminal(['approve'], { HOME: home }, typeWhenAsked(NAME));
    expect(code).toBe(0);
    expect(await calling).toMatchObject({ id: 'proj_a' });
    expect(writes()).toHaveLength(1);
    await screen.empty();
  });

  it('that twenty equal calls of two sessions wait for is one, and one write is sent', async () => {
    const organization = await startOrganization();
    const args = ['--ask', 'window'];
    const one = await connect(screen, { args, organization });
    const other = await connect(screen, { args, organization, environment: { HOME: one.home } });
    const calls = Array.from({ length: 20 }, (_, at) =>
      (at % 2 === 0 ? one : other).call('archive_project', ARCHIVE),
    );
    // Each session has a window of its own for the one plan.
    await expect.poll(async () => (await screen.windows()).length).toBe(2);
    const [window] = await screen.windows();
    if (window === undefined) throw new Error('no window');
    await screen.type(window, NAME);
    await screen.press('Return');
    const answers = await Promise.all(calls);
    await screen.empty();
    expect(answers.filter(({ error, plan }) => error === undefined && plan === undefined)).not.toEqual([]);
    expect(organization.writes()).toHaveLength(1);
  });

  it('closes when the call is taken back', async () => {
    const { call, writes, lines } = await connect(screen);
    const taken = new AbortController();
    const calling = call('archive_project', ARCHIVE, taken.signal).catch(() => 'taken back');
    await screen.window();
    taken.abort();
    expect(await calling).toBe('taken back');
    await screen.empty();
    expect(writes()).toEqual([]);
    expect(lines().map(({ reason }) => reason)).toEqual([expect.stringMatching(/^The call was taken back/)]);
  });

  it.each(['ends', 'is killed'])('closes when the server %s', async (how) => {
    const { call, client, pid, lines } = await connect(screen);
    const calling = call('archive_project', ARCHIVE).catch(() => 'gone');
    await screen.window();
    if (how === 'ends') await client.close();
    else process.kill(pid, 'SIGKILL');
    await screen.empty();
    expect(await calling).toBe('gone');
    if (how === 'ends') {
      // Nobody took it back.
      expect(lines().map(({ reason }) => reason)).toEqual([expect.stringMatching(/^The server ended/)]);
    }
  });

  it('shows markup in a name as text', async () => {
    const inkOf = async (name: string) => {
      const { call, client } = await connect(screen, { name });
      const calling = call('archive_project', ARCHIVE).catch(() => 'gone');
      // The line below the head and an empty one.
      const ink = await screen.inkOfLine(await screen.window(), 2);
      await client.close();
      await calling;
      await screen.empty();
      return ink;
    };
    const plain = await inkOf('Alpha');
    expect(plain).toBeGreaterThan(100);
    // Seven signs more are seen, each of at least five pixels.
    expect(await inkOf('<b>Alpha</b>')).toBeGreaterThan(plain + 35);
    expect(await inkOf('Al&amp;pha')).toBeGreaterThan(plain + 25);
    expect(await inkOf('A\\nlpha')).toBeGreaterThan(plain + 10);
    expect(await inkOf('_A_l_p_h_a_')).toBeGreaterThan(plain + 30);
  });

  it('shows a long request in a window that scrolls, before it asks', async () => {
    const { call, writes } = await connect(screen, { args: ['--approval', 'writes', '--tags', 'all'] });
    const permissions = Array.from({ length: 300 }, (_, number) => `api.scope_number_${number}.read`);
    const calling = call('create_role', { role_name: 'Reader', permissions });
    const text = await screen.window();
    await delay(1_000);
    await screen.press('Tab');
    await screen.press('Return');
    const field = await screen.window(text);
    await screen.type(field, 'Reader');
    await screen.press('Return');
    expect((await calling).error).toBeUndefined();
    expect(writes()).toHaveLength(1);
  });
});

describe.runIf(canRun)('a screen', () => {
  it('that lets nobody in leaves the plan to a terminal, or is told where only a window counts', async () => {
    const folder = temporaryFolder();
    const cookie = { file: join(folder, 'cookie') };
    writeCookie(cookie.file, 0);
    const screen = await openScreen(cookie);
    onTestFinished(() => screen.close());
    const auto = await connect(screen);
    expect((await auto.call('archive_project', ARCHIVE)).note).toMatch(/run \S+.* approve in a terminal/);
    const only = await connect(screen, { args: ['--ask', 'window'] });
    const { error } = await only.call('archive_project', ARCHIVE);
    expect(error?.message).toMatch(/no window can be opened: the display refused it.*--ask auto/);
    expect([...auto.writes(), ...only.writes()]).toEqual([]);
  });

  it('is entered with the authority file of the user, which no variable names', async () => {
    const home = temporaryFolder();
    const cookie = { file: join(home, '.Xauthority') };
    writeCookie(cookie.file, 0);
    const screen = await openScreen(cookie);
    onTestFinished(() => screen.close());
    writeCookie(cookie.file, screen.number);
    const { call } = await connect(screen, { environment: { HOME: home } });
    const calling = call('archive_project', ARCHIVE);
    await screen.type(await screen.window(), NAME);
    await screen.press('Return');
    expect(await calling).toMatchObject({ id: 'proj_a' });
  });

  /** With a desktop of somebody's on this machine, theirs would be found. */
  const isAlone =
    !/X\d/.test(safeList('/tmp/.X11-unix')) && !/wayland/.test(safeList(`/run/user/${process.getuid?.()}`));

  it.runIf(isAlone)('is found without any variable', async () => {
    const screen = await openScreen();
    onTestFinished(() => screen.close());
    const { call } = await connect(undefined);
    const calling = call('archive_project', ARCHIVE);
    await screen.type(await screen.window(), NAME);
    await screen.press('Return');
    expect(await calling).toMatchObject({ id: 'proj_a' });
  });
});

function safeList(folder: string): string {
  try {
    return readdirSync(folder).join(' ');
  } catch {
    return '';
  }
}
