import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CredentialError } from '../../../src/credentials/credential-error.ts';
import { Secret } from '../../../src/credentials/secret.ts';
import { homeFolder, indexPathIn, writeIndex } from '../../credentials/home-folder.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { adminKey, otherAdminKey, projectKey } from '../../credentials/sample-keys.ts';
import { runAuth } from './auth-run.ts';

const entry = (key: string, more: object = {}) => ({
  fingerprint: new Secret(key).fingerprint,
  stored_at: '2026-11-19T12:00:00.000Z',
  ...more,
});

test('no key at all: exit 3 and how to get one', async () => {
  const run = await runAuth({ homeDirectory: homeFolder() }, 'status');
  expect(run.code).toBe(3);
  expect(run.stdout).toContain('No key is known.\nKeychain: can be read.\n');
  expect(run.stdout).toContain('auth login');
});

test('one row a key, from every source, by fingerprint', async () => {
  const homeDirectory = homeFolder();
  writeIndex(homeDirectory, {
    default: {
      admin: entry(adminKey, { expires_at: '2027-03-01T00:00:00.000Z', organization_name: 'Acme Inc' }),
      projects: { proj_1: entry(projectKey) },
    },
    other: { default_project: entry(projectKey, { expires_at: '2026-11-20T00:00:00.000Z' }), projects: {} },
  });
  const keyFile = join(homeDirectory, 'keys');
  writeFileSync(keyFile, projectKey, { mode: 0o600 });
  const keychain = memoryKeychain({
    'default/admin': adminKey,
    'default/project/proj_1': adminKey,
    'other/project': projectKey,
  });
  const environment = { OPENAI_ADMIN_KEY: otherAdminKey };
  const run = await runAuth({ homeDirectory, keychain, environment }, 'status', '--key-file', keyFile);
  const [admin, other, project] = [adminKey, otherAdminKey, projectKey].map(
    (key) => new Secret(key).fingerprint,
  );
  const lines = run.stdout.split('\n').map((line) => line.replace(/ {2,}/g, ' | '));
  expect(run.code).toBe(0);
  expect(lines.slice(0, 6)).toEqual([
    'PROFILE | KEY | PROJECT | FINGERPRINT | STORED | EXPIRES | SOURCE | ORGANIZATION | STATE',
    `- | admin | - | ${other} | - | - | environment | - | ready`,
    `- | project | default | ${project} | - | - | key file | - | ready`,
    `default | admin | - | ${admin} | 3 days ago | 2027-03-01 | keychain | Acme Inc | ready`,
    `default | project | proj_1 | ${project} | 3 days ago | - | keychain | - | not usable`,
    `other | project | default | ${project} | 3 days ago | 2026-11-20 | keychain | - | not usable`,
  ]);
  expect(run.stdout).toContain('holds an admin key');
  expect(run.stdout).toContain(`${project}: expired`);
  expect(run.stdout).toContain('the one stored in the keychain is not used');
});

test('a keychain out of reach is asked once, and shown', async () => {
  const homeDirectory = homeFolder();
  writeIndex(homeDirectory, {
    default: { admin: entry(adminKey), default_project: entry(projectKey), projects: {} },
  });
  const keychain = memoryKeychain();
  keychain.failure = new CredentialError('keychain_locked', 'The keychain is locked.');
  const run = await runAuth({ homeDirectory, keychain }, 'status', '--json');
  expect(run.code).toBe(3);
  expect(JSON.parse(run.stdout)).toMatchObject({
    usable: false,
    keychain: { readable: false, problem: 'The keychain is locked.' },
    keys: [{ problem: 'not read' }, { problem: 'not read' }],
  });
  expect(keychain.calls).toEqual(['get default/admin', 'close']);
  const withEnvironment = await runAuth(
    { homeDirectory, keychain, environment: { OPENAI_ADMIN_KEY: adminKey } },
    'status',
  );
  expect(withEnvironment.code).toBe(0);
});

test('--profile shows that one and judges by it', async () => {
  const homeDirectory = homeFolder();
  writeIndex(homeDirectory, {
    default: { admin: entry(adminKey), projects: {} },
    acme: { admin: entry(otherAdminKey), projects: {} },
  });
  const keychain = memoryKeychain({ 'default/admin': adminKey });
  const environment = { OPENAI_ADMIN_KEY: adminKey };
  const run = await runAuth(
    { homeDirectory, keychain, environment },
    'status',
    '--profile',
    'acme',
    '--json',
  );
  expect(run.code).toBe(3);
  expect(JSON.parse(run.stdout)).toMatchObject({
    keys: [{ source: 'environment' }, { profile: 'acme', usable: false }],
    warnings: ['Profile acme was asked for, so these are ignored: OPENAI_ADMIN_KEY.'],
  });
  const unknown = await runAuth({ homeDirectory, keychain }, 'status', '--profile', 'nope');
  expect(unknown).toMatchObject({ code: 3, stderr: expect.stringContaining('There is no profile nope') });
});

test('the key file of the environment twin counts like the flag', async () => {
  const homeDirectory = homeFolder();
  const keyFile = join(homeDirectory, 'keys');
  writeFileSync(keyFile, adminKey, { mode: 0o600 });
  const environment = { OPENAI_ADMIN_MCP_KEY_FILE: keyFile };
  const run = await runAuth({ homeDirectory, environment }, 'status', '--json');
  expect(run.code).toBe(0);
  expect(JSON.parse(run.stdout)).toMatchObject({ keys: [{ source: 'key file', usable: true }] });
});

test('a broken index is shown even when other keys make up for it', async () => {
  const homeDirectory = homeFolder();
  writeIndex(homeDirectory, {});
  writeFileSync(indexPathIn(homeDirectory), '{');
  const environment = { OPENAI_ADMIN_KEY: adminKey, OPENAI_API_KEY: projectKey };
  const run = await runAuth({ homeDirectory, environment }, 'status');
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('it is not JSON') });
});

test('a keychain out of reach is told in a few words where the keys lie elsewhere and work', async () => {
  const homeDirectory = homeFolder();
  const keyFile = join(homeDirectory, 'keys');
  writeFileSync(keyFile, adminKey, { mode: 0o600 });
  const keychain = memoryKeychain();
  keychain.failure = new CredentialError(
    'no_keychain_service',
    'There is no keychain: install one like this.',
  );
  for (const [words, environment] of [
    [['--key-file', keyFile], {}],
    [[], { OPENAI_ADMIN_KEY: adminKey }],
  ] as const) {
    const run = await runAuth({ homeDirectory, keychain, environment }, 'status', ...words);
    expect([run.code, run.stdout]).toEqual([0, expect.not.stringContaining('install one')]);
    expect(run.stdout).toContain('Keychain: cannot be read, and nothing in it is needed.\n');
  }
  const without = await runAuth({ homeDirectory, keychain }, 'status');
  expect([without.code, without.stdout]).toEqual([3, expect.stringContaining('install one')]);
});
