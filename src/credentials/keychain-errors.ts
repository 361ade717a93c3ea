/** The translation of what the native binding says, which is text alone, into one CredentialError per cause. */

import { ownCommand } from '../model/own-command.ts';
import { plainAscii } from '../text/clean.ts';
import { CredentialError, type CredentialErrorKind } from './credential-error.ts';

export type KeychainFailure = { stage: 'load' | 'open' | 'run' | 'process' | 'deadline'; message: string };

/** The end of every message here; who keeps other things than keys in the keychain puts another in its place. */
export const KEYS_WITHOUT_KEYCHAIN =
  'Or do without the keychain: set OPENAI_ADMIN_KEY in the "env" block of the client\'s configuration, or give a file that only you can read with --key-file PATH.';

/**
 * Every error of the binding has the code GenericFailure, so the texts are what there is to go by. They were
 * read off the binding (Linux) and off the messages of the systems' own security libraries (macOS, Windows).
 */
const causes: readonly { pattern: RegExp; kind: CredentialErrorKind }[] = [
  { pattern: /did not receive a reply|timed out/i, kind: 'keychain_timeout' },
  { pattern: /locked|dismissed/i, kind: 'keychain_locked' },
  {
    pattern: /cancell?ed|denied|not allowed|not correct|authorization|no access for this item|entitlement/i,
    kind: 'keychain_denied',
  },
  {
    pattern: /dbus error|no keychain is available|could not be found|logon session/i,
    kind: 'no_keychain_service',
  },
];

/** @param platform decides which program the way out names */
export function keychainError(failure: KeychainFailure, platform: NodeJS.Platform): CredentialError {
  const kind = kindOf(failure);
  const cause = new Error(withoutKeys(failure.message));
  return new CredentialError(
    kind,
    `${describe(kind, platform, cause.message)} ${KEYS_WITHOUT_KEYCHAIN}`,
    cause,
  );
}

function kindOf({ stage, message }: KeychainFailure): CredentialErrorKind {
  if (stage === 'load') return 'keychain_unavailable';
  if (stage === 'deadline') return 'keychain_timeout';
  if (stage === 'process') return 'keychain_failed';
  return causes.find(({ pattern }) => pattern.test(message))?.kind ?? 'keychain_failed';
}

function describe(kind: CredentialErrorKind, platform: NodeJS.Platform, detail: string): string {
  switch (kind) {
    case 'keychain_unavailable':
      return `The keychain part of this program (@napi-rs/keyring) could not be loaded (${detail}). Install again without leaving out optional packages: npm install openai-admin-mcp --include=optional`;
    case 'keychain_timeout':
      return `The keychain has not answered. It may be showing an unlock prompt, possibly behind another window: answer it, then do this again.`;
    case 'keychain_locked':
      return `The keychain is locked, or its unlock prompt was closed. ${unlock(platform)}, then do this again.`;
    case 'keychain_denied':
      return `The system refused access to the keychain item (${detail}). ${
        platform === 'darwin'
          ? 'Choose Allow when macOS asks, or correct the item openai-admin-mcp in Keychain Access'
          : 'Allow access when the system asks'
      }, then do this again.`;
    case 'no_keychain_service':
      return platform === 'linux'
        ? `There is no keychain to be reached here: no Secret Service answers on the session bus (${detail}). On a desktop, start GNOME Keyring, KWallet or KeePassXC with its Secret Service turned on; a container, WSL or a login over ssh usually has none.`
        : `There is no keychain to be reached here (${detail}). Sign in to the desktop session of the user who ran "${ownCommand('auth login')}".`;
    default:
      return `The keychain failed in a way this program does not know: ${detail}.`;
  }
}

function unlock(platform: NodeJS.Platform): string {
  if (platform === 'darwin')
    return 'Unlock it (security unlock-keychain in a terminal, or sign in at the desktop)';
  if (platform === 'win32') return 'Sign in to Windows at the desktop';
  return 'Unlock it (sign in at the desktop, or open Passwords and Keys, KWalletManager or KeePassXC)';
}

/** The binding has no reason to quote a key; this is for the day it does. */
function withoutKeys(message: string): string {
  return plainAscii(message.replace(/sk-\S+/g, '[key]'), ' ', 300);
}
