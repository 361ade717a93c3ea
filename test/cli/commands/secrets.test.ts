import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../../src/credentials/credential-error.ts';
import { keychainError } from '../../../src/credentials/keychain-errors.ts';
import { redact } from '../../../src/redaction/redact.ts';
import type { Destination } from '../../../src/sinks/destination.ts';
import { journalEntries, writeEntry } from '../../../src/sinks/journal.ts';
import { readStoredSecrets } from '../../../src/sinks/stored-secrets.ts';
import { script, secretFingerprint, secretValue } from '../../sinks/sink-setting.ts';
import { secretsHome } from './secrets-run.ts';

const keychain = { kind: 'keychain' } as const;
const vault: Destination = { kind: 'command', name: 'vault', command: { run: ['cat'], timeoutSeconds: 60 } };

describe('list', () => {
  test('says that there is nothing, and makes no folder', async () => {
    const { run, state } = secretsHome();
    expect(await run(['list'])).toEqual({ code: 0, stdout: 'No secret is stored.\n', stderr: '' });
    expect(existsSync(state.path)).toBe(false);
  });

  test('is a table of everything but the values, with unfinished mintings below', async () => {
    const { run, keep, folder, state } = secretsHome();
    await keep(keychain, { id: 'key_1', name: 'ci\u001b[2J\u202e', projectId: 'proj_1' }, `${secretValue}1`);
    await keep({ kind: 'file', folder }, { id: 'key_2', name: 'n'.repeat(300) }, `${secretValue}2`, 'acme');
    await keep(vault, { id: 'key_3' }, secretValue);
    const left = {
      tool: 'create_key',
      profile: 'default',
      what: 'name "x"',
      processId: 1,
      startedAt: '2026-11-20',
    };
    writeEntry(state, { ...left, entry: 'minting-0a' });
    const { stdout, code } = await run(['list']);
    const lines = stdout.split('\n');
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^ID +NAME +MADE BY +PROFILE +PROJECT +FINGERPRINT +STORED +WHERE$/);
    expect(lines[1]).toMatch(
      /^key_1 +ci\\u\{1b\}\[2J\\u\{202e\} +create_key +default +proj_1 +[0-9a-f]{8} +2026-11-22 12:00 +the keychain$/,
    );
    expect(lines[2]).toMatch(/^key_2 +n{37}\.\.\. .* acme .* the file .*\/secrets\/key_2\.secret$/);
    expect(lines[3]).toMatch(new RegExp(`^key_3 .* ${secretFingerprint} .* the command vault$`));
    expect(lines.slice(4, 6)).toEqual(['', 'Not ended:']);
    expect(lines[6]).toMatch(/^minting-0a: create_key \(name "x"\) of profile default, .*forget minting-0a$/);
    expect(stdout).not.toContain('CANARY');
    expect((await run(['list', '--profile', 'acme'])).stdout.split('\n')).toHaveLength(3);
  });

  test('as JSON, also cleaned', async () => {
    const { run, keep } = secretsHome();
    await keep(keychain, { id: 'key_\u202e', name: 'ci' }, secretValue);
    const { stdout } = await run(['list', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      secrets: [
        {
          id: 'key_\\u{202e}',
          fingerprint: secretFingerprint,
          stored_at: expect.any(String),
          places: [{ kind: 'keychain' }],
        },
      ],
      unfinished: [],
    });
  });
});

