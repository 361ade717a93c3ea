import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import { type CredentialInputs, findCredentials } from '../../src/credentials/find-credentials.ts';
import type { KeyIndex } from '../../src/credentials/key-index.ts';
import { Secret } from '../../src/credentials/secret.ts';
import type { Environment } from '../../src/host/host.ts';
import { homeFolder, hostIn, writeIndex } from './home-folder.ts';
import { type MemoryKeychain, memoryKeychain } from './memory-keychain.ts';
import { adminKey, otherAdminKey, otherProjectKey, projectKey } from './sample-keys.ts';

const entry = (key: string, more: object = {}) => ({
  fingerprint: new Secret(key).fingerprint,
  stored_at: '2026-11-01T00:00:00.000Z',
  ...more,
});

/** Credentials over a home with these stored profiles; the keychain holds what `items` says. */
function find(
  inputs: Partial<CredentialInputs> & {
    environment?: Environment;
    profiles?: KeyIndex['profiles'];
    keychain?: MemoryKeychain;
    home?: string;
  },
) {
  const { profiles, keychain = memoryKeychain(), home = homeFolder(), environment = {}, ...rest } = inputs;
  if (profiles) writeIndex(home, profiles);
  return findCredentials({
    host: hostIn(home, environment),
    now: new Date('2026-11-22T12:00:00Z'),
    openKeychain: () => keychain,
    ...rest,
  });
}

