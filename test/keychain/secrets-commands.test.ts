import { spawnSync } from 'node:child_process';
import { describe, expect, onTestFinished, test } from 'vitest';
import { nativeKeychain } from '../../src/credentials/native-keychain.ts';
import { secretsHome } from '../cli/commands/secrets-run.ts';
import { hostIn } from '../credentials/home-folder.ts';
import { secretValue } from '../sinks/sink-setting.ts';
import { canRunKeychainSuite, openSession, type SessionKind } from './secret-service.ts';

const keychain = { kind: 'keychain' } as const;

const hasSecretTool = spawnSync('secret-tool', ['--version']).error === undefined;

/** A user with a home and a desktop session of this kind. */
async function user(kind: SessionKind) {
  const session = await openSession(kind);
  onTestFinished(() => session.close());
  const openKeychain = () =>
    nativeKeychain({
      host: hostIn('/nonexistent', { DBUS_SESSION_BUS_ADDRESS: session.address }),
      programFile: import.meta.url,
      deadlineMilliseconds: kind === 'mute' || kind === 'unanswered' ? 3_000 : 15_000,
    });
  return { session, ...secretsHome({ openKeychain }) };
}

describe.runIf(canRunKeychainSuite())('new secrets with a real keychain', () => {
  test('stored, shown, copied, forgotten', async () => {
    const { keep, run } = await user('keyring');
    const receipt = await keep(keychain, { id: 'key_abc', name: 'ci' }, secretValue);
    expect(receipt).toMatchObject({
      place: 'the keychain',
      show: 'npx openai-admin-mcp secrets show key_abc',
    });
    expect(await run(['show', 'key_abc'])).toEqual({ code: 0, stdout: secretValue, stderr: '' });
    expect((await run(['copy-to', 'key_abc', 'file:secrets'])).code).toBe(0);
    expect((await run(['forget', 'key_abc'])).code).toBe(0);
    expect((await run(['show', 'key_abc'])).code).toBe(2);
    await keep(keychain, { id: 'key_abc' }, `${secretValue}2`);
    expect((await run(['show', 'key_abc'])).stdout).toBe(`${secretValue}2`);
  });

  test.runIf(hasSecretTool)(
    'other programs find it by the service and the account that the page names',
    async () => {
      const { session, keep } = await user('keyring');
      await keep(keychain, { id: 'key_abc' }, secretValue);
      const words = ['lookup', 'service', 'openai-admin-mcp', 'username', 'default/secret/key_abc'];
      const { stdout } = spawnSync('secret-tool', words, {
        encoding: 'utf8',
        env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: session.address },
      });
      expect(stdout.trimEnd()).toBe(secretValue);
    },
  );

  test('locked, a secret is neither minted nor shown, and nothing is forgotten', async () => {
    const { session, keeperFor, keep, run } = await user('keyring');
    await keep(keychain, { id: 'key_abc' }, secretValue);
    const keeper = keeperFor(keychain);
    const minting = await keeper.begin({ tool: 'create_key', profile: 'default', what: 'x' });
    await session.lock();
    await expect(keeper.begin({ tool: 'create_key', profile: 'default', what: 'x' })).rejects.toMatchObject({
      name: 'SinkError',
      message: expect.stringMatching(/^The keychain is locked.*--secrets file:FOLDER/),
    });
    await expect(minting.keep({ id: 'key_2' }, secretValue)).rejects.toThrow('The keychain is locked');
    const shown = await run(['show', 'key_abc']);
    expect(shown).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('is locked') });
    expect(await run(['forget', 'key_abc'])).toMatchObject({ code: 3 });
    expect((await run(['list'])).stdout).toContain('key_abc');
  });

  test.each<[SessionKind, string]>([
    ['none', 'no Secret Service answers'],
    ['mute', 'The keychain has not answered'],
  ])('a session of kind %s is found out before anything is minted', async (kind, message) => {
    const { keep } = await user(kind);
    await expect(keep(keychain, { id: 'key_abc' }, secretValue)).rejects.toMatchObject({
      name: 'SinkError',
      message: expect.stringContaining(message),
    });
  });
});
