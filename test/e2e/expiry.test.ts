/** The proof that the end of access is the end: the process and the list stay, and nothing is sent any more. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answer, type FaultServer } from '../openai/fault-server.ts';
import { readAudit } from './audit-trail.ts';
import {
  errorOf,
  LEGACY_REVISION,
  MODERN_REVISION,
  runToEnd,
  type Server,
  type StartOptions,
  startServer,
  temporaryFolder,
  typeAsAsked,
} from './start-server.ts';
import { PROJECTS, respondWithProjects, startUpstream } from './upstream.ts';

/** Seconds of access; where a busy machine needs longer than that to start, it gets more. */
const SHORT_ACCESS = [2, 10, 60];

/** A server of short access that has answered its list and a call before the end of it. */
async function startInTime(
  options: StartOptions,
): Promise<{ server: Server; upstream: FaultServer; listed: unknown[]; seconds: number }> {
  for (const seconds of SHORT_ACCESS) {
    const upstream = await startUpstream();
    const args = ['--expires-in', `${seconds}s`];
    const server = await startServer({ ...options, args, upstream: upstream.url });
    const listed = await server.list();
    const { isError } = await server.call('list_projects');
    if (isError) continue;
    expect(listed.length).toBeGreaterThan(0);
    return { server, upstream, listed, seconds };
  }
  throw new Error('Access was over each time before the first call was answered.');
}

describe.each([LEGACY_REVISION, MODERN_REVISION])('the end of access in %s', (revision) => {
  it('leaves process and list as they are and refuses every call with the reason', async () => {
    const home = temporaryFolder();
    const environment = { HOME: home };
    const { server, upstream, listed, seconds } = await startInTime({ revision, environment });
    await delay(seconds * 1000);
    await expect.poll(server.stderr).toContain('Access ended at');
    expect(await server.list()).toEqual(listed);
    for (const [tool, given] of [
      ['list_projects', {}],
      ['update_project', { project_id: 'proj_alpha', name: 'x' }],
    ] as const) {
      const refusal = errorOf(await server.call(tool, given));
      expect(refusal).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(refusal.message).toMatch(
        /ended at \d{4}-\d\d-\d\dT.* \(--expires-in\)\. A person gives new access by restarting/,
      );
    }
    expect(upstream.requests).toHaveLength(1);
    expect((await readAudit(home)).map(({ intent }) => [intent.tool, intent.decision])).toEqual([
      ['list_projects', 'refused'],
      ['update_project', 'refused'],
    ]);
  });
});

/** Ends that lie behind, and where they stand. */
const ENDED: [string, StartOptions][] = [
  ['--expires-at', { args: ['--expires-at', '2020-01-01'] }],
  ['OPENAI_ADMIN_MCP_EXPIRES_AT', { environment: { OPENAI_ADMIN_MCP_EXPIRES_AT: '2020-01-01T00:00:00Z' } }],
  ['--expires-at', { args: ['--expires-at', '2020-01-01', '--expires-in', '8h', '--exposure', 'discovery'] }],
];

describe.each(ENDED)('a process started after its %s', (by, options) => {
  it('serves the list, warns, and refuses every call with the way to new access', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ ...options, upstream: upstream.url });
    const isDiscovery = options.args?.includes('discovery');
    const open = await startServer({
      args: isDiscovery ? ['--exposure', 'discovery'] : [],
      upstream: upstream.url,
    });
    expect(await server.list()).toEqual(await open.list());
    await expect.poll(server.stderr).toContain(`warn: Access ended at 2020-01-01T00:00:00.000Z (${by})`);
    expect(server.greeting.instructions).toContain('Access ended at 2020-01-01T00:00:00.000Z');
    for (const { name } of await server.list()) {
      const { kind, outcome, message } = errorOf(await server.call(name));
      expect({ kind, outcome }).toEqual({ kind: 'refused', outcome: 'not_sent' });
      expect(message).toContain(`by writing a later ${by} into the client's configuration and restarting`);
    }
    expect(upstream.connections()).toBe(0);
  });
});

describe('at the end of access', () => {
  it.each([LEGACY_REVISION, MODERN_REVISION])(
    'a write that waits for its user is not sent, whatever they answer, in %s',
    async (revision) => {
      const upstream = await startUpstream(respondWithProject);
      let asked = 0;
      const server = await startServer({
        args: ['--expires-in', '5s'],
        upstream: upstream.url,
        revision,
        async answerQuestion(question) {
          asked = upstream.requests.length;
          await expect.poll(server.stderr, { timeout: 20_000 }).toContain('Access ended at');
          return typeAsAsked(question);
        },
      });
      const refusal = errorOf(await server.call('archive_project', { project_id: 'proj_alpha' }));
      expect(refusal).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(refusal.message).toContain('Access ended at');
      expect(asked).toBeGreaterThan(0);
      // Not even what the guard reads once more before it sends.
      expect(upstream.requests).toHaveLength(asked);
    },
    30_000,
  );

  it('a look-up in a list of many pages goes no further', async () => {
    let page = 0;
    const upstream = await startUpstream(({ socket }) => {
      page += 1;
      const body = JSON.stringify({ ...PROJECTS, last_id: `proj_${page}`, has_more: true });
      setTimeout(() => socket.write(answer(200, body)), 300);
    });
    const server = await startServer({ args: ['--expires-in', '3s'], upstream: upstream.url });
    // Looked up in all pages of the list, since it is no ID.
    const answering = await server.call('get_project', { project_id: 'No such name' });
    expect(answering.isError).toBe(true);
    const sent = upstream.requests.length;
    await delay(1000);
    expect(upstream.requests).toHaveLength(sent);
    expect(sent).toBeLessThan(20);
  });
});

it('a mistake in the time still stops the start', async () => {
  const { code, stderr } = await runToEnd(['--expires-at', 'yesterday'], {});
  expect(code).toBe(2);
  expect(stderr).toContain('is not a time');
});

/** The one project, or the list of all. */
function respondWithProject(request: Parameters<typeof respondWithProjects>[0]): void {
  if (!/projects\/proj_alpha( |\?)/.test(request.line)) respondWithProjects(request);
  else request.socket.write(answer(200, JSON.stringify(PROJECTS.data[0])));
}
