/** The program ends when its client is done or gone, leaves nothing behind, and has writes under way on record. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { recordedCalls } from './audit-trail.ts';
import { LEGACY_REVISION, PROGRAM, type Server, startServer, temporaryFolder } from './start-server.ts';
import { PROJECTS, received, respondWithProjects, startUpstream } from './upstream.ts';

/** A second is promised, and half of one built in; this is for a busy test machine. */
const LONGEST_END_MILLISECONDS = 15_000;

const ENDS: [string, (server: Server) => void, number][] = [
  ['the end of stdin', (server) => server.closeStdin(), 0],
  ['SIGTERM', (server) => server.kill('SIGTERM'), 143],
  ['SIGINT', (server) => server.kill('SIGINT'), 130],
  ['SIGHUP', (server) => server.kill('SIGHUP'), 129],
  ['SIGQUIT', (server) => server.kill('SIGQUIT'), 131],
];

/** What ends the program besides; the exception comes from a preload. */
const FURTHER_ENDS: typeof ENDS = [
  ['a closed stdout', closeStdoutAndList, 0],
  ['an exception', (server) => server.kill('SIGUSR2'), 1],
  ['a rejection', (server) => server.kill('SIGCONT'), 1],
  ['an exception that throws when it is looked at', (server) => server.kill('SIGWINCH'), 1],
  ['a rejection with nothing', (server) => server.kill('SIGURG'), 1],
  ['SIGUSR1, at which Node would open its inspector', (server) => server.kill('SIGUSR1'), 138],
  ['SIGALRM', (server) => server.kill('SIGALRM'), 142],
  ['SIGVTALRM', (server) => server.kill('SIGVTALRM'), 154],
  ['SIGXCPU', (server) => server.kill('SIGXCPU'), 152],
  ['SIGABRT', (server) => server.kill('SIGABRT'), 134],
  ['SIGPROF', (server) => server.kill('SIGPROF'), 155],
  ['SIGSYS', (server) => server.kill('SIGSYS'), 159],
  ['SIGIO', (server) => server.kill('SIGIO'), 157],
];

/** Whether anybody reads stdout shows when something is written there. */
function closeStdoutAndList(server: Server): void {
  server.closeStdout();
  server.send('tools/list');
}

const BREAKS = `
  process.on('SIGUSR2', () => { throw new Error('a mistake of ours'); });
  process.on('SIGCONT', () => { void Promise.reject(new Error('a mistake of ours')); });
  process.on('SIGWINCH', () => {
    throw new Proxy({}, { get() { throw new Error('get'); }, getPrototypeOf() { throw new Error('of'); } });
  });
  process.on('SIGURG', () => { void Promise.reject(); });
`;

async function exitOf(server: Server) {
  return Promise.race([server.exited, delay(LONGEST_END_MILLISECONDS, 'still running', { ref: false })]);
}

describe('the program ends', () => {
  it.each(ENDS)('idle, at %s', async (_, end, code) => {
    const upstream = await startUpstream();
    const server = await startServer({ upstream: upstream.url });
    await server.call('list_projects');
    end(server);
    expect(await exitOf(server)).toEqual({ code, signal: null });
    await upstream.idle();
  });

  it.each(ENDS)('with a call in flight, at %s', async (_, end, code) => {
    const upstream = await startUpstream(() => undefined);
    const server = await startServer({ upstream: upstream.url });
    server.send('tools/call', { name: 'list_projects', arguments: {} });
    await received(upstream, 1);
    end(server);
    expect(await exitOf(server)).toEqual({ code, signal: null });
    await upstream.idle();
    expect(upstream.requests).toHaveLength(1);
  });

  it.each([...ENDS, ...FURTHER_ENDS])(
    'with a write under way, which is on record as unknown, at %s',
    async (_, end, code) => {
      const upstream = await startUpstream(() => undefined);
      const home = temporaryFolder();
      writeFileSync(join(home, 'breaks.cjs'), BREAKS);
      const environment = { HOME: home, NODE_OPTIONS: `--require "${join(home, 'breaks.cjs')}"` };
      const args = ['--approval', 'off', '--secrets', `file:${join(home, 'secrets')}`];
      const server = await startServer({ args, upstream: upstream.url, environment });
      const given = { project_id: 'proj_alpha', name: 'e2e' };
      server.send('tools/call', { name: 'create_project_service_account', arguments: given });
      server.send('tools/call', { name: 'update_project', arguments: given });
      await received(upstream, 2);
      end(server);
      expect(await exitOf(server)).toEqual({ code, signal: null });
      await upstream.idle();
      expect(upstream.requests).toHaveLength(2);
      expect(await recordedCalls(home)).toEqual([
        { tool: 'create_project_service_account', decision: 'allowed', outcome: 'unknown' },
        { tool: 'update_project', decision: 'allowed', outcome: 'unknown' },
      ]);
      // Whether there is a secret now, nobody knows: the next start says so.
      const next = await startServer({ args, upstream: upstream.url, environment: { HOME: home } });
      expect(next.greeting.instructions).toContain('secrets list');
      await expect.poll(next.stderr).toContain('create_project_service_account (e2e) of profile default');
    },
  );

  it.each(['SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP', 'SIGFPE'] as const)(
    'at %s, which nothing goes on after: the write under way is on record, and so is the next one',
    async (signal) => {
      const upstream = await startUpstream((request) => {
        if (request.body.includes('second'))
          request.socket.write(answer(200, JSON.stringify(PROJECTS.data[0])));
      });
      const home = temporaryFolder();
      const start = () =>
        startServer({
          args: ['--approval', 'off'],
          upstream: upstream.url,
          environment: { HOME: home },
        });
      const server = await start();
      server.send('tools/call', { name: 'create_project', arguments: { name: 'first' } });
      await received(upstream, 1);
      server.kill(signal);
      expect(await exitOf(server)).toEqual({ code: null, signal });
      expect(await recordedCalls(home)).toEqual([{ tool: 'create_project', decision: 'allowed' }]);
      const next = await start();
      const { isError } = await next.call('create_project', { name: 'second' });
      expect(isError).toBe(false);
      expect(await recordedCalls(home)).toEqual([
        { tool: 'create_project', decision: 'allowed' },
        { tool: 'create_project', decision: 'allowed', outcome: 'done' },
      ]);
    },
  );

  it.each(ENDS)('in the sandbox, at %s', async (_, end, code) => {
    const server = await startServer({ args: ['--sandbox'] });
    await server.call('list_projects');
    end(server);
    expect(await exitOf(server)).toEqual({ code, signal: null });
  });

  it('before any handshake, at the end of stdin', async () => {
    const server = await startServer({ args: ['--sandbox'], revision: 'none' });
    server.closeStdin();
    expect(await exitOf(server)).toEqual({ code: 0, signal: null });
  });

  it('when nobody reads its stdout any more', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    closeStdoutAndList(server);
    expect(await exitOf(server)).toEqual({ code: 0, signal: null });
    expect(server.stderr()).not.toContain('unexpected');
  });

  it.skipIf(process.platform === 'win32')('when its parent is killed', async () => {
    const parent = spawn(process.execPath, ['--eval', PARENT, PROGRAM], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [pid] = await once(parent.stdout.setEncoding('utf8'), 'data');
    parent.kill('SIGKILL');
    const deadline = Date.now() + LONGEST_END_MILLISECONDS;
    while (isRunning(Number(pid)) && Date.now() < deadline) await delay(20);
    expect(isRunning(Number(pid))).toBe(false);
  });
});

