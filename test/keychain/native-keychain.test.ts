import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Keychain } from '../../src/credentials/keychain.ts';
import { type NativeKeychainInputs, nativeKeychain } from '../../src/credentials/native-keychain.ts';
import type { Environment, Host } from '../../src/host/host.ts';
import { hostIn } from '../credentials/home-folder.ts';
import { adminKey, otherAdminKey } from '../credentials/sample-keys.ts';
import { keychainProcesses } from './keychain-children.ts';
import { canRunKeychainSuite, openSession, type Session, type SessionKind } from './secret-service.ts';

const account = 'default/admin';

function openKeychain(inputs: Partial<NativeKeychainInputs>): Keychain {
  const keychain = nativeKeychain({
    host: hostWith({}),
    programFile: import.meta.url,
    deadlineMilliseconds: 60_000,
    runtimeRoot: '/nonexistent',
    ...inputs,
  });
  onTestFinished(() => keychain.close());
  return keychain;
}

async function session(kind: SessionKind, dataFolder?: string): Promise<Session> {
  const opened = await openSession(kind, dataFolder);
  onTestFinished(() => opened.close());
  return opened;
}

const hostWith = (environment: Environment): Host => hostIn('/nonexistent', environment);
const busVariable = (address: string) => ({ host: hostWith({ DBUS_SESSION_BUS_ADDRESS: address }) });

/** A keyring with a key in it that was locked afterwards. */
async function lockedSession(kind: 'keyring' | 'unanswered'): Promise<Session> {
  const opened = await session(kind);
  await openKeychain(busVariable(opened.address)).set(account, adminKey);
  await opened.lock();
  return opened;
}

async function until(check: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 2000 && !check(); attempt += 1) await delay(25);
  expect(check()).toBe(true);
}

