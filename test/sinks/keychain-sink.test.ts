import { expect, test } from 'vitest';
import { CredentialError, type CredentialErrorKind } from '../../src/credentials/credential-error.ts';
import { keychainError } from '../../src/credentials/keychain-errors.ts';
import { keychainSink } from '../../src/sinks/keychain-sink.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { secretValue } from './sink-setting.ts';

test('tried with an item of its own that is gone again, then stored beside the keys', async () => {
  const keychain = memoryKeychain({ 'acme/admin': 'a' });
  const prepared = await keychainSink(() => keychain, 'acme').prepare();
  expect([...keychain.items.keys()]).toEqual(['acme/admin']);
  expect(keychain.calls.map((call) => call.replace(/[0-9a-f-]{36}$/, 'ID'))).toEqual([
    'set acme/secret-probe/ID',
    'get acme/secret-probe/ID',
    'delete acme/secret-probe/ID',
  ]);
  await prepared.store({ id: 'key_abc' }, secretValue);
  expect(keychain.items.get('acme/secret/key_abc')).toBe(secretValue);
  expect(prepared.placeOf('key_abc')).toEqual({ kind: 'keychain' });
});

test.each<[string, CredentialErrorKind]>([
  ['dbus error', 'no_keychain_service'],
  ['the collection is locked', 'keychain_locked'],
  ['access denied', 'keychain_denied'],
  ['timed out', 'keychain_timeout'],
])('a keychain that says %j is refused in its own words, with the ways for secrets', async (says, kind) => {
  const keychain = memoryKeychain();
  keychain.failure = keychainError({ stage: 'run', message: says }, 'linux');
  const error: unknown = await keychainSink(() => keychain, 'default')
    .prepare()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'SinkError', cause: { kind } });
  const { message } = error as Error;
  expect(message.slice(0, 15)).toBe(keychain.failure.message.slice(0, 15));
  expect(message).toContain('--secrets file:FOLDER');
  expect(message).not.toContain('--key-file');
});

test('a binding that cannot be loaded is refused too', async () => {
  const open = () => {
    throw new CredentialError('keychain_unavailable', 'No binding.');
  };
  await expect(keychainSink(open, 'default').prepare()).rejects.toMatchObject({ name: 'SinkError' });
});

test('a keychain that keeps something else is found out, and what it kept is taken away', async () => {
  const keychain = memoryKeychain();
  const get = keychain.get;
  keychain.get = async (account) => (await get(account))?.slice(0, 20);
  await expect(keychainSink(() => keychain, 'default').prepare()).rejects.toThrow('did not give back');
  expect(keychain.items.size).toBe(0);
  keychain.get = get;
  const prepared = await keychainSink(() => keychain, 'default').prepare();
  keychain.get = async () => undefined;
  const failed = prepared.store({ id: 'key_abc' }, secretValue);
  await expect(failed).rejects.toThrow('did not give back');
  expect(keychain.items.has('default/secret/key_abc')).toBe(false);
});
