/** The proof that a server which was killed at the wrong moment, or has no folder of its own, is told of. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { answer } from '../openai/fault-server.ts';
import { errorOf, startServer, temporaryFolder } from './start-server.ts';
import { PROJECTS, startUpstream } from './upstream.ts';

const stateIn = (home: string) => join(home, '.local', 'state', 'openai-admin-mcp');

describe('a server that is killed while a secret is made', () => {
  it('is told of at the next start, to the client and on stderr, until it was looked after', async () => {
    const home = temporaryFolder();
    let kill: () => void = () => undefined;
    const upstream = await startUpstream(() => kill());
    const options = {
      args: ['--tags', 'all', '--approval', 'off', '--secrets', `file:${join(home, 'secrets')}`],
      upstream: upstream.url,
      environment: { HOME: home },
    };
    const first = await startServer(options);
    kill = () => first.kill('SIGKILL');
    first.send('tools/call', { name: 'create_admin_api_key', arguments: { name: 'ci\u202e\nkey' } });
    await first.exited;
    expect(readdirSync(join(stateIn(home), 'journal'))).toHaveLength(1);

    kill = () => undefined;
    for (let start = 0; start < 2; start += 1) {
      const next = await startServer(options);
      expect(next.greeting.instructions).toMatch(/openai-admin-mcp\.js secrets list/);
      await expect
        .poll(next.stderr)
        .toMatch(/create_admin_api_key \(ci\\u\{202e\} key\) of profile default, begun 20.*, never ended/);
      await expect.poll(next.stderr).toMatch(/openai-admin-mcp\.js secrets forget minting-[0-9a-f]+/);
      next.closeStdin();
      await next.exited;
    }
    expect(upstream.requests).toHaveLength(1);
  });
});

/** Waiting for a lock that nobody releases would take longer. */
const AT_ONCE_MILLISECONDS = 4000;

/** Places in which no write can be put on record, though reading works. */
const UNUSABLE: [string, (home: string) => string, RegExp][] = [
  [
    'a named pipe in place of the lock',
    (home) => {
      mkdirSync(stateIn(home), { recursive: true });
      execFileSync('mkfifo', [join(stateIn(home), 'lock')]);
      return home;
    },
    /lock is no ordinary file\. Move it away; a lock belongs there\. Nothing was sent\.$/,
  ],
  [
    'a link in place of the lock',
    (home) => {
      mkdirSync(stateIn(home), { recursive: true });
      symlinkSync(join(home, 'nowhere'), join(stateIn(home), 'lock'));
      return home;
    },
    /lock is a link\. Move it away; a lock belongs there\. Nothing was sent\.$/,
  ],
  [
    'a folder in place of the lock',
    (home) => {
      mkdirSync(join(stateIn(home), 'lock'), { recursive: true });
      return home;
    },
    /lock is a folder\. Move it away; a lock belongs there\. Nothing was sent\.$/,
  ],
  ['a home in /proc, where folders are never made', () => '/proc', /ENOENT.*Nothing was sent\.$/],
];

describe.runIf(process.platform === 'linux').each(UNUSABLE)('with %s', (_, place, words) => {
  it('a write is refused at once, and says why', async () => {
    const upstream = await startUpstream();
    const HOME = place(temporaryFolder());
    const server = await startServer({ upstream: upstream.url, environment: { HOME } });
    expect(itemsOf((await server.call('list_projects')).value)).toHaveLength(2);
    const begin = performance.now();
    const error = errorOf(await server.call('create_project', { name: 'ci' }));
    expect(performance.now() - begin).toBeLessThan(AT_ONCE_MILLISECONDS);
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error.message).toMatch(/^The audit trail cannot be written: /);
    expect(error.message).toMatch(words);
    expect(upstream.requests).toHaveLength(1);
    server.closeStdin();
    expect(await server.exited).toEqual({ code: 0, signal: null });
  });
});

/** Ways in which the shared folder is none. */
const NO_FOLDER: [string, (home: string) => void][] = [
  [
    'a file in place of the folder',
    (home) => {
      mkdirSync(join(home, '.local', 'state'), { recursive: true });
      writeFileSync(stateIn(home), '');
    },
  ],
  ['a file above it', (home) => writeFileSync(join(home, '.local'), '')],
  [
    'a file in place of the journal',
    (home) => {
      mkdirSync(stateIn(home), { recursive: true });
      writeFileSync(join(stateIn(home), 'journal'), '');
      mkdirSync(join(stateIn(home), 'audit.jsonl'));
    },
  ],
];

describe.each(NO_FOLDER)('with %s', (_, damage) => {
  it('the server starts and reads, tells of it, and writes nothing', async () => {
    const home = temporaryFolder();
    damage(home);
    const upstream = await startUpstream(
      ({ socket }) => void socket.write(answer(200, JSON.stringify(PROJECTS))),
    );
    const server = await startServer({ upstream: upstream.url, environment: { HOME: home } });
    await expect.poll(server.stderr).toMatch(/The journal of new secrets.*cannot be read/);
    expect(itemsOf((await server.call('list_projects')).value)).toHaveLength(2);
    const before = upstream.requests.length;
    const error = errorOf(await server.call('create_project', { name: 'ci' }));
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error.message).toMatch(/^The audit trail cannot be written: .*Nothing was sent\.$/);
    expect(upstream.requests).toHaveLength(before);
  });
});
