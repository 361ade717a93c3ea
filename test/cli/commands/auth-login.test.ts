import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { PassThrough } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ProbeResult } from '../../../src/cli/commands/probe-key.ts';
import { CredentialError } from '../../../src/credentials/credential-error.ts';
import { readIndex } from '../../../src/credentials/key-index.ts';
import { Secret } from '../../../src/credentials/secret.ts';
import { homeFolder, indexPathIn } from '../../credentials/home-folder.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { adminKey, otherAdminKey, projectKey } from '../../credentials/sample-keys.ts';
import { NOW } from '../process-context.ts';
import { runAuth } from './auth-run.ts';

const uid = process.getuid?.();

const fingerprint = new Secret(adminKey).fingerprint;

describe('storing', () => {
  test('an admin key goes into the keychain, its fingerprint into the index', async () => {
    const homeDirectory = homeFolder();
    const keychain = memoryKeychain();
    const run = await runAuth({ homeDirectory, keychain, input: `${adminKey}\n` }, 'login', '--stdin');
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(`fingerprint ${fingerprint}`) });
    expect(run.stdout).toContain('It can read the organization.');
    expect([...keychain.items]).toEqual([['default/admin', adminKey]]);
    const path = indexPathIn(homeDirectory);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).not.toContain('CANARY');
    expect(readIndex(path, uid).profiles).toEqual({
      default: { admin: { fingerprint, stored_at: NOW.toISOString() }, projects: {} },
    });
    expect(keychain.calls.at(-1)).toBe('close');
  });

  test('project keys: the default one, and one by project id, in a profile of their own', async () => {
    const homeDirectory = homeFolder();
    const keychain = memoryKeychain();
    const setting = { homeDirectory, keychain, input: projectKey };
    expect((await runAuth(setting, 'login', '--stdin', '--profile', 'acme')).stdout).toContain(
      'Stored the default project key in the keychain: profile acme',
    );
    await runAuth(setting, 'login', '--stdin', '--profile', 'acme', '--project', 'proj_1');
    expect([...keychain.items.keys()]).toEqual(['acme/project', 'acme/project/proj_1']);
  });

  test('what the probe and the environment tell is kept in the index', async () => {
    const homeDirectory = homeFolder();
    const probe = async (): Promise<ProbeResult> => ({
      ok: true,
      can: 'All.',
      organizationName: 'Acme\u001b[2J',
      expiresAt: new Date('2027-01-01T00:00:00Z'),
    });
    const environment = {
      OPENAI_ORG_ID: 'org-1',
      OPENAI_ADMIN_MCP_PROFILE: 'acme',
      OPENAI_ADMIN_KEY: otherAdminKey,
    };
    const run = await runAuth({ homeDirectory, probe, environment, input: adminKey }, 'login', '--stdin');
    expect(readIndex(indexPathIn(homeDirectory), uid).profiles.acme?.admin).toEqual({
      fingerprint,
      stored_at: NOW.toISOString(),
      expires_at: '2027-01-01T00:00:00.000Z',
      organization_id: 'org-1',
      organization_name: 'Acme?[2J',
    });
    expect(run.stderr).toContain('OPENAI_ADMIN_KEY is set here and comes first where it is; --profile acme');
  });

  test('--offline asks nobody', async () => {
    const probe = () => Promise.reject(new Error('asked'));
    const run = await runAuth(
      { homeDirectory: homeFolder(), probe, input: adminKey },
      'login',
      '--stdin',
      '--offline',
    );
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('was not checked') });
  });
});

