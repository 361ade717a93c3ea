/** Makes text from outside safe to place in an error: no keys, no control or invisible characters, bounded length. */
import { redact } from '../redaction/redact.ts';

// Control, bidi, zero-width and tag characters, lone surrogates, and whatever else Unicode says draws nothing.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** More than four marks on one letter: no script writes that. */
const FLOOD = /(\p{M}{4})\p{M}+/gu;

/** How many characters of OpenAI's own words an error may repeat. */
const MAX_LENGTH = 500;

/** One clean line of at most `maxLength` characters; empty when a secret cannot be taken out of it. */
export function cleanForeignText(text: string, maxLength: number = MAX_LENGTH): string {
  // Far more than is kept is cut off first, so that a huge text costs nothing.
  const oneLine = text
    .slice(0, 20 * MAX_LENGTH)
    .replace(/[\t-\r]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(FLOOD, '$1')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(redact(oneLine) ?? '');
  return characters.length > maxLength
    ? `${characters.slice(0, maxLength - 3).join('')}...`
    : characters.join('');
}
