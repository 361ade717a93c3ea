/** Makes text from outside safe to place in an error: no keys, no control or invisible characters, bounded length. */
import { redact } from '../redaction/redact.ts';
import { withoutInvisible } from '../text/clean.ts';

/** How many characters of OpenAI's own words an error may repeat. */
const MAX_LENGTH = 500;

/** One clean line of at most `maxLength` characters; empty when a secret cannot be taken out of it. */
export function cleanForeignText(text: string, maxLength: number = MAX_LENGTH): string {
  // Far more than is kept is cut off first, so that a huge text costs nothing.
  const oneLine = withoutInvisible(text.slice(0, 20 * MAX_LENGTH));
  const characters = Array.from(redact(oneLine) ?? '');
  return characters.length > maxLength
    ? `${characters.slice(0, maxLength - 3).join('')}...`
    : characters.join('');
}
