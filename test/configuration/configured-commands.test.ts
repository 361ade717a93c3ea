import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configurationPath, findCommand } from '../../src/configuration/configured-commands.ts';
import { homeFolder, hostIn } from '../credentials/home-folder.ts';

const uid = process.getuid?.();

/** A home with this configuration file in it. */
function home(text?: string, mode = 0o600) {
  const host = hostIn(homeFolder());
  const path = configurationPath(host);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  if (text !== undefined) writeFileSync(path, text);
  if (text !== undefined) chmodSync(path, mode);
  return { path, find: (name = 'vault') => findCommand('secret_commands', name, '--secrets', host) };
}

const VALID = 'secret_commands:\n  vault: [vault, kv, put, secret/openai, value=-]\n';

test('a command is a list, or an object with a time limit', () => {
  const run = ['vault', 'kv', 'put', 'secret/openai', 'value=-'];
  expect(home(VALID).find()).toEqual({ run, timeoutSeconds: 10 });
  const text =
    'secret_commands: { vault: { run: [/usr/bin/vault], timeout_seconds: 20 }, b: { run: [pass] } }';
  expect(home(text).find()).toEqual({ run: ['/usr/bin/vault'], timeoutSeconds: 20 });
  expect(home(text).find('b')).toEqual({ run: ['pass'], timeoutSeconds: 10 });
});

describe('mistakes are told with their place', () => {
  test.each([
    ['secret_command: {}', ':1:1 secret_command: unknown key; did you mean secret_commands?'],
    [
      'secret_commands:\n  vault: { run: [a], timeout: 5 }',
      ':2:22 timeout: unknown key; known here: run, timeout_seconds',
    ],
    ['secret_commands:\n  vault: { run: [a], timeout_seconds: 0 }', ':2:22 timeout_seconds:'],
    ['secret_commands:\n  vault: { run: [a, 5] }', ':2:21 1: write it in quotes'],
    ['secret_commands:\n  vault: [a, 5]', ':2:14 1: write it in quotes'],
    ['secret_commands:\n  vault: []', ':2:3 vault: write the program'],
    ['secret_commands:\n  vault: vault kv put', ':2:3 vault:'],
    ['secret_commands:\n  vault: [./vault]', ':2:11 0: write the program by its name or with its whole path'],
    ['secret_commands:\n  "a b": [x]', 'letters, digits'],
    ['secret_commands:\n  vault: [a\n', ':3:1'],
    ['secret_commands:\n  vault: [a]\n  vault: [b]', ':3:3'],
    ['[]', ':1:1'],
  ])('%j', (text, message) => {
    const { find, path } = home(text);
    expect(find).toThrow(expect.objectContaining({ name: 'SpecError' }));
    expect(find).toThrow(message.startsWith(':') ? `${path}${message}` : message);
  });
});

test.each([undefined, '', '# nothing yet\n', 'secret_commands: {}'])(
  'with %j it says how to write a command',
  (text) => {
    const { find } = home(text);
    expect(find).toThrow(expect.objectContaining({ name: 'SettingsError' }));
    expect(find).toThrow(/^--secrets: there is no command vault.*Write one, as in: secret_commands:/s);
  },
);

test('an unknown name is answered with those that are known', () => {
  const { find } = home('secret_commands: { vault: [a], other: [b] }');
  expect(() => find('vualt')).toThrow('Did you mean vault? Known: vault, other.');
  expect(() => find('constructor')).toThrow('Known: vault, other.');
});

describe('a file that others could have written is not read', () => {
  test.each([0o620, 0o602, 0o666])('mode %o', (mode) => {
    const { find, path } = home(VALID, mode);
    expect(find).toThrow(`can be written by other users. Check what it says, then run: chmod 600 "${path}"`);
  });

  test('a folder that others can write', () => {
    const { find, path } = home(VALID);
    chmodSync(dirname(path), 0o777);
    expect(find).toThrow('lies where other users can write');
  });

  test.runIf(uid === 0)('another owner', () => {
    const file = home(VALID);
    chownSync(file.path, 12_345, 12_345);
    expect(file.find).toThrow('belongs to another user');
    const folder = home(VALID);
    chownSync(dirname(folder.path), 12_345, 12_345);
    expect(folder.find).toThrow('belongs to another user');
  });

  test('no file at all', () => {
    const { path, find } = home();
    mkdirSync(path);
    expect(find).toThrow('is not an ordinary file');
  });
});
