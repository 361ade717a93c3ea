import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Destination } from '../../src/sinks/destination.ts';
import { journalEntries } from '../../src/sinks/journal.ts';
import { createSecretKeeper } from '../../src/sinks/secret-keeper.ts';
import { readStoredSecrets } from '../../src/sinks/stored-secrets.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { RUNTIME } from '../runtime.ts';
import { hostOf, secretFingerprint, secretValue, stateIn, temporaryFolder } from './sink-setting.ts';

const request = { tool: 'create_key', profile: 'default', what: 'name "ci"' };
const label = { id: 'key_abc', name: 'ci\u202e', projectId: 'proj_1' };
const now = () => Date.now();

function setting(destination: Destination = { kind: 'keychain' }) {
  const home = temporaryFolder();
  const state = stateIn(home);
  const keychain = memoryKeychain();
  const keeper = createSecretKeeper({
    destination,
    state,
    host: hostOf(home),
    openKeychain: () => keychain,
    runtime: { ...RUNTIME, now },
  });
  return { home, state, keychain, keeper };
}

test('the journal has an entry from before the request until the secret is kept', async () => {
  const { state, keeper, keychain } = setting();
  const minting = await keeper.begin(request);
  expect(journalEntries(state)).toMatchObject([{ ...request, processId: process.pid }]);
  expect(journalEntries(state)[0]).not.toHaveProperty('secret');

  const set = keychain.set;
  keychain.set = async (account, value) => {
    // The id is noted before the value is stored.
    expect(journalEntries(state)).toMatchObject([
      { secret: { id: 'key_abc', fingerprint: secretFingerprint } },
    ]);
    await set(account, value);
  };
  expect(await minting.keep(label, secretValue)).toEqual({
    id: 'key_abc',
    place: 'the keychain',
    fingerprint: secretFingerprint,
    show: 'npx openai-admin-mcp secrets show key_abc',
  });
  expect(journalEntries(state)).toEqual([]);
  expect(readStoredSecrets(state)).toMatchObject([
    {
      id: 'key_abc',
      name: 'ci\\u{202e}',
      projectId: 'proj_1',
      tool: 'create_key',
      profile: 'default',
      fingerprint: secretFingerprint,
      places: [{ kind: 'keychain' }],
    },
  ]);
});

test('end leaves nothing, also after a failed keep', async () => {
  const folder = join(temporaryFolder(), 'secrets');
  const { state, keeper } = setting({ kind: 'file', folder });
  const refused = await keeper.begin(request);
  expect(journalEntries(state)).toMatchObject([
    { temporaryFile: join(folder, readdirSync(folder)[0] ?? '') },
  ]);
  refused.end();
  const undone = await keeper.begin(request);
  mkdirSync(join(folder, 'key_abc.secret'));
  await expect(undone.keep(label, secretValue)).rejects.toMatchObject({ name: 'SinkError' });
  expect(journalEntries(state)).toMatchObject([{ secret: { id: 'key_abc' } }]);
  undone.end();
  expect(journalEntries(state)).toEqual([]);
  expect(readStoredSecrets(state)).toEqual([]);
  expect(readdirSync(folder)).toEqual(['key_abc.secret']);
});

test('a sink that cannot work leaves no entry', async () => {
  const { state, keeper, keychain } = setting();
  keychain.failure = new Error('unforeseen');
  await expect(keeper.begin(request)).rejects.toThrow('unforeseen');
  expect(journalEntries(state)).toEqual([]);
});

test('nothing is begun without a journal, and what was prepared is gone', async () => {
  const folder = join(temporaryFolder(), 'secrets');
  const { home, keeper } = setting({ kind: 'file', folder });
  mkdirSync(join(home, 'state'));
  writeFileSync(join(home, 'state', 'journal'), 'a file where the folder belongs');
  await expect(keeper.begin(request)).rejects.toThrow(/^The journal in .* cannot be written \(EEXIST\)/);
  expect(readdirSync(folder)).toEqual([]);
});

test('nothing is begun with a list that cannot be read', async () => {
  const { state, keeper, keychain } = setting();
  for (const text of ['{', 'null', '[]', '{"version":2,"secrets":[]}']) {
    writeFileSync(state.file('secrets.json'), text);
    await expect(keeper.begin(request)).rejects.toThrow('cannot be read. Move it away');
  }
  expect(keychain.calls).toEqual([]);
});

test('a secret that is stored counts as kept when only the list fails; the journal still knows it', async () => {
  const { state, keeper, keychain } = setting();
  const minting = await keeper.begin(request);
  writeFileSync(state.file('secrets.json'), '{');
  const receipt = await minting.keep(label, secretValue);
  expect(receipt).toMatchObject({
    place: 'the keychain',
    show: 'npx openai-admin-mcp secrets show key_abc',
    warning: expect.stringContaining('It is stored, but: The list'),
  });
  expect(keychain.items.get('default/secret/key_abc')).toBe(secretValue);
  expect(journalEntries(state)).toMatchObject([{ secret: { id: 'key_abc' } }]);
});

test('a secret made anew takes the place of the one before; another profile keeps its own', async () => {
  const { state, keeper } = setting();
  for (const profile of ['default', 'acme', 'default']) {
    const minting = await keeper.begin({ ...request, profile, id: 'key_abc' });
    await minting.keep(label, `${secretValue}${profile}`);
  }
  expect(readStoredSecrets(state).map(({ profile }) => profile)).toEqual(['acme', 'default']);
});

test('what foreign text says is never part of a command to run', async () => {
  const { keeper } = setting();
  const minting = await keeper.begin({ ...request, what: 'x\n\u001b[2Jy'.repeat(500) });
  const receipt = await minting.keep({ id: 'key; rm -rf ~' }, secretValue);
  expect(receipt).not.toHaveProperty('show');
});

test('the receipt of a command names no command to show it, that of another profile names the profile', async () => {
  const command = { run: ['cat'], timeoutSeconds: 60 };
  const { keeper } = setting({ kind: 'command', name: 'vault', command });
  const receipt = await (await keeper.begin(request)).keep(label, secretValue);
  expect(receipt).toEqual({ id: 'key_abc', place: 'the command vault', fingerprint: secretFingerprint });
  const inAcme = await setting().keeper.begin({ ...request, profile: 'acme' });
  expect(await inAcme.keep(label, secretValue)).toMatchObject({
    show: 'npx openai-admin-mcp secrets show key_abc --profile acme',
  });
});

test('keepers at once lose nothing of the list', async () => {
  const { state, keeper } = setting();
  const ids = Array.from({ length: 20 }, (_, index) => `key_${index}`);
  await Promise.all(ids.map(async (id) => (await keeper.begin(request)).keep({ id }, `${secretValue}${id}`)));
  expect(
    readStoredSecrets(state)
      .map(({ id }) => id)
      .sort(),
  ).toEqual(ids.sort());
  expect(journalEntries(state)).toEqual([]);
});

test('neither list nor journal has the value, and both are for their owner alone', async () => {
  const { home, keeper } = setting();
  await (await keeper.begin(request)).keep(label, secretValue);
  await keeper.begin(request);
  const files = readdirSync(join(home, 'state'), { recursive: true, encoding: 'utf8' });
  expect(files).toContain('secrets.json');
  for (const name of files.filter((file) => file.endsWith('.json'))) {
    expect(readFileSync(join(home, 'state', name), 'utf8')).not.toContain('CANARY');
  }
});
