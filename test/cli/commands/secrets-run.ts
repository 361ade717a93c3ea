/** Running a secrets command in this process, in a home with secrets kept in every kind of place. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { runProgram } from '../../../src/cli/program.ts';
import { openState } from '../../../src/compose/open-state.ts';
import { configurationPath } from '../../../src/configuration/configured-commands.ts';
import type { Keychain } from '../../../src/credentials/keychain.ts';
import type { Environment } from '../../../src/host/host.ts';
import type { Destination } from '../../../src/sinks/destination.ts';
import { createSecretKeeper, type Receipt } from '../../../src/sinks/secret-keeper.ts';
import type { SecretLabel } from '../../../src/sinks/sink.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { RUNTIME } from '../../runtime.ts';
import { hostOf, temporaryFolder } from '../../sinks/sink-setting.ts';
import { NOW, processContext, type Ran } from '../process-context.ts';

type Replaced = { environment?: Environment; openKeychain?: () => Keychain };

export function secretsHome(replaced: Replaced = {}) {
  const home = temporaryFolder();
  const keychain = memoryKeychain();
  const host = { ...hostOf(home), environment: { PATH: process.env.PATH, ...replaced.environment } };
  const openKeychain = replaced.openKeychain ?? (() => keychain);
  const state = openState(host, RUNTIME);

  /** As a server with this destination would. */
  const keeperFor = (destination: Destination) =>
    createSecretKeeper({
      host,
      state,
      openKeychain,
      runtime: { ...RUNTIME, now: () => NOW.getTime() },
      destination,
    });

  async function keep(
    destination: Destination,
    label: SecretLabel,
    value: string,
    profile = 'default',
  ): Promise<Receipt> {
    const minting = await keeperFor(destination).begin({
      tool: 'create_key',
      profile,
      what: `id ${label.id}`,
    });
    return minting.keep(label, value);
  }

  /** @param typed at the terminal, if there is one */
  async function run(words: string[], isTTY = false, typed = ''): Promise<Ran> {
    const { context, ran } = processContext(['secrets', ...words], {
      host,
      openKeychain,
      stdin: Object.assign(new PassThrough().end(typed), { isTTY }),
      isTTY: { stdout: isTTY, stderr: isTTY },
      unfiltered: true,
    });
    await runProgram(context);
    await new Promise(setImmediate);
    return ran;
  }

  function configure(text: string): void {
    const path = configurationPath(host);
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, text, { mode: 0o600 });
  }

  return { home, keychain, state, keeperFor, keep, run, configure, folder: join(home, 'secrets') };
}
