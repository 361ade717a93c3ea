/** Why the shared folder, or a file in it, cannot be used, and the way out, in words. */
import { LockBusy } from './file-lock.ts';
import { UnsafePlace } from './private-file.ts';

/** @returns undefined for an error that says nothing of files. @param folder where it happened, for errors without a path */
export function describeFileError(error: unknown, folder: string): string | undefined {
  if (error instanceof UnsafePlace) return error.message;
  if (error instanceof LockBusy) {
    const { owner, path } = error;
    const who = owner === undefined ? 'another process' : `process ${owner}`;
    return `${who} has held its lock for long. Wait for it or end it; if it is gone, delete ${path}.`;
  }
  const { code, path } = error as NodeJS.ErrnoException;
  return WAYS_OUT[code ?? '']?.(path ?? folder);
}

const RIGHTS =
  'Give yourself the right with chmod or chown; on Linux, XDG_STATE_HOME can name another folder.';

const WAYS_OUT: Record<string, (path: string) => string> = {
  ENOSPC: () => 'the disk is full. Free some space.',
  EDQUOT: () => 'your share of the disk is used up. Free some space.',
  EFBIG: (path) => `${path} may not grow (ulimit -f). Raise the limit.`,
  EROFS: (path) =>
    `${path} is on a read-only disk. Make it writable; on Linux, XDG_STATE_HOME can name another folder.`,
  EACCES: (path) => `you may not read or write ${path}. ${RIGHTS}`,
  EPERM: (path) => `you may not change ${path}. ${RIGHTS}`,
  ENOTDIR: (path) => `a file stands where a folder belongs, in ${path}. Move it away.`,
  EEXIST: (path) => `a file stands where a folder belongs, ${path}. Move it away.`,
  EISDIR: (path) => `a folder stands where a file belongs, ${path}. Move it away.`,
};
