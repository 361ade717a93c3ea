/** What is written to stderr: one line a message, cut off below the chosen level. */
import { LOG_LEVELS, type LogLevel } from '../settings/options.ts';
import { oneLine } from '../text/clean.ts';

/** The instructions, which are logged at the start, are the longest message of all. */
const MAX_LINE_LENGTH = 16_000;

/** A logger; arguments of calls and answers of OpenAI are never given to it. */
export type Log = Record<LogLevel, (message: string) => void>;

export function createLog(level: LogLevel, stream: { write(text: string): unknown }): Log {
  const limit = LOG_LEVELS.indexOf(level);
  const at = (position: LogLevel) => (message: string) => {
    if (LOG_LEVELS.indexOf(position) > limit) return;
    stream.write(`openai-admin-mcp ${position}: ${oneLine(message, MAX_LINE_LENGTH)}\n`);
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}