describe('refusing', () => {
  async function refused(input: string, words: string[], probe?: () => Promise<ProbeResult>) {
    const homeDirectory = homeFolder();
    const keychain = memoryKeychain();
    const run = await runAuth({ homeDirectory, keychain, input, ...(probe && { probe }) }, 'login', ...words);
    expect(keychain.items.size).toBe(0);
    expect(existsSync(indexPathIn(homeDirectory))).toBe(false);
    expect(run.stdout + run.stderr).not.toContain('CANARY');
    return run;
  }

  test('without a terminal and without --stdin it says what to type', async () => {
    const run = await refused('', ['--project', 'proj_1', '--profile', 'acme']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(
      'openai-admin-mcp auth login --profile acme --project proj_1 --stdin < FILE',
    );
  });

  test('a key of no possible shape: exit 3', async () => {
    expect(await refused('sk-admin-CANARY\nCANARY0123456789', ['--stdin'])).toMatchObject({ code: 3 });
  });

  test.each([
    ['--project', 'proj_1'],
    ['--project', 'My project'],
    ['--profile', 'Acme'],
    ['--unknown'],
    [`--key=${adminKey}`],
    [adminKey],
  ])('wrong usage %s %s: exit 2', async (...words) => {
    expect((await refused(adminKey, ['--stdin', ...words])).code).toBe(2);
  });

  test('OpenAI refuses the key: exit 5; no answer in time: exit 6', async () => {
    const refuse = async () => ({ ok: false, reason: 'the key was revoked.' }) as const;
    const run = await refused(adminKey, ['--stdin'], refuse);
    expect(run).toMatchObject({ code: 5, stderr: expect.stringContaining('the key was revoked.') });
    const late = async () => ({ ok: false, reason: 'no answer.', unchecked: true }) as const;
    expect((await refused(adminKey, ['--stdin'], late)).code).toBe(6);
  });
});

describe('failing half-way', () => {
  test('no keychain: exit 3, the way out, nothing written', async () => {
    const homeDirectory = homeFolder();
    const keychain = memoryKeychain();
    keychain.failure = new CredentialError('no_keychain_service', 'No keychain. Use a key file.');
    const run = await runAuth({ homeDirectory, keychain, input: adminKey }, 'login', '--stdin');
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('Use a key file.') });
    expect(existsSync(indexPathIn(homeDirectory))).toBe(false);
  });

  /** A folder takes the place of the index once the keychain is written, so that the rename fails. */
  function breakIndexOnSet(homeDirectory: string, items: Record<string, string>) {
    const keychain = memoryKeychain(items);
    const set = keychain.set;
    keychain.set = async (account, value) => {
      mkdirSync(indexPathIn(homeDirectory), { recursive: true });
      await set(account, value);
    };
    return keychain;
  }

  test('the index cannot be written: the keychain is as before', async () => {
    for (const items of [{}, { 'default/admin': otherAdminKey }]) {
      const homeDirectory = homeFolder();
      const keychain = breakIndexOnSet(homeDirectory, items);
      const run = await runAuth({ homeDirectory, keychain, input: adminKey }, 'login', '--stdin');
      expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('cannot be written') });
      expect(Object.fromEntries(keychain.items)).toEqual(items);
    }
  });
});

describe('at a terminal', () => {
  function terminal() {
    const stdin = Object.assign(new PassThrough(), { isTTY: true, modes: [] as boolean[] });
    return Object.assign(stdin, { setRawMode: (on: boolean) => stdin.modes.push(on) });
  }

  test('what is typed is taken and never shown', async () => {
    const stdin = terminal();
    const running = runAuth({ homeDirectory: homeFolder(), input: stdin }, 'login');
    await delay(20);
    stdin.write(`${adminKey}\r`);
    const run = await running;
    expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining(fingerprint) });
    expect(run.stdout + run.stderr).not.toContain('CANARY');
    expect(stdin.modes).toEqual([true, false]);
  });

  test('a paste over several lines is refused as a whole', async () => {
    const stdin = terminal();
    const running = runAuth({ homeDirectory: homeFolder(), input: stdin }, 'login');
    await delay(20);
    stdin.write('sk-admin-CANARY0123456789\r');
    await delay(10);
    stdin.write('CANARYabcdef\r');
    const run = await running;
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('line break') });
    expect(run.stdout + run.stderr).not.toContain('CANARY');
  });

  test('nobody is asked for a key that there is nowhere to put', async () => {
    const keychain = memoryKeychain();
    keychain.failure = new CredentialError('keychain_locked', 'The keychain is locked.');
    const run = await runAuth({ homeDirectory: homeFolder(), input: terminal(), keychain }, 'login');
    expect(run).toMatchObject({ code: 3, stderr: expect.stringContaining('The keychain is locked.') });
    expect(run.stderr).not.toContain('Paste');
  });

  test('Ctrl-C: exit 130', async () => {
    const stdin = terminal();
    const running = runAuth({ homeDirectory: homeFolder(), input: stdin }, 'login');
    await delay(20);
    stdin.write('\u0003');
    expect((await running).code).toBe(130);
  });
});
