/** The one error of this folder: why no key can be had, in words that end with what to do. */
import { ownCommand } from '../model/own-command.ts';

export type CredentialErrorKind =
  | 'no_key'
  | 'unknown_project'
  | 'unknown_profile'
  | 'bad_profile_name'
  | 'bad_project_id'
  | 'malformed_key'
  | 'wrong_key_class'
  | 'expired_key'
  | 'key_file_unreadable'
  | 'key_file_mode'
  | 'index_unreadable'
  | 'index_unwritable'
  | 'index_busy'
  | 'no_keychain_service'
  | 'keychain_locked'
  | 'keychain_denied'
  | 'keychain_timeout'
  | 'keychain_unavailable'
  | 'keychain_failed';

/** Why a key cannot be used. The message is complete for a person: what is wrong, then what to do. No secret in it. */
export class CredentialError extends Error {
  readonly kind: CredentialErrorKind;

  constructor(kind: CredentialErrorKind, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'CredentialError';
    this.kind = kind;
  }
}

/** The command that stores a key, as a person types it. */
export function loginCommand(profile: string, projectId?: string): string {
  const words = ['auth login'];
  if (profile !== 'default') words.push(`--profile ${profile}`);
  if (projectId !== undefined) words.push(`--project ${projectId}`);
  return ownCommand(words.join(' '));
}