describe.runIf(canRunKeychainSuite())('native keychain', () => {
  test('unlocked: stores, reads, replaces and deletes, each in a process of its own', async () => {
    const { address } = await session('keyring');
    const keychain = openKeychain(busVariable(address));
    expect(await keychain.get(account)).toBeUndefined();
    await keychain.set(account, adminKey);
    expect(await keychain.get(account)).toBe(adminKey);
    await keychain.set(account, otherAdminKey);
    expect(await Promise.all([keychain.get(account), keychain.get(account)])).toEqual([
      otherAdminKey,
      otherAdminKey,
    ]);
    expect(await keychain.get('other/admin')).toBeUndefined();
    expect(await keychain.delete(account)).toBe(true);
    expect(await keychain.delete(account)).toBe(false);
    await until(() => keychainProcesses({ address }).length === 0);
  });

  test('a key outlives the keyring daemon, as it must a restart of the machine', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'keychain-data-'));
    onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true }));
    const first = await session('keyring', dataFolder);
    await openKeychain(busVariable(first.address)).set(account, adminKey);
    await first.close();
    const second = await session('keyring', dataFolder);
    expect(await openKeychain(busVariable(second.address)).get(account)).toBe(adminKey);
  });

  test('minimal environment: the bus of the user folder is found without its address', async () => {
    const { address, runtimeRoot } = await session('keyring');
    await openKeychain(busVariable(address)).set(account, adminKey);
    const { HOME, LOGNAME, PATH, SHELL, TERM, USER } = process.env;
    const host = hostWith({ HOME, LOGNAME, PATH, SHELL, TERM, USER });
    expect(await openKeychain({ host, runtimeRoot }).get(account)).toBe(adminKey);
    await expect(openKeychain({ host }).get(account)).rejects.toMatchObject({ kind: 'no_keychain_service' });
  });

  test('warmed up, the process waits without touching the bus, serves the first read, and ends with close', async () => {
    const { address } = await session('keyring');
    const keychain = openKeychain(busVariable(address));
    await keychain.set(account, adminKey);
    await until(() => keychainProcesses({ address }).length === 0);
    keychain.warmUp();
    keychain.warmUp();
    await until(() => keychainProcesses({ address }).length === 1);
    const [waiting] = keychainProcesses({ address });
    const reading = keychain.get(account);
    expect(keychainProcesses({ address }).map(({ id }) => id)).toEqual([waiting?.id]);
    expect(await reading).toBe(adminKey);
    keychain.warmUp();
    keychain.close();
    await until(() => keychainProcesses({ address }).length === 0);
  });

  test('locked: reading and replacing say so, and how to unlock', async () => {
    const { address } = await lockedSession('keyring');
    const keychain = openKeychain(busVariable(address));
    const locked = { kind: 'keychain_locked', message: expect.stringContaining('Unlock it') };
    await expect(keychain.get(account)).rejects.toMatchObject(locked);
    await expect(keychain.set(account, otherAdminKey)).rejects.toMatchObject(locked);
    await expect(keychain.delete(account)).rejects.toMatchObject(locked);
  });

  test.each(['none', 'nothing'] as const)('no Secret Service (%s): every request says so', async (kind) => {
    const address = kind === 'none' ? (await session('none')).address : 'unix:path=/nonexistent/bus';
    const keychain = openKeychain(busVariable(address));
    const none = { kind: 'no_keychain_service', message: expect.stringContaining('--key-file PATH') };
    await expect(keychain.get(account)).rejects.toMatchObject(none);
    await expect(keychain.set(account, adminKey)).rejects.toMatchObject(none);
    await expect(keychain.delete(account)).rejects.toMatchObject(none);
  });

  test('a Secret Service that never answers does not hold up anything else', async () => {
    const { address } = await session('mute');
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 10);
    onTestFinished(() => clearInterval(timer));
    const keychain = openKeychain({ ...busVariable(address), deadlineMilliseconds: 2000 });
    await expect(keychain.get(account)).rejects.toMatchObject({ kind: 'keychain_timeout' });
    expect(turns).toBeGreaterThan(20);
  });

  test('a bus that accepts and stays silent ends at the deadline, and its process with close', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keychain-silent-'));
    const server = createServer().listen(join(folder, 'bus'));
    await once(server, 'listening');
    onTestFinished(() => {
      server.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const address = `unix:path=${folder}/bus`;
    const keychain = openKeychain({ ...busVariable(address), deadlineMilliseconds: 1000 });
    await expect(keychain.get(account)).rejects.toMatchObject({ kind: 'keychain_timeout' });
    expect(keychainProcesses({ address })).toHaveLength(1);
    keychain.close();
    await until(() => keychainProcesses({ address }).length === 0);
  });

  describe('unlock prompt that nobody answers', () => {
    test('a read ends at the deadline, keeps its one prompt open for whoever asks again', async () => {
      const { address } = await lockedSession('unanswered');
      const keychain = openKeychain({ ...busVariable(address), deadlineMilliseconds: 2000 });
      const late = { kind: 'keychain_timeout', message: expect.stringContaining('unlock prompt') };
      await expect(keychain.get(account)).rejects.toMatchObject(late);
      const [first] = keychainProcesses({ address });
      await expect(keychain.get(account)).rejects.toMatchObject(late);
      expect(keychainProcesses({ address }).map(({ id }) => id)).toEqual([first?.id]);
      keychain.close();
      await until(() => keychainProcesses({ address }).length === 0);
    });

    test('a write ends at the deadline and is not done later; the key is in no process list', async () => {
      const { address } = await lockedSession('unanswered');
      const environment = { OPENAI_ADMIN_KEY: adminKey, NODE_OPTIONS: '--bad' };
      const host = hostWith({ DBUS_SESSION_BUS_ADDRESS: address, ...environment });
      const keychain = openKeychain({ host, deadlineMilliseconds: 4000 });
      const writing = keychain.set(account, otherAdminKey);
      writing.catch(() => {});
      await until(() => keychainProcesses({ address }).length === 1);
      const seen = JSON.stringify(keychainProcesses({ address }));
      expect(seen).not.toContain('CANARY');
      expect(seen).not.toContain('--bad');
      await expect(writing).rejects.toMatchObject({ kind: 'keychain_timeout' });
      await until(() => keychainProcesses({ address }).length === 0);
    });

    test.each(['close', 'SIGKILL'] as const)('ends with its program: %s', async (how) => {
      const { address } = await lockedSession('unanswered');
      const program = join(import.meta.dirname, 'pending-read.ts');
      const child = spawn(process.execPath, ['--import', 'tsx', program], {
        env: { PATH: process.env.PATH, DBUS_SESSION_BUS_ADDRESS: address },
        stdio: ['pipe', 'pipe', 'inherit'],
      });
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text) => {
        stdout += text;
      });
      const ended = once(child, 'close');
      await until(() => stdout === 'reading\n' && keychainProcesses({ address }).length === 1);
      await delay(300);
      if (how === 'close') child.stdin.end();
      else child.kill('SIGKILL');
      expect(await ended).toEqual(how === 'close' ? [0, null] : [null, 'SIGKILL']);
      if (how === 'close') expect(stdout).toBe('reading\ngiven up\n');
      await until(() => keychainProcesses({ address }).length === 0);
    });
  });
});
