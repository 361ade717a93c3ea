/** How much YAML is read: reading takes long where much of it is short, refers to other parts, or is nested deep. */
import { Lexer } from 'yaml';

/** Keys, values and the signs around them. The longest built-in family has a tenth of that. */
const MAX_TOKENS = 50_000;

/** Each reference is looked up from the beginning of the file. */
const MAX_ALIASES = 1000;

/** Brackets in brackets, or signs of lists and keys in one line. */
const MAX_DEPTH = 64;

const OPENING = ['[', '{'];
const CLOSING = [']', '}'];
const NESTED_IN_LINE = ['-', '?'];

/** Why a text is not parsed, and what to do; undefined when it is. One pass, however it is written. */
export function beyondBounds(text: string): string | undefined {
  let tokens = 0;
  let aliases = 0;
  let brackets = 0;
  let inLine = 0;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token.startsWith('*')) aliases += 1;
    if (OPENING.includes(token)) brackets += 1;
    if (CLOSING.includes(token)) brackets -= 1;
    if (NESTED_IN_LINE.includes(token)) inLine += 1;
    if (token.includes('\n')) inLine = 0;
    if (tokens > MAX_TOKENS)
      return `too much for one file: more than 50,000 keys, values and signs between them. Take away what is not needed, or split it.`;
    if (aliases > MAX_ALIASES) return `more than ${MAX_ALIASES} references (*name). Write out some of them.`;
    if (brackets > MAX_DEPTH || inLine > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels.`;
  }
  return undefined;
}
