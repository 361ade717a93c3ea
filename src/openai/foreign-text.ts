// Makes text from outside safe to place in an error: no keys, no control or invisible characters, bounded length.

// Control, bidi, zero-width and tag characters, lone surrogates, and whatever else Unicode says draws nothing.
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/** How many characters of OpenAI's own words an error may repeat. */
const MAX_LENGTH = 500;

/** Removes `key` in each encoding in which an answer could echo it, then anything else that looks like a key. */
function withoutKeys(text: string, key: string): string {
  let result = text;
  if (key !== '') {
    for (const shape of [key, encodeURIComponent(key), Buffer.from(key).toString('base64')]) {
      result = result.replaceAll(shape, '[key]');
    }
  }
  return result.replace(/\bsk-[\w-]{16,}/g, '[key]').replace(/\bBearer\s+\S+/gi, 'Bearer [key]');
}

/** One clean line of at most `maxLength` characters. `key` is the secret of the call, which must not come back. */
export function cleanForeignText(text: string, key: string, maxLength: number = MAX_LENGTH): string {
  // Far more than is kept is cut off first, so that a huge text costs nothing.
  const oneLine = text
    .slice(0, 20 * MAX_LENGTH)
    .replace(/[\t-\r]+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = Array.from(withoutKeys(oneLine, key));
  return characters.length > maxLength
    ? `${characters.slice(0, maxLength - 3).join('')}...`
    : characters.join('');
}
