/** What a check for a lock-out has to work with. */
import type { Reader } from '../reading/reader.ts';

/**
 * Tells a key that this server uses by the form in which lists show it; undefined when that form says too little.
 * `projectId` is the project that the key belongs to, if it does.
 */
export type KeyInUse = (redacted: string, projectId?: string) => Promise<boolean | undefined>;

/** What a check works with: `ids` stand in the path, in order; `sent` is a field of the body, null where emptied. */
export type LockOutCase = {
  ids: string[];
  sent(field: string): unknown;
  reader: Reader;
  keyInUse: KeyInUse;
};
