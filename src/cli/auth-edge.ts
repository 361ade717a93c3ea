// Owns what the auth commands need from the process they run in, and how their failures become exit codes.
import { CredentialError, type CredentialErrorKind } from '../credentials/credential-error.ts';
import { indexPath } from '../credentials/index-location.ts';
import type { KeyClass } from '../credentials/key-shape.ts';
import type { Keychain } from '../credentials/keychain.ts';
import type { Variables } from '../credentials/named-keys.ts';
import { checkProfileName } from '../credentials/names.ts';
import type { Secret } from '../credentials/secret.ts';
import type { KeyStore } from '../credentials/store-key.ts';
import { showInvisible } from '../text/clean.ts';

export type ProbeResult =
  | {
      ok: true;
      /** One line about what the key can do. */
      can: string;
      organizationName?: string;
      /** When the key expires, if OpenAI told. */
      expiresAt?: Date;
    }
  | { ok: false; reason: string; timedOut?: boolean };

export type AuthEdge = {
  env: Variables;
  platform: NodeJS.Platform;
  homeDirectory: string;
  uid: number | undefined;
  now: Date;
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  stdout: NodeJS.WritableStream;
  stderr: NodeJS.WritableStream;
  openKeychain: () => Keychain;
  /** Asks OpenAI what a key can do. */
  probe: (secret: Secret, keyClass: KeyClass, organization?: string) => Promise<ProbeResult>;
  setExitCode: (code: number) => void;
};

/** An end of a command that is not about a credential as such. */
export class AuthFailure extends Error {
  readonly exitCode: number;

  constructor(exitCode: number, message: string) {
    super(message);
    this.exitCode = exitCode;
  }
}

const exitCodes: Partial<Record<CredentialErrorKind, number>> = {
  bad_profile_name: 2,
  bad_project_id: 2,
  keychain_timeout: 6,
};
const noUsableCredential = 3;

/** Runs a command with the keychain opened and closed around it, and turns its failure into text and exit code. */
export async function runAuthCommand(
  edge: AuthEdge,
  command: (store: KeyStore) => Promise<number>,
): Promise<void> {
  let keychain: Keychain | undefined;
  const lazily = (): Keychain => {
    keychain ??= edge.openKeychain();
    return keychain;
  };
  const store: KeyStore = {
    get keychain() {
      return lazily();
    },
    path: indexPath(edge),
    uid: edge.uid,
  };
  try {
    edge.setExitCode(await command(store));
  } catch (error) {
    if (!(error instanceof CredentialError || error instanceof AuthFailure)) throw error;
    edge.stderr.write(`${showInvisible(error.message)}\n`);
    edge.setExitCode(
      error instanceof AuthFailure ? error.exitCode : (exitCodes[error.kind] ?? noUsableCredential),
    );
  } finally {
    keychain?.close();
  }
}

/** The profile asked for by flag or by its environment twin, or undefined. */
export function chosenProfile(edge: AuthEdge, flag: string | undefined): string | undefined {
  const name = flag ?? (edge.env.OPENAI_ADMIN_MCP_PROFILE || undefined);
  return name === undefined ? undefined : checkProfileName(name);
}
