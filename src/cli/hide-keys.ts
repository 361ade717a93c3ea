/** Owns keeping keys out of messages about the command line: people paste them where none belongs. */

/**
 * Our own texts speak of `sk-admin-…` and of what starts with `sk-`; those stay. Drops everything behind the first thing that looks like a key, since a broken one may go on in the next line. */
export function hideKeys(text: string): string {
  return text.replace(
    /\bsk-(?![a-z]*-?…)(?![\s"'.,)])[\s\S]+/,
    '[key]; keys belong into "npx openai-admin-mcp auth login".\n',
  );
}
