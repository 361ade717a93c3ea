import { describe, expect, onTestFinished, test } from 'vitest';
import { findCredentials } from '../../src/credentials/find-credentials.ts';
import { nativeKeychain } from '../../src/credentials/native-keychain.ts';
import { runAuth } from '../cli/commands/auth-run.ts';
import { NOW } from '../cli/process-context.ts';
import { homeFolder, hostIn } from '../credentials/home-folder.ts';
import { adminKey, projectKey } from '../credentials/sample-keys.ts';
import { canRunKeychainSuite, openSession, type SessionKind } from './secret-service.ts';

/** A user with a home and a desktop session of this kind. */
async function user(kind: SessionKind) {
  const session = await openSession(kind);
  onTestFinished(() => session.close());
  const host = hostIn(homeFolder(), { DBUS_SESSION_BUS_ADDRESS: session.address });
  const openKeychain = () =>
    nativeKeychain({ host, programFile: import.meta.url, deadlineMilliseconds: 60_000 });
  return {
    session,
    credentials: () => findCredentials({ host, now: NOW, openKeychain }),
    auth: (input: string, ...words: string[]) => runAuth({ ...host, openKeychain, input }, ...words),
  };
}

describe.runIf(canRunKeychainSuite())('auth commands with a real keychain', () => {
  test('login, serve, status, lock, logout', async () => {
    const { auth, credentials, session } = await user('keyring');
    expect(await auth(adminKey, 'login', '--stdin')).toMatchObject({ code: 0 });
    expect(await auth(projectKey, 'login', '--stdin', '--project', 'proj_1')).toMatchObject({ code: 0 });

    const found = credentials();
    expect(found.availability).toMatchObject({ admin: true, projectIds: ['proj_1'] });
    const admin = await found.key({ class: 'admin' });
    expect(admin.secret.use((value) => value)).toBe(adminKey);
    const project = await found.key({ class: 'project' });
    expect(project.secret.use((value) => value)).toBe(projectKey);
    found.close();

    const status = await auth('', 'status', '--json');
    expect(status.code).toBe(0);
    expect(JSON.parse(status.stdout)).toMatchObject({
      keychain: { readable: true },
      keys: [{ usable: true }, { usable: true, project: 'proj_1' }],
    });

    await session.lock();
    expect(await auth('', 'status')).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('The keychain is locked'),
    });
    const locked = credentials();
    expect(locked.availability).toMatchObject({ admin: true, projectIds: ['proj_1'] });
    await expect(locked.key({ class: 'admin' })).rejects.toMatchObject({ kind: 'keychain_locked' });
    locked.close();
    expect(await auth('', 'logout')).toMatchObject({ code: 3 });
  });

  test('logout empties keychain and index', async () => {
    const { auth, credentials } = await user('keyring');
    await auth(adminKey, 'login', '--stdin');
    expect(await auth('', 'logout')).toMatchObject({ code: 0 });
    expect(credentials().availability.admin).toBe(false);
    expect((await auth('', 'logout')).stdout).toBe('Nothing to remove: no such key is stored.\n');
  });

  test('without a Secret Service login stores nothing and names the other ways', async () => {
    const { auth, credentials } = await user('none');
    const run = await auth(adminKey, 'login', '--stdin');
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('--key-file PATH') });
    expect(credentials().availability.admin).toBe(false);
  });
});
