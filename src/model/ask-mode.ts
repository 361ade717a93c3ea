/** By which way a person is asked about a write. */

export const ASK_MODES = ['auto', 'form', 'window', 'terminal'] as const;

/** `auto`: the first of the ways that there is here. */
export type AskMode = (typeof ASK_MODES)[number];

/** A form of the client, a window of the system, or `openai-admin-mcp approve` in a terminal. */
export type Way = Exclude<AskMode, 'auto'>;

export const WAYS = ['form', 'window', 'terminal'] as const satisfies readonly Way[];

/** The only ways that count, and the file that says so. */
export type AllowedWays = { ways: readonly Way[]; by: string };
