/** Every way in which a sink can fail, with secrets of several shapes: none of them comes out anywhere. */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { keychainError } from '../../src/credentials/keychain-errors.ts';
import type { Destination } from '../../src/sinks/destination.ts';
import { createSecretKeeper } from '../../src/sinks/secret-keeper.ts';
import type { StateFolder } from '../../src/state/state-folder.ts';
import { type MemoryKeychain, memoryKeychain } from '../credentials/memory-keychain.ts';
import { RUNTIME } from '../runtime.ts';
import { hostOf, script, stateIn, temporaryFolder } from './sink-setting.ts';

const canary = 'CANARY';
const shapes = {
  'an admin key': 'sk-admin-CANARY0123456789CANARYabcdef',
  'a key of a service account': 'sk-svcacct-CANARY0123456789CANARYabcdef',
  'a webhook secret': 'whsec_CANARY0123456789CANARY==',
  'line breaks': 'CANARY\nCANARY\r\nCANARY',
  'quotes and dollars': `CANARY"'\`$(CANARY) CANARY`,
  'what UTF-8 cannot hold': 'CANARY\ud800CANARY',
  '100,000 characters': canary.repeat(20_000),
};

type Setting = { folder: string; state: StateFolder; keychain: MemoryKeychain };
type Failure = { destination: (setting: Setting) => Destination; break: (setting: Setting) => void };

const file = ({ folder }: Setting): Destination => ({ kind: 'file', folder: join(folder, 'secrets') });
const target = ({ folder }: Setting) => join(folder, 'secrets', 'key_abc.secret');
const keychain = (): Destination => ({ kind: 'keychain' });
const command =
  (lines: string, timeoutSeconds = 60) =>
  ({ folder }: Setting): Destination => {
    const run = [script(folder, 'store', lines)];
    return { kind: 'command', name: 'vault', command: { run, timeoutSeconds } };
  };
const nothing = () => {};

const failures: Record<string, Failure> = {
  'link in place of the file': {
    destination: file,
    break: (setting) => symlinkSync('/dev/null', target(setting)),
  },
  'folder in place of the file': { destination: file, break: (setting) => mkdirSync(target(setting)) },
  'folder gone': {
    destination: file,
    break: ({ folder }) => rmSync(join(folder, 'secrets'), { recursive: true }),
  },
  'keychain locked': {
    destination: keychain,
    break: (setting) => {
      setting.keychain.failure = keychainError({ stage: 'run', message: 'locked' }, 'linux');
    },
  },
  'keychain that quotes what it was given': {
    destination: keychain,
    break: ({ keychain }) => {
      keychain.set = async (_, value) => {
        throw keychainError({ stage: 'run', message: `denied: ${value.replace(canary, 'sk-')}` }, 'linux');
      };
      keychain.delete = async () => false;
    },
  },
  'keychain that forgets': {
    destination: keychain,
    break: ({ keychain }) => {
      keychain.get = async () => undefined;
    },
  },
  'command that prints it and fails': { destination: command('cat; cat >&2; exit 1'), break: nothing },
  'command that does not read it': { destination: command('exit 0'), break: nothing },
  'command that hangs': { destination: command('cat; sleep 60', 1), break: nothing },
  'command that is killed': { destination: command('kill -KILL $$'), break: nothing },
  'command that is gone': {
    destination: command('cat'),
    break: ({ folder }) => rmSync(join(folder, 'store')),
  },
};

/** Everything that an error shows, its cause and hidden properties included. */
const shown = (error: unknown): string =>
  inspect(error, { depth: 9, showHidden: true }) + (error instanceof Error ? `${error.stack}${error}` : '');

function allTexts(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe.each(Object.entries(failures))('%s', (name, failure) => {
  // A keychain's own text is cut at what looks like a key; this one quotes keys alone.
  const quotesKeys = name === 'keychain that quotes what it was given';
  const cases = Object.entries(shapes).filter(([, value]) => !quotesKeys || value.startsWith('sk-'));

  test.each(cases)('with %s', async (_, value) => {
    const folder = temporaryFolder();
    const setting: Setting = { folder, state: stateIn(folder), keychain: memoryKeychain() };
    const keeper = createSecretKeeper({
      destination: failure.destination(setting),
      state: setting.state,
      host: hostOf(folder),
      openKeychain: () => setting.keychain,
      runtime: RUNTIME,
    });
    const minting = await keeper.begin({ tool: 'create_key', profile: 'default', what: 'a key' });
    failure.break(setting);
    const error: unknown = await minting.keep({ id: 'key_abc' }, value).then(
      () => 'kept',
      (thrown: unknown) => thrown,
    );
    expect(error).toMatchObject({ name: 'SinkError' });
    expect(shown(error)).not.toContain(canary);
    expect(allTexts(folder)).not.toContain(canary);
    minting.end();
    expect(allTexts(folder)).not.toContain(canary);
    expect([...setting.keychain.items.values()].join()).not.toContain(canary);
  });
});

test('the texts of files are looked at', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'below'));
  writeFileSync(join(folder, 'below', 'x'), canary);
  expect(allTexts(folder)).toContain(canary);
});
