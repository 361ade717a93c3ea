/** The code by which Node, the file system and undici name what went wrong, such as ENOENT. */

/** Undefined for an error without one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