describe('show', () => {
  test('prints the value alone, and a line end for people only', async () => {
    const { run, keep, folder } = secretsHome();
    await keep(keychain, { id: 'key_1' }, secretValue);
    await keep({ kind: 'file', folder }, { id: 'key_2' }, secretValue);
    for (const id of ['key_1', 'key_2']) {
      expect(await run(['show', id])).toEqual({ code: 0, stdout: secretValue, stderr: '' });
      expect(await run(['show', id], true)).toEqual({ code: 0, stdout: `${secretValue}\n`, stderr: '' });
    }
  });

  test('of an id in two profiles asks which', async () => {
    const { run, keep } = secretsHome();
    await keep(keychain, { id: 'key_1' }, `${secretValue}1`);
    await keep(keychain, { id: 'key_1' }, `${secretValue}2`, 'acme');
    const asked = await run(['show', 'key_1']);
    expect(asked).toMatchObject({ code: 2, stdout: '' });
    expect(asked.stderr).toBe(
      '"key_1" is known in several profiles: default, acme. Say which with --profile NAME.\n',
    );
    expect((await run(['show', 'key_1', '--profile', 'acme'])).stdout).toBe(`${secretValue}2`);
    expect((await run(['show', 'key_1', '--profile', 'other'])).code).toBe(2);
  });

  test('copy-to and forget take the one of the profile that is named', async () => {
    const { run, keep, folder, keychain: items } = secretsHome();
    await keep(keychain, { id: 'key_1' }, `${secretValue}1`);
    await keep(keychain, { id: 'key_1' }, `${secretValue}2`, 'acme');
    expect((await run(['copy-to', 'key_1', 'file:secrets'])).code).toBe(2);
    expect((await run(['copy-to', 'key_1', 'file:secrets', '--profile', 'acme'])).code).toBe(0);
    expect(readFileSync(join(folder, 'key_1.secret'), 'utf8')).toBe(`${secretValue}2`);
    expect((await run(['forget', 'key_1'])).code).toBe(2);
    expect((await run(['forget', 'key_1', '--profile', 'acme'])).code).toBe(0);
    expect([...items.items.keys()]).toEqual(['default/secret/key_1']);
  });

  test("takes the environment's profile", async () => {
    const { run, keep } = secretsHome({ environment: { OPENAI_ADMIN_MCP_PROFILE: 'acme' } });
    await keep(keychain, { id: 'key_1' }, `${secretValue}1`);
    await keep(keychain, { id: 'key_1' }, `${secretValue}2`, 'acme');
    expect((await run(['show', 'key_1'])).stdout).toBe(`${secretValue}2`);
  });

  test('takes the name in the list, and an ID before it', async () => {
    const { run, keep } = secretsHome();
    await keep(keychain, { id: 'key_1', name: 'ci' }, `${secretValue}1`);
    await keep(keychain, { id: 'key_2', name: 'key_1' }, `${secretValue}2`);
    await keep(keychain, { id: 'key_3', name: 'a\u202eb' }, `${secretValue}3`);
    expect((await run(['show', 'ci'])).stdout).toBe(`${secretValue}1`);
    expect((await run(['show', 'key_1'])).stdout).toBe(`${secretValue}1`);
    expect((await run(['show', 'a\\u{202e}b'])).stdout).toBe(`${secretValue}3`);
    await keep(keychain, { id: 'key_4', name: 'ci' }, `${secretValue}4`);
    const { code, stderr, stdout } = await run(['show', 'ci']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe('Several secrets are named "ci". Say which by its ID: "key_1", "key_4".\n');
  });

  test('of an unknown id says where to look', async () => {
    const { run } = secretsHome();
    const { code, stderr, stdout } = await run(['show', 'key_\u001b1']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toBe(
      'No secret of "key_\\\\u{1b}1" is known. To see those that are: npx openai-admin-mcp secrets list\n',
    );
  });

  test('cannot ask a command', async () => {
    const { run, keep } = secretsHome();
    await keep(vault, { id: 'key_1' }, secretValue);
    const { code, stderr, stdout } = await run(['show', 'key_1']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('handed to the command vault, which this program cannot ask for it');
  });

  test.each<[string, (path: string) => void, string]>([
    ['gone', (path) => rmSync(path), 'is not there any more. Put it back, or make a new secret.'],
    ['altered', (path) => writeFileSync(path, 'sk-CANARY-other'), 'is not the secret that was stored'],
    ['a link now', (path) => link(path), 'is a symbolic link now and is not followed'],
    [
      'too large',
      (path) => writeFileSync(path, 'CANARY'.repeat(20_000)),
      'is not an ordinary file of at most 64 kB',
    ],
  ])('says that the file is %s', async (_, change, message) => {
    const { run, keep, folder } = secretsHome();
    await keep({ kind: 'file', folder }, { id: 'key_1' }, secretValue);
    change(join(folder, 'key_1.secret'));
    const { code, stderr, stdout } = await run(['show', 'key_1']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('CANARY');
  });

  function link(path: string): void {
    writeFileSync(`${path}.away`, readFileSync(path));
    rmSync(path);
    symlinkSync(`${path}.away`, path);
  }

  test('says what to do about the keychain', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    home.keychain.failure = new CredentialError('keychain_locked', 'Locked: unlock it.');
    expect(await home.run(['show', 'key_1'])).toEqual({
      code: 3,
      stdout: '',
      stderr: 'Locked: unlock it.\n',
    });
    home.keychain.failure = new CredentialError('keychain_timeout', 'No answer.');
    expect(await home.run(['show', 'key_1'])).toMatchObject({ code: 6 });
    home.keychain.failure = undefined;
    home.keychain.items.clear();
    expect((await home.run(['show', 'key_1'])).stderr).toContain('not in the keychain any more');
    expect(home.keychain.calls.at(-1)).toBe('close');
  });

  test('finds what was stored in the moment of a crash', async () => {
    const home = secretsHome();
    const keeper = home.keeperFor(keychain);
    const minting = await keeper.begin({ tool: 'create_key', profile: 'default', what: 'x' });
    writeFileSync(home.state.file('secrets.json'), '{');
    await minting.keep({ id: 'key_1' }, secretValue);
    rmSync(home.state.file('secrets.json'));
    expect((await home.run(['show', 'key_1'])).stdout).toBe(secretValue);
    expect((await home.run(['forget', 'key_1', '--yes'])).code).toBe(0);
    expect(journalEntries(home.state)).toEqual([]);
  });
});

describe('copy-to', () => {
  test('adds a place, and show takes whichever has it', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    const { code, stdout } = await home.run(['copy-to', 'key_1', 'file:secrets']);
    expect(code).toBe(0);
    const path = join(home.folder, 'key_1.secret');
    expect(stdout).toBe(
      `Copied the secret of "key_1" (fingerprint ${secretFingerprint}) to the file ${path}.\n`,
    );
    expect(readFileSync(path, 'utf8')).toBe(secretValue);
    await home.run(['copy-to', 'key_1', 'file:secrets']);
    expect(readStoredSecrets(home.state)[0]?.places).toEqual([{ kind: 'keychain' }, { kind: 'file', path }]);
    home.keychain.items.clear();
    expect((await home.run(['show', 'key_1'])).stdout).toBe(secretValue);
    await home.run(['copy-to', 'key_1', 'keychain']);
    expect(home.keychain.items.get('default/secret/key_1')).toBe(secretValue);
  });

  test('takes a command of the configuration file', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    const program = script(home.home, 'store', `cat > "${home.home}/given-$SECRET_ID"`);
    home.configure(`secret_commands: { vault: [${program}] }`);
    expect((await home.run(['copy-to', 'key_1', 'command:vault'])).code).toBe(0);
    expect(readFileSync(join(home.home, 'given-key_1'), 'utf8')).toBe(secretValue);
    const unknown = await home.run(['copy-to', 'key_1', 'command:vualt']);
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('Known: vault.') });
  });

  test.each(['reveal', 'nowhere', 'file:~/x', 'command:vault'])('refuses %s', async (place) => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    const { code, stdout, stderr } = await home.run(['copy-to', 'key_1', place]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/is no place to copy|"~" is written out|there is no command vault/);
  });

  test('a place that cannot be used leaves all as it was', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    chmodSync(home.home, 0o777);
    const { code, stderr } = await home.run(['copy-to', 'key_1', 'file:.']);
    expect(code).toBe(3);
    expect(stderr).toContain('chmod 700');
    expect(readStoredSecrets(home.state)[0]?.places).toEqual([keychain]);
    expect(readdirSync(home.home)).toEqual(['.local']);
  });
});

