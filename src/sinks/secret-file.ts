/** Single files with a secret in them: their names, and reading one without following a planted link. */
import { type Distrust, readTrustedFile } from '../files/trusted-file.ts';

/** Far above any secret of the API. */
const MAX_BYTES = 65_536;

/** An id is other people's text: one that cannot be a file name as it stands is told by its hash. */
export function secretFileName(id: string): string {
  if (/^[A-Za-z0-9_-]{1,100}$/.test(id)) return `${id}.secret`;
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `id-${createHash('sha256').update(id).digest('hex').slice(0, 32)}.secret`;
}

/** The secret, or why it is not read. Who may have altered it is not asked: its fingerprint tells. */
export function readSecretFile(path: string): { value: string } | Distrust {
  const read = readTrustedFile(path, { uid: undefined, refuseLink: true, maxBytes: MAX_BYTES });
  return 'content' in read ? { value: read.content.toString('utf8') } : read;
}
