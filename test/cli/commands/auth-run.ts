/** Running an auth command in this process, and what came of it. */
import { PassThrough } from 'node:stream';
import type { Probe } from '../../../src/cli/commands/probe-key.ts';
import { runProgram } from '../../../src/cli/program.ts';
import type { Keychain } from '../../../src/credentials/keychain.ts';
import type { Environment } from '../../../src/host/host.ts';
import { processContext, type Ran } from '../process-context.ts';

export type AuthSetting = {
  homeDirectory: string;
  environment?: Environment;
  /** Text on standard input, or the terminal in its place. */
  input?: string | PassThrough;
  keychain?: Keychain;
  openKeychain?: () => Keychain;
  probe?: Probe;
};

const acceptAll: Probe = async () => ({ ok: true, can: 'It can read the organization.' });

export async function runAuth(setting: AuthSetting, ...words: string[]): Promise<Ran> {
  const { homeDirectory, environment = {}, input = '', keychain, probe = acceptAll } = setting;
  const openKeychain = keychain ? () => keychain : setting.openKeychain;
  const { context, ran } = processContext(['auth', ...words], {
    host: { homeDirectory, environment },
    stdin: typeof input === 'string' ? new PassThrough().end(input) : input,
    ...(openKeychain && { openKeychain }),
  });
  await runProgram(context, probe);
  await new Promise(setImmediate);
  return ran;
}
