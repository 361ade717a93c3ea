/** The list of the new secrets that were kept, secrets.json in the state folder: everything but their values. */
import { describeFileError } from '../files/describe-file-error.ts';
import { LockBusy } from '../files/file-lock.ts';
import { UnsafePlace } from '../files/private-file.ts';
import { codeOf } from '../model/error-code.ts';
import { ownCommand } from '../model/own-command.ts';
import type { StateFolder } from '../state/state-folder.ts';
import type { KeptIn, SecretLabel } from './sink.ts';
import { SinkError } from './sink-error.ts';

export type StoredSecret = SecretLabel & {
  /** The tool that made it. */
  tool: string;
  profile: string;
  /** First 8 hex digits of the value's SHA-256. */
  fingerprint: string;
  /** ISO 8601. */
  storedAt: string;
  /** More than one after a copy; all hold the same value. */
  places: KeptIn[];
};

const FILE = 'secrets.json';

/** @throws SinkError when there is a list that cannot be read */
export function readStoredSecrets(state: Pick<StateFolder, 'path' | 'read'>): StoredSecret[] {
  const unreadable = (error?: unknown) =>
    new SinkError(
      `The list of stored secrets, ${FILE} in ${state.path}, cannot be read. Move it away, then do this again; what it lists stays where it is.`,
      error,
    );
  try {
    const text = state.read(FILE);
    if (text === undefined) return [];
    const list = JSON.parse(text) as { version?: unknown; secrets?: unknown } | null;
    if (list?.version !== 1 || !Array.isArray(list.secrets)) throw unreadable();
    return list.secrets as StoredSecret[];
  } catch (error) {
    if (error instanceof SinkError) throw error;
    const why = describeFileError(error, state.path);
    if (why === undefined) throw unreadable(error);
    throw new SinkError(`The list of stored secrets cannot be read: ${why}`, error);
  }
}

/** Puts the secret in, in the place of an older one of the same id and profile. @throws SinkError */
export function rememberStored(state: StateFolder, secret: StoredSecret): Promise<void> {
  return change(state, (list) => [...without(list, secret), secret]);
}

/** @throws SinkError */
export function forgetStored(
  state: StateFolder,
  secret: Pick<StoredSecret, 'id' | 'profile'>,
): Promise<void> {
  return change(state, (list) => without(list, secret));
}

/** The command that shows a secret; none where nothing can be asked for it, or for an id that is unfit for a shell. */
export function showCommand({ id, profile, places }: StoredSecret): string | undefined {
  if (places.every((place) => place.kind === 'command') || !/^[A-Za-z0-9_-]+$/.test(id)) return undefined;
  return ownCommand(`secrets show ${id}${profile === 'default' ? '' : ` --profile ${profile}`}`);
}

function without(
  list: StoredSecret[],
  { id, profile }: Pick<StoredSecret, 'id' | 'profile'>,
): StoredSecret[] {
  return list.filter((entry) => entry.id !== id || entry.profile !== profile);
}

async function change(state: StateFolder, next: (list: StoredSecret[]) => StoredSecret[]): Promise<void> {
  try {
    await state.locked(() => {
      const secrets = next(readStoredSecrets(state));
      state.write(FILE, `${JSON.stringify({ version: 1, secrets }, undefined, 2)}\n`);
    });
  } catch (error) {
    if (error instanceof SinkError) throw error;
    const isTold = error instanceof LockBusy || error instanceof UnsafePlace;
    const why = isTold ? error.message : (codeOf(error) ?? 'unknown error');
    throw new SinkError(
      `The list of stored secrets, ${FILE} in ${state.path}, cannot be written (${why}). Make that folder writable for you and free some space, or end the process that holds it, then do this again.`,
      error,
    );
  }
}