function fileWith(text: string): string {
  const path = join(homeFolder(), 'keys');
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

const value = async (credential: Promise<{ secret: Secret }>): Promise<string> =>
  (await credential).secret.use((text) => text);

describe('nothing given', () => {
  test('everything is off, with the way to turn it on, and no keychain is opened', async () => {
    const keychain = memoryKeychain();
    const found = find({ keychain });
    expect(found.availability).toMatchObject({ admin: false, defaultProjectKey: false, projectIds: [] });
    expect(found.availability.notices).toHaveLength(2);
    expect(found.availability.notices.join()).toContain('openai-admin-mcp auth login');
    await expect(found.key({ class: 'admin' })).rejects.toMatchObject({ kind: 'no_key' });
    await expect(found.key({ class: 'project' })).rejects.toMatchObject({ kind: 'no_key' });
    found.warmUp();
    found.close();
    expect(keychain.calls).toEqual([]);
  });
});

describe('environment and key file', () => {
  test('environment keys come with the headers of the official SDK', async () => {
    const environment = {
      OPENAI_ADMIN_KEY: adminKey,
      OPENAI_API_KEY: projectKey,
      OPENAI_ORG_ID: 'org-1',
      OPENAI_PROJECT_ID: 'proj_1',
    };
    const found = find({ environment });
    expect(found.availability).toEqual({
      admin: true,
      defaultProjectKey: true,
      projectIds: ['proj_1'],
      notices: [],
      missing: {},
    });
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
    expect(await found.key({ class: 'admin' })).toMatchObject({ organization: 'org-1', project: 'proj_1' });
    expect(await value(found.key({ class: 'project' }))).toBe(projectKey);
    expect(await found.key({ class: 'project', projectId: 'proj_1' })).toMatchObject({ project: 'proj_1' });
    await expect(found.key({ class: 'project', projectId: 'proj_2' })).rejects.toThrow(
      'OPENAI_PROJECT_ID ties the default project key to proj_1. Keys exist for: proj_1.',
    );
  });

  test('each key comes from the first source that has it', async () => {
    const keyFile = fileWith(
      `OPENAI_ADMIN_KEY=${otherAdminKey}\nOPENAI_API_KEY=${projectKey}\nOPENAI_ORG_ID=org-file\n`,
    );
    const found = find({ environment: { OPENAI_ADMIN_KEY: adminKey }, keyFile });
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
    expect(await value(found.key({ class: 'project' }))).toBe(projectKey);
    expect(await found.key({ class: 'project' })).toMatchObject({ organization: 'org-file' });
    expect(found.warnings).toEqual([
      'OPENAI_ADMIN_KEY of the environment is used, the one in the key file is not.',
    ]);
  });

  test('a refused key is told at the start and never replaced by one from further down', async () => {
    const keychain = memoryKeychain({ 'default/admin': otherAdminKey });
    const found = find({
      environment: { OPENAI_ADMIN_KEY: projectKey, OPENAI_API_KEY: 'sk-two\nlines-0123456789abcdef' },
      profiles: { default: { admin: entry(otherAdminKey), projects: {} } },
      keychain,
    });
    expect(found.availability).toMatchObject({ admin: false, defaultProjectKey: false });
    expect(found.availability.notices[0]).toContain('OPENAI_ADMIN_KEY (environment) holds a project key');
    expect(found.availability.notices[1]).toContain('there is a line break in it');
    await expect(found.key({ class: 'admin' })).rejects.toMatchObject({ kind: 'wrong_key_class' });
    await expect(found.key({ class: 'project' })).rejects.toMatchObject({ kind: 'malformed_key' });
    expect(keychain.calls).toEqual([]);
  });

  test('a key file that cannot be used stops the start', () => {
    expect(() => find({ keyFile: '/nonexistent/keys' })).toThrow(CredentialError);
  });
});

describe('keychain', () => {
  const profiles = {
    default: {
      admin: entry(adminKey, { organization_id: 'org-9' }),
      projects: { proj_a: entry(projectKey), proj_b: entry(otherProjectKey) },
    },
  };
  const items = {
    'default/admin': adminKey,
    'default/project/proj_a': projectKey,
    'default/project/proj_b': otherProjectKey,
  };

  test('the index alone decides what is listed; the keychain is read at the first call, once', async () => {
    const keychain = memoryKeychain(items);
    const found = find({ profiles, keychain });
    expect(found.availability).toEqual({
      admin: true,
      defaultProjectKey: false,
      projectIds: ['proj_a', 'proj_b'],
      notices: [],
      missing: {},
    });
    expect(keychain.calls).toEqual([]);
    const keys = await Promise.all([1, 2, 3].map(() => value(found.key({ class: 'admin' }))));
    expect(keys).toEqual([adminKey, adminKey, adminKey]);
    expect(await found.key({ class: 'admin' })).toMatchObject({ organization: 'org-9' });
    expect(keychain.calls).toEqual(['get default/admin']);
  });

  test('project_id picks the key; without it and without a default one, the answer names the projects', async () => {
    const found = find({ profiles, keychain: memoryKeychain(items) });
    expect(await value(found.key({ class: 'project', projectId: 'proj_b' }))).toBe(otherProjectKey);
    await expect(found.key({ class: 'project' })).rejects.toThrow('there are keys for proj_a, proj_b');
    await expect(found.key({ class: 'project', projectId: 'proj_c' })).rejects.toThrow(
      'Keys exist for: proj_a, proj_b. To add one, run in a terminal: npx openai-admin-mcp auth login --project proj_c',
    );
    await expect(found.key({ class: 'project', projectId: 'My project' })).rejects.toThrow(
      'This project_id is not an id: ids start with proj_, and list_projects shows them.',
    );
    await expect(found.key({ class: 'project', projectId: adminKey })).rejects.not.toThrow('CANARY');
  });

  test('the only project key is used without being named', async () => {
    const one = { default: { projects: { proj_a: entry(projectKey) } } };
    const found = find({ profiles: one, keychain: memoryKeychain(items) });
    expect(await value(found.key({ class: 'project' }))).toBe(projectKey);
    expect(found.availability.notices).toHaveLength(1);
  });

  test("a project's own key goes with the header that names its project, whatever else is named", async () => {
    const environment = { OPENAI_API_KEY: projectKey, OPENAI_PROJECT_ID: 'proj_z' };
    const found = find({ environment, profiles, keychain: memoryKeychain(items) });
    expect(await found.key({ class: 'project', projectId: 'proj_b' })).toMatchObject({ project: 'proj_b' });
    expect(await found.key({ class: 'project' })).toMatchObject({ project: 'proj_z' });
    expect(found.availability.projectIds).toEqual(['proj_z', 'proj_a', 'proj_b']);
  });

  test('a failure is told and not remembered', async () => {
    const keychain = memoryKeychain(items);
    const found = find({ profiles, keychain });
    keychain.failure = new CredentialError('keychain_locked', 'locked');
    await expect(found.key({ class: 'admin' })).rejects.toThrow('locked');
    keychain.failure = undefined;
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
  });

  test('a key stored since the start is found, and forget reads anew', async () => {
    const home = homeFolder();
    const keychain = memoryKeychain({ 'default/admin': adminKey });
    const found = find({ home, keychain });
    await expect(found.key({ class: 'admin' })).rejects.toThrow('no admin key');
    writeIndex(home, { default: { admin: entry(adminKey), projects: {} } });
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
    keychain.items.set('default/admin', otherAdminKey);
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
    found.forget();
    expect(await value(found.key({ class: 'admin' }))).toBe(otherAdminKey);
  });

  test('an item that is gone, malformed or of the wrong class says which and what to type', async () => {
    const keychain = memoryKeychain({ 'default/project/proj_a': adminKey, 'default/project/proj_b': 'x' });
    const found = find({ profiles, keychain });
    await expect(found.key({ class: 'admin' })).rejects.toThrow('is not in the keychain any more');
    await expect(found.key({ class: 'project', projectId: 'proj_a' })).rejects.toMatchObject({
      kind: 'wrong_key_class',
    });
    await expect(found.key({ class: 'project', projectId: 'proj_b' })).rejects.toMatchObject({
      kind: 'malformed_key',
    });
  });

  test('an expired key counts as none and says so', async () => {
    const over = entry(adminKey, { expires_at: '2026-11-22T11:59:59.000Z' });
    const found = find({ profiles: { default: { admin: over, projects: {} } } });
    expect(found.availability.admin).toBe(false);
    expect(found.availability.notices[0]).toContain('expired on 2026-11-22');
    await expect(found.key({ class: 'admin' })).rejects.toMatchObject({ kind: 'expired_key' });
  });

  test('a broken index leaves keys from elsewhere alone and is told where it matters', async () => {
    const home = homeFolder();
    writeFileSync(writeIndex(home, {}), '{');
    const found = find({ home, environment: { OPENAI_ADMIN_KEY: adminKey } });
    expect(found.availability.admin).toBe(true);
    await expect(found.key({ class: 'project' })).rejects.toMatchObject({ kind: 'index_unreadable' });
  });

  test('warming up reaches the keychain only when a stored key may be needed', () => {
    const keychain = memoryKeychain(items);
    find({ environment: { OPENAI_ADMIN_KEY: adminKey }, keychain }).warmUp();
    expect(keychain.calls).toEqual([]);
    const found = find({ profiles, keychain });
    found.warmUp();
    found.close();
    expect(keychain.calls).toEqual(['warmUp', 'close']);
  });
});

describe('profiles', () => {
  const profiles = { acme: { admin: entry(otherAdminKey), projects: {} } };

  test('a profile asked for beats every other source and says what it ignores', async () => {
    const found = find({
      profile: 'acme',
      profiles,
      keyFile: fileWith(adminKey),
      environment: { OPENAI_ADMIN_KEY: adminKey, OPENAI_ORG_ID: 'org-1', OPENAI_API_KEY: projectKey },
      keychain: memoryKeychain({ 'acme/admin': otherAdminKey }),
    });
    expect(found.availability).toMatchObject({ admin: true, defaultProjectKey: false });
    expect(await value(found.key({ class: 'admin' }))).toBe(otherAdminKey);
    expect(await found.key({ class: 'admin' })).not.toHaveProperty('organization');
    expect(found.warnings).toEqual([
      'Profile acme was asked for, so these are ignored: OPENAI_ADMIN_KEY, OPENAI_API_KEY, OPENAI_ORG_ID, the key file.',
    ]);
    expect(found.availability.notices.join()).toContain('auth login --profile acme');
  });

  test('the default profile stands behind the environment, which is told', async () => {
    const found = find({
      environment: { OPENAI_ADMIN_KEY: adminKey },
      profiles: { default: { admin: entry(otherAdminKey), projects: {} } },
    });
    expect(await value(found.key({ class: 'admin' }))).toBe(adminKey);
    expect(found.warnings).toEqual([
      'OPENAI_ADMIN_KEY (environment) gives the admin key; the one stored in the keychain is not used. To use that: --profile default',
    ]);
  });

  test.each(['nope', 'constructor'])(
    'an unknown profile %s stops the start and lists the known ones',
    (profile) => {
      expect(() => find({ profile, profiles })).toThrow(
        `There is no profile ${profile}: there are keys for acme.`,
      );
    },
  );

  test.each(['', 'Acme', '../acme', 'a b', '-a', 'x'.repeat(41)])('%j is no profile name', (profile) => {
    expect(() => find({ profile, profiles })).toThrow('cannot be a profile name');
  });
});