describe('forget', () => {
  test('empties keychain and list, and names what stays', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    await home.run(['copy-to', 'key_1', 'file:secrets']);
    const path = join(home.folder, 'key_1.secret');
    expect(await home.run(['forget', 'key_1'])).toEqual({
      code: 0,
      stdout: `Forgot the secret of "key_1".\nIt is no longer in the keychain.\nThe file ${path} stays, if it is there; delete it when nothing needs it.\n`,
      stderr: '',
    });
    expect(home.keychain.items.size).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(readStoredSecrets(home.state)).toEqual([]);
    expect((await home.run(['forget', 'key_1'])).code).toBe(2);
  });

  test.each<[string, Destination, number]>([
    ['keychain alone', keychain, 4],
    ['a command', vault, 0],
  ])('of a secret in %s, without a terminal', async (_, destination, code) => {
    const home = secretsHome();
    await home.keep(destination, { id: 'key_1' }, secretValue);
    const ran = await home.run(['forget', 'key_1']);
    expect(ran.code).toBe(code);
    if (code === 0) return;
    expect(ran.stderr).toMatch(/has the only copy .*Nothing was forgotten\. Run this in a terminal/);
    expect(home.keychain.items.size).toBe(1);
    expect(readStoredSecrets(home.state)).toHaveLength(1);
    expect((await home.run(['forget', 'key_1', '--yes'])).code).toBe(0);
    expect(home.keychain.items.size).toBe(0);
  });

  test.each(['deleted', 'altered'])('a file that was %s is no second copy', async (what) => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    await home.run(['copy-to', 'key_1', 'file:secrets']);
    const path = join(home.folder, 'key_1.secret');
    if (what === 'deleted') rmSync(path);
    else writeFileSync(path, 'something else');
    expect((await home.run(['forget', 'key_1'])).code).toBe(4);
  });

  test.each([
    ['key_1', 0],
    ['key_2', 4],
    ['', 4],
    ['yes', 4],
  ])('asked in a terminal, %j ends with %i', async (typed, code) => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1', name: 'ci' }, secretValue);
    const ran = await home.run(['forget', 'ci'], true, `${typed}\n`);
    expect([ran.code, ran.stderr]).toEqual([
      code,
      expect.stringContaining('Type "key_1" without the quotes'),
    ]);
    expect(home.keychain.items.size).toBe(code === 0 ? 0 : 1);
  });

  test('while the keychain is out of reach forgets nothing', async () => {
    const home = secretsHome();
    await home.keep(keychain, { id: 'key_1' }, secretValue);
    home.keychain.failure = keychainError({ stage: 'run', message: 'locked' }, 'linux');
    const { code, stderr } = await home.run(['forget', 'key_1']);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^The keychain is locked.*then do this again\. Nothing was forgotten\.\n$/);
    expect(readStoredSecrets(home.state)).toHaveLength(1);
  });

  test('ends an unfinished entry by its name, with all that it left', async () => {
    const home = secretsHome();
    const keeper = home.keeperFor({ kind: 'file', folder: home.folder });
    await keeper.begin({ tool: 'create_key', profile: 'default', what: 'x' });
    const [left] = journalEntries(home.state);
    expect(readdirSync(home.folder)).toHaveLength(1);
    const done = await home.run(['forget', left?.entry ?? '']);
    expect(done).toMatchObject({ code: 0, stdout: `Forgot ${left?.entry}, create_key.\n` });
    expect(journalEntries(home.state)).toEqual([]);
    expect(readdirSync(home.folder)).toEqual([]);
    expect(await home.run(['forget', 'minting-00'])).toMatchObject({ code: 2 });
  });
});

test.each([[['show']], [['copy-to', 'key_1']], [['nothing']], [['show', 'sk-admin-CANARY0123456789']]])(
  'wrong usage %j is exit code 2, and repeats no key',
  async (words) => {
    const { code, stdout, stderr } = await secretsHome().run(words);
    expect(code).toBe(2);
    // Between a command and the terminal stands the filter at the program's way out.
    expect(redact(stdout + stderr)).not.toContain('CANARY');
  },
);
