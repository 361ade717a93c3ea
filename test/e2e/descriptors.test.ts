/** With few file descriptors every call ends at once, done or in a plain refusal, and the state stays usable. */
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { PROGRAM, startServer, type ToolAnswer, temporaryFolder } from './start-server.ts';
import { PROJECTS, respondWithProjects, startUpstream } from './upstream.ts';

/** Runs the program in a shell that lowers the limit first. */
function limited(descriptors: number): string {
  const root = temporaryFolder();
  for (const name of ['bin', 'dist']) mkdirSync(join(root, name));
  writeFileSync(join(root, 'dist', 'main.cjs'), '');
  const program = join(root, 'bin', 'limited.cjs');
  const line = `ulimit -n ${descriptors}; exec "$0" "$@"`;
  writeFileSync(
    program,
    `require('node:child_process').spawn('sh', ['-c', ${JSON.stringify(line)}, process.execPath, ${JSON.stringify(PROGRAM)}, ...process.argv.slice(2)], { stdio: 'inherit' });`,
  );
  return program;
}

it.runIf(process.platform === 'linux')(
  'with 32 descriptors',
  async () => {
    const upstream = await startUpstream((request) => {
      if (request.line.startsWith('GET ')) respondWithProjects(request);
      else request.socket.write(answer(200, JSON.stringify(PROJECTS.data[0])));
    });
    const home = temporaryFolder();
    const server = await startServer({
      program: limited(32),
      args: ['--approval', 'off', '--max-writes', '1000'],
      upstream: upstream.url,
      environment: { HOME: home },
    });
    const write = (name: string) => server.call('update_project', { project_id: 'proj_alpha', name });
    const calls = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0 ? write(`n${index}`) : server.call('list_projects'),
    );
    const isPlain = ({ isError, value }: ToolAnswer) => {
      const { outcome, message } = (value.error ?? {}) as { outcome?: string; message?: string };
      return !isError || (outcome === 'not_sent' && /Nothing was sent/.test(message ?? ''));
    };
    expect((await Promise.all(calls)).filter((one) => !isPlain(one))).toEqual([]);
    // Nothing is held any more.
    expect((await write('last')).isError).toBe(false);
    const state = readdirSync(join(home, '.local', 'state', 'openai-admin-mcp'));
    expect(state.filter((name) => name.startsWith('lock') || name.endsWith('.tmp'))).toEqual([]);
  },
  60_000,
);
