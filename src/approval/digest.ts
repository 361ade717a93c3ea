/** The digest of a JSON value, whatever the order of its members. */
import canonicalize from 'canonicalize';

/** SHA-256, in hex, of the value's one text by RFC 8785. */
export function digestOf(value: unknown): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return createHash('sha256')
    .update(canonicalize(value) ?? 'null')
    .digest('hex');
}
