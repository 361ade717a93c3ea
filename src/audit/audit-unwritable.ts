/** Telling that the audit trail cannot be written: why, and the way out. */
import { describeFileError } from '../files/describe-file-error.ts';

/** Nothing may be sent while this is so. */
export class AuditUnwritable extends Error {
  override readonly name = 'AuditUnwritable';
}

/** The line is in the trail here, and not where else it has to be. */
export class AuditNotHandedOn extends AuditUnwritable {}

/** @param fault why, beginning with who, and what to do */
export function auditNotHandedOn(fault: string): AuditNotHandedOn {
  return new AuditNotHandedOn(`The audit trail cannot be handed on (--audit-to): ${fault}`);
}

/** @param folder the state folder, @param error what stood in the way */
export function auditUnwritable(folder: string, error: unknown): AuditUnwritable {
  const why = describeFileError(error, folder) ?? `${(error as Partial<Error>).message} (in ${folder}).`;
  return new AuditUnwritable(`The audit trail cannot be written: ${why}`, { cause: error });
}
