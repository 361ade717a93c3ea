import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CredentialError } from '../../../src/credentials/credential-error.ts';
import { readIndex } from '../../../src/credentials/key-index.ts';
import { homeFolder, indexPathIn, writeIndex } from '../../credentials/home-folder.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { secretValue } from '../../sinks/sink-setting.ts';
import { runAuth } from './auth-run.ts';
import { secretsHome } from './secrets-run.ts';

const uid = process.getuid?.();

const entry = { fingerprint: 'ab12cd34', stored_at: '2026-11-19T12:00:00.000Z' };
const items = {
  'default/admin': 'a',
  'default/project/proj_1': 'b',
  'default/project/proj_2': 'c',
  'acme/project': 'd',
};

function stored() {
  const homeDirectory = homeFolder();
  writeIndex(homeDirectory, {
    default: { admin: entry, projects: { proj_1: entry, proj_2: entry } },
    acme: { default_project: entry, projects: {} },
  });
  return { homeDirectory, keychain: memoryKeychain(items) };
}

test('removes a profile, and says what', async () => {
  const setting = stored();
  const run = await runAuth(setting, 'logout');
  expect(run.code).toBe(0);
  expect(run.stdout.split('\n').slice(0, 3)).toEqual([
    'Removed the admin key of profile default.',
    'Removed the key of project proj_1 of profile default.',
    'Removed the key of project proj_2 of profile default.',
  ]);
  expect(run.stdout).toContain('delete them on platform.openai.com');
  expect([...setting.keychain.items.keys()]).toEqual(['acme/project']);
  expect(Object.keys(readIndex(indexPathIn(setting.homeDirectory), uid).profiles)).toEqual(['acme']);
});

test('--project removes that key alone', async () => {
  const setting = stored();
  await runAuth(setting, 'logout', '--project', 'proj_2');
  expect([...setting.keychain.items.keys()]).toEqual([
    'default/admin',
    'default/project/proj_1',
    'acme/project',
  ]);
  expect(readIndex(indexPathIn(setting.homeDirectory), uid).profiles.default?.projects).toEqual({
    proj_1: entry,
  });
});

test('--all removes every profile', async () => {
  const setting = stored();
  await runAuth(setting, 'logout', '--all');
  expect(setting.keychain.items.size).toBe(0);
  expect(readIndex(indexPathIn(setting.homeDirectory), uid).profiles).toEqual({});
  expect((await runAuth(setting, 'logout', '--all', '--profile', 'acme')).code).toBe(2);
});

test('what is not there is no failure, and leaves no file', async () => {
  const homeDirectory = homeFolder();
  const run = await runAuth({ homeDirectory }, 'logout', '--project', 'proj_9');
  expect(run).toMatchObject({ code: 0, stdout: 'Nothing to remove: no such key is stored.\n' });
  expect(existsSync(indexPathIn(homeDirectory))).toBe(false);
});

test('a key that the index has lost is removed all the same', async () => {
  const keychain = memoryKeychain({ 'acme/admin': 'a' });
  const run = await runAuth({ homeDirectory: homeFolder(), keychain }, 'logout', '--profile', 'acme');
  expect(run.stdout).toContain('Removed the admin key of profile acme.');
  expect(keychain.items.size).toBe(0);
});

test('while the keychain is out of reach the index keeps the key', async () => {
  const setting = stored();
  setting.keychain.failure = new CredentialError('keychain_timeout', 'No answer.');
  expect(await runAuth(setting, 'logout')).toMatchObject({ code: 6, stderr: 'No answer.\n' });
  expect(readIndex(indexPathIn(setting.homeDirectory), uid).profiles.default?.admin).toEqual(entry);
});

test('--all names the secrets that were made through the program and stay', async () => {
  const home = secretsHome();
  await home.keep({ kind: 'keychain' }, { id: 'key_1', name: 'ci\u202e' }, secretValue);
  await home.keep({ kind: 'file', folder: home.folder }, { id: 'key_2' }, secretValue, 'acme');
  const setting = { homeDirectory: home.home, keychain: home.keychain, environment: {} };
  const { stdout, code } = await runAuth(setting, 'logout', '--all');
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /stay where they are:\n {2}key_1 "ci.*", profile default, in the keychain\n {2}key_2, profile acme, in the file .*key_2\.secret\nTo remove one: .*secrets forget ID\n$/,
  );
  expect(stdout).not.toContain('\u202e');
  expect((await runAuth(setting, 'logout')).stdout).not.toContain('key_1');
  expect(home.keychain.items.get('default/secret/key_1')).toBe(secretValue);
});
