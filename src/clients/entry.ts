/** What a client keeps of one server: how it starts it, and whatever else it has written there. */

/** Members of the client's own stay as they are; `command`, `args` and `env` are ours. */
export type Entry = Record<string, unknown>;

/** Why nothing was changed, as a sentence that follows the name of the file. */
export type Refusal = { refused: string };

/** Reading and changing the one entry of ours in the text of a client's file. Pure. */
export type EntryFormat = {
  /** Undefined when there is none. */
  find(text: string): { entry: Entry | undefined } | Refusal;
  put(text: string, entry: Entry): { text: string } | Refusal;
  take(text: string): { text: string } | Refusal;
  /** The entry as it is written into an empty file, for a person to copy. */
  snippet(entry: Entry): string;
};

/** What stands there already and is not ours stays: a client keeps permissions and switches of its own in an entry. */
export function merged(found: Entry | undefined, ours: Entry): Entry {
  if (found === undefined) return ours;
  const env = { ...asEntry(found.env), ...asEntry(ours.env) };
  return { ...found, ...ours, ...(Object.keys(env).length > 0 && { env }) };
}

/** An empty one for whatever is no object. */
export function asEntry(value: unknown): Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Entry) : {};
}

/** Whether it starts this program, however it is installed. */
export function startsUs({ command, args }: Entry): boolean {
  return [command, ...(Array.isArray(args) ? args : [])].some(
    (word) => typeof word === 'string' && /(?:^|[\\/])openai-admin-mcp(?:@|\.js$|$)/.test(word),
  );
}

/** The line break that a text uses. */
export function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** As an editor shows it. */
export function positionOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
