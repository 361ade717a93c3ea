/** The built program shows, copies and forgets secrets that a server kept, byte for byte. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openState } from '../../src/compose/open-state.ts';
import type { Host } from '../../src/host/host.ts';
import { createSecretKeeper } from '../../src/sinks/secret-keeper.ts';
import { RUNTIME } from '../runtime.ts';
import { runToEnd, temporaryFolder } from './start-server.ts';

const VALUE = 'sk-svcacct-CANARYminted0123456789abcdef';

async function homeWithSecret(): Promise<string> {
  const home = temporaryFolder();
  const host: Host = {
    environment: {},
    platform: process.platform,
    homeDirectory: home,
    uid: process.getuid?.(),
  };
  const keeper = createSecretKeeper({
    host,
    destination: { kind: 'file', folder: join(home, 'secrets') },
    state: openState(host, RUNTIME),
    openKeychain: () => {
      throw new Error('no keychain here');
    },
    runtime: RUNTIME,
  });
  const minting = await keeper.begin({
    tool: 'create_project_api_key',
    profile: 'default',
    what: 'name "ci"',
  });
  await minting.keep({ id: 'key_abc', name: 'ci' }, VALUE);
  await keeper.begin({ tool: 'create_admin_api_key', profile: 'default', what: 'name "left"' });
  return home;
}

it('list, show, copy-to and forget', async () => {
  const home = await homeWithSecret();
  const run = (...words: string[]) => runToEnd(['secrets', ...words], { HOME: home });

  const list = await run('list');
  expect(list).toMatchObject({ code: 0, stderr: '' });
  expect(list.stdout).toContain(`the file ${join(home, 'secrets', 'key_abc.secret')}`);
  expect(list.stdout).not.toContain('CANARY');
  // That process, this one, still runs.
  expect(list.stdout).not.toContain('Not ended');

  expect(await run('show', 'key_abc')).toEqual({ code: 0, stdout: VALUE, stderr: '' });

  const folder = join(home, '.config', 'openai-admin-mcp');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const configuration = `secret_commands:\n  keep: [tee, ${join(home, 'kept')}]\n`;
  writeFileSync(join(folder, 'config.yaml'), configuration, { mode: 0o600 });
  const copied = await run('copy-to', 'key_abc', 'command:keep');
  expect(copied).toMatchObject({ code: 0, stderr: '' });
  expect(copied.stdout).not.toContain('CANARY');
  expect(readFileSync(join(home, 'kept'), 'utf8')).toBe(VALUE);
  expect(await run('copy-to', 'key_abc', 'command:kep')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Did you mean keep?'),
  });
  writeFileSync(join(folder, 'config.yaml'), 'secret_command: {}\n');
  expect(await run('copy-to', 'key_abc', 'command:keep')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      'config.yaml:1:1 secret_command: unknown key; did you mean secret_commands?',
    ),
  });

  expect(await run('forget', 'key_abc')).toMatchObject({ code: 0, stderr: '' });
  expect(await run('show', 'key_abc')).toMatchObject({ code: 2, stdout: '' });
});
