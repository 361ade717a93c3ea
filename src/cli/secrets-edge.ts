/** Owns what the secrets commands need from the process they run in, and how their failures become exit codes. */
import type { CredentialError } from '../credentials/credential-error.ts';
import type { Keychain } from '../credentials/keychain.ts';
import { SinkError } from '../sinks/sink-error.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { EXIT } from './edge.ts';

export type SecretsEdge = {
  env: Readonly<Record<string, string | undefined>>;
  platform: NodeJS.Platform;
  homeDirectory: string;
  uid: number | undefined;
  /** Where relative paths begin. */
  workingFolder: string;
  /** Milliseconds since 1970. */
  now(): number;
  stdout: NodeJS.WritableStream & { isTTY?: boolean };
  stderr: NodeJS.WritableStream;
  state: StateFolder;
  openKeychain: () => Keychain;
  /** The profile of the environment's twin of --profile. */
  profile: string | undefined;
  setExitCode: (code: number) => void;
};

/** A command that was asked for something that is not there, or could be either of two. */
export class WrongRequest extends Error {}

/** Runs a command with the keychain closed behind it, and turns its failure into text and exit code. */
export async function runSecretsCommand(
  edge: SecretsEdge,
  command: (edge: SecretsEdge) => Promise<void>,
): Promise<void> {
  let keychain: Keychain | undefined;
  const openKeychain = () => {
    keychain ??= edge.openKeychain();
    return keychain;
  };
  try {
    await command({ ...edge, openKeychain });
    edge.setExitCode(EXIT.ok);
  } catch (error) {
    if (!(error instanceof SinkError || error instanceof WrongRequest)) throw error;
    edge.stderr.write(`${error.message}\n`);
    edge.setExitCode(exitCode(error));
  } finally {
    keychain?.close();
  }
}

function exitCode(error: SinkError | WrongRequest): number {
  if (error instanceof WrongRequest) return EXIT.usage;
  const isLate = (error.cause as Partial<CredentialError> | undefined)?.kind === 'keychain_timeout';
  return isLate ? EXIT.timedOut : EXIT.noCredential;
}
