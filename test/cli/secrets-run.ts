/** Owns running a secrets command in this process, in a home with secrets kept in every kind of place. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { CommanderError } from 'commander';
import { secretsCommand } from '../../src/cli/secrets.ts';
import type { SecretsEdge } from '../../src/cli/secrets-edge.ts';
import { configurationPath } from '../../src/configuration/configuration-path.ts';
import type { Destination } from '../../src/sinks/destination.ts';
import { createSecretKeeper, type Receipt } from '../../src/sinks/secret-keeper.ts';
import type { SecretLabel } from '../../src/sinks/sink.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { stateIn, temporaryFolder, uid } from '../sinks/sink-setting.ts';

export type SecretsRun = { code: number; stdout: string; stderr: string; failure?: string };

const started = Date.parse('2026-11-22T12:00:00Z');

export function secretsHome(replaced: Partial<SecretsEdge> = {}) {
  const home = temporaryFolder();
  const keychain = memoryKeychain();
  const edge = {
    env: { PATH: process.env.PATH },
    platform: process.platform,
    homeDirectory: home,
    uid,
    workingFolder: home,
    now: () => started,
    state: stateIn(home),
    openKeychain: () => keychain,
    profile: undefined,
    ...replaced,
  };

  /** Keeps a secret as a server would. */
  async function keep(
    destination: Destination,
    label: SecretLabel,
    value: string,
    profile = 'default',
  ): Promise<Receipt> {
    const keeper = createSecretKeeper({ ...edge, destination });
    const minting = await keeper.begin({ tool: 'create_key', profile, what: `id ${label.id}` });
    return minting.keep(label, value);
  }

  async function run(words: string[], isTTY = false): Promise<SecretsRun> {
    const done: SecretsRun = { code: -1, stdout: '', stderr: '' };
    const collect = (name: 'stdout' | 'stderr') => {
      const stream = new PassThrough({ encoding: 'utf8' });
      stream.on('data', (text: string) => {
        done[name] += text;
      });
      return Object.assign(stream, { isTTY });
    };
    const command = secretsCommand({
      ...edge,
      stdout: collect('stdout'),
      stderr: collect('stderr'),
      setExitCode: (code) => {
        done.code = code;
      },
    });
    try {
      await command.parseAsync(words, { from: 'user' });
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // What the program turns into a message and exit code 2.
      done.code = error instanceof CommanderError && error.exitCode === 0 ? 0 : 2;
      done.failure = `${error.name}: ${error.message}`;
    }
    return done;
  }

  function configure(text: string): void {
    const path = configurationPath(edge);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
  }

  return { home, keychain, edge, state: edge.state, keep, run, configure, folder: join(home, 'secrets') };
}