/** Starts the program with a stdin that this process and another one hold open, and tells the ids of both children. */
const PARENT_OF_ORPHAN = `
  const { spawn } = require('node:child_process');
  const input = require('node:fs').openSync(process.argv[2], 'r+');
  const child = spawn(process.execPath, [process.argv[1], '--sandbox'], { stdio: [input, 'pipe', 'ignore'] });
  const holder = spawn('sleep', ['60'], { stdio: [input, 'ignore', 'ignore'] });
  child.stdout.once('data', () => console.log(child.pid + ' ' + holder.pid));
`;

it.skipIf(process.platform === 'win32')(
  'the program ends when its parent is gone, though another process holds its stdin open',
  async () => {
    const pipe = join(temporaryFolder(), 'stdin');
    execFileSync('mkfifo', [pipe]);
    const parent = spawn(process.execPath, ['--eval', PARENT_OF_ORPHAN, PROGRAM, pipe], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const input = openSync(pipe, 'r+');
    writeSync(input, `${JSON.stringify(INITIALIZE)}\n`);
    const [ids] = await once(parent.stdout.setEncoding('utf8'), 'data');
    const [pid = 0, holder = 0] = String(ids).split(' ').map(Number);
    onTestFinished(() => {
      process.kill(holder, 'SIGKILL');
      closeSync(input);
    });
    await delay(1500);
    expect(isRunning(pid)).toBe(true);
    parent.kill('SIGKILL');
    const deadline = Date.now() + LONGEST_END_MILLISECONDS;
    while (isRunning(pid) && Date.now() < deadline) await delay(20);
    expect(isRunning(pid)).toBe(false);
    expect(isRunning(holder)).toBe(true);
  },
);

const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: {
    protocolVersion: LEGACY_REVISION,
    capabilities: {},
    clientInfo: { name: 'e2e', version: '1' },
  },
};

it.each(['SIGPIPE', 'SIGXFSZ'] as const)('goes on after %s', async (signal) => {
  const server = await startServer({ args: ['--sandbox'] });
  server.kill(signal);
  expect((await server.call('list_projects')).isError).toBe(false);
});

it('goes on when nobody reads its stderr any more: a write under way is done and on record', async () => {
  let finish: () => void = () => undefined;
  const upstream = await startUpstream((request) => {
    if (request.line.startsWith('GET ')) respondWithProjects(request);
    else finish = () => void request.socket.write(answer(200, JSON.stringify(PROJECTS.data[0])));
  });
  const home = temporaryFolder();
  const args = ['--approval', 'off', '--log-level', 'debug'];
  const server = await startServer({ args, upstream: upstream.url, environment: { HOME: home } });
  const writing = server.call('update_project', { project_id: 'proj_alpha', name: 'Alpha' });
  await received(upstream, 1);
  server.closeStderr();
  // Each of them is a line of the log.
  for (let call = 0; call < 3; call += 1) expect((await server.call('list_projects')).isError).toBe(false);
  finish();
  expect((await writing).value).toMatchObject({ id: 'proj_alpha' });
  expect(await recordedCalls(home)).toEqual([
    { tool: 'update_project', decision: 'allowed', outcome: 'done' },
  ]);
  server.closeStdin();
  expect(await exitOf(server)).toEqual({ code: 0, signal: null });
});

/** Starts the program, waits until it serves, and tells its process id. */
const PARENT = `
  const child = require('node:child_process').spawn(process.execPath, [process.argv[1], '--sandbox'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.write('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"e2e","version":"1"}}}\\n');
  child.stdout.once('data', () => console.log(child.pid));
`;

/** A process that has ended may stay in the table until somebody asks for its exit code. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return process.platform !== 'linux' || !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    // No such process.
    return false;
  }
}
