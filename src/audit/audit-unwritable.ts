/** Telling that the audit trail cannot be written: why, and the way out. */
import { describeFileError } from '../files/describe-file-error.ts';

/** Nothing may be sent while this is so. */
export class AuditUnwritable extends Error {
  override readonly name = 'AuditUnwritable';
}

/** @param folder the state folder, @param error what stood in the way */
export function auditUnwritable(folder: string, error: unknown): AuditUnwritable {
  const why = describeFileError(error, folder) ?? `${(error as Partial<Error>).message} (in ${folder}).`;
  return new AuditUnwritable(`The audit trail cannot be written: ${why}`, { cause: error });
}
