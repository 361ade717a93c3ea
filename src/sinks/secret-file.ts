/** Owns single files with a secret in them: their names, and reading one without following a planted link. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';

/** Far above any secret of the API. */
const LARGEST_BYTES = 65_536;

/** An id is other people's text: one that cannot be a file name as it stands is told by its hash. */
export function secretFileName(id: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(id)) return `${id}.secret`;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `id-${createHash('sha256').update(id).digest('hex').slice(0, 32)}.secret`;
}

/** @throws what the file system throws (ELOOP for a link), or EINVAL for anything but an ordinary, small file */
export function readSecretFile(path: string): string {
  // Without O_NONBLOCK, opening a named pipe would wait for a writer.
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);
  const descriptor = openSync(path, flags);
  try {
    const file = fstatSync(descriptor);
    if (file.isFile() && file.size <= LARGEST_BYTES) return readFileSync(descriptor, 'utf8');
    throw Object.assign(new Error('not an ordinary, small file'), { code: 'EINVAL' });
  } finally {
    closeSync(descriptor);
  }
}
