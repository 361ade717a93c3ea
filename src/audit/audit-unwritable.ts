/** Owns telling that the audit trail cannot be written: why, and the way out. */

/** Nothing may be sent while this is so. */
export class AuditUnwritable extends Error {
  override readonly name = 'AuditUnwritable';
}

/** @param folder the state folder, @param error what stood in the way */
export function auditUnwritable(folder: string, error: unknown): AuditUnwritable {
  const { name, message, code, path, owner } = error as Partial<NodeJS.ErrnoException & { owner: number }>;
  const tell = (why: string) =>
    new AuditUnwritable(`The audit trail cannot be written: ${why}`, { cause: error });
  if (name === 'UnsafePlace') return tell(message ?? '');
  if (name === 'LockBusy') {
    const who = owner === undefined ? 'another process' : `process ${owner}`;
    return tell(`${who} has held its lock for long. Wait for it or end it; if it is gone, delete ${path}.`);
  }
  return tell(WAYS_OUT[code ?? '']?.(path ?? folder) ?? `${message} (in ${folder}).`);
}

const WAYS_OUT: Record<string, (path: string) => string> = {
  ENOSPC: () => 'the disk is full. Free some space.',
  EDQUOT: () => 'your share of the disk is used up. Free some space.',
  EFBIG: (path) => `${path} may not grow (ulimit -f). Raise the limit.`,
  EROFS: (path) => `${path} is on a read-only disk. Make it writable.`,
  EACCES: (path) => `${path} may not be written by you. Give yourself the right with chmod or chown.`,
  EPERM: (path) => `${path} may not be changed by you. Give yourself the right with chmod or chown.`,
  ENOTDIR: (path) => `a file stands where a folder belongs, in ${path}. Move it away.`,
  EEXIST: (path) => `a file stands where a folder belongs, ${path}. Move it away.`,
  EISDIR: (path) => `a folder stands where a file belongs, ${path}. Move it away.`,
};
