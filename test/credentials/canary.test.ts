import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { type CredentialInputs, findCredentials } from '../../src/credentials/find-credentials.ts';
import { readKeyFile } from '../../src/credentials/key-file.ts';
import { runAuth } from '../cli/commands/auth-run.ts';
import { homeFolder, hostIn, writeIndex } from './home-folder.ts';
import { memoryKeychain } from './memory-keychain.ts';

// Every key below has this word in each of its parts, so that a part of it would be seen too.
const canary = 'CANARY';
const shapes = {
  admin: 'sk-admin-CANARY0123456789abcdef',
  project: 'sk-proj-CANARY0123456789abcdef',
  'line break': 'sk-admin-CANARY0123456789\nCANARYabcdef',
  'carriage return': 'sk-proj-CANARY0123456789\r\nCANARYabcdef',
  '600 characters': `sk-admin-${canary.repeat(100)}`,
  unicode: 'sk-admin-CANARY\u00e9\u{1f511}\u202eCANARY0123456789',
  quotes: `sk-admin-CANARY"'\`CANARY0123456789`,
  'other quotes': `sk-CANARY '"CANARY" = CANARY`,
  braces: 'sk-admin-{CANARY}$(CANARY)0123456789',
  'no prefix': 'CANARY0123456789abcdefCANARY',
  nul: 'sk-admin-CANARY\u0000CANARY0123456789',
};

/** Everything that an error shows, its cause and hidden properties included. */
const shown = (thing: unknown): string => inspect(thing, { depth: 9, showHidden: true });

/** Runs and returns what came of it, error or not. */
async function outcome(action: () => unknown): Promise<string> {
  try {
    return shown(await action());
  } catch (error) {
    return shown(error) + (error instanceof Error ? error.stack + String(error) : '');
  }
}

describe.each(Object.entries(shapes))('a key with %s', (_name, key) => {
  const entry = { fingerprint: 'ab12cd34', stored_at: '2026-11-19T12:00:00.000Z' };
  const profiles = { default: { admin: entry, default_project: entry, projects: { proj_1: entry } } };
  // Without its prefix nothing tells a key from the name of a file or an option.
  const isRecognised = key.startsWith('sk-');
  const keychainItems = { 'default/admin': key, 'default/project': key, 'default/project/proj_1': key };

  test('is in no error, notice or warning, wherever it stands', async () => {
    const home = homeFolder();
    writeIndex(home, profiles);
    const keyFile = join(home, 'keys');
    const inputs: CredentialInputs = {
      host: hostIn(home),
      now: new Date('2026-11-22T12:00:00Z'),
      openKeychain: () => memoryKeychain(keychainItems),
    };
    const places: Partial<CredentialInputs>[] = [
      {},
      { keyFile },
      ...(isRecognised ? [{ keyFile: key }] : []),
      { profile: key },
      { profile: 'default', host: hostIn(home, { OPENAI_ADMIN_KEY: key }) },
      { host: hostIn(home, { OPENAI_ADMIN_KEY: key, OPENAI_API_KEY: key }) },
    ];
    for (const text of [key, `OPENAI_ADMIN_KEY=${key}\nOPENAI_API_KEY="${key}"\n`]) {
      writeFileSync(keyFile, text, { mode: 0o600 });
      expect(await outcome(() => readKeyFile(keyFile, inputs.host.uid))).not.toContain(canary);
      for (const place of places) {
        const seen = await outcome(async () => {
          const found = findCredentials({ ...inputs, ...place });
          return [
            found,
            await outcome(() => found.key({ class: 'admin' })),
            await outcome(() => found.key({ class: 'project' })),
            await outcome(() => found.key({ class: 'project', projectId: 'proj_1' })),
            await outcome(() => found.key({ class: 'project', projectId: key })),
          ];
        });
        expect(seen).not.toContain(canary);
      }
    }
  });

  test('is in nothing that the commands print', async () => {
    const homeDirectory = homeFolder();
    writeIndex(homeDirectory, profiles);
    const setting = {
      homeDirectory,
      input: key,
      environment: { OPENAI_ADMIN_KEY: key, OPENAI_API_KEY: key },
      keychain: memoryKeychain(keychainItems),
    };
    const commands = [
      ['login', '--stdin'],
      ['login', '--stdin', '--project', 'proj_1'],
      ['login', key],
      ...(isRecognised ? [['login', `--key=${key}`], [key], ['status', '--key-file', key]] : []),
      ['login', '--project', key],
      ['login', '--profile', key],
      ['status'],
      ['status', '--json'],
      ['logout', '--project', key],
      ['logout'],
    ];
    for (const words of commands) {
      const run = await runAuth(setting, ...words);
      expect(run.stdout + run.stderr).not.toContain(canary);
    }
  });
});
