/** Making text that other people wrote safe to show: nothing invisible, nothing that rewrites a line, no floods. */
import { DRAWN_AS_NOTHING, FLOOD } from './invisible.ts';
import { cutMark } from './left-out.ts';
import { showInvisible, shownForm } from './shown-form.ts';

/** Names inside our own sentences. */
const MAX_NAME_LENGTH = 80;

/** The text on one line, with nothing in it that could hide a secret from a search: such characters are taken away. */
export function withoutInvisible(text: string): string {
  return text
    .replace(/[\t-\r\p{Z}]+/gu, ' ')
    .replace(DRAWN_AS_NOTHING, '')
    .replace(/\p{Cf}/gu, '')
    .replace(FLOOD, '$1')
    .replace(/ +/g, ' ')
    .trim();
}

/** One line of plain ASCII; `substitute` stands for every other character. */
export function plainAscii(text: string, substitute: string, maxLength: number): string {
  return text.replace(/[^\x20-\x7e]/g, substitute).slice(0, maxLength);
}

/** At most `maxLength` UTF-16 units, with dots in place of what is missing. */
export function shortened(text: string, maxLength: number): string {
  return text.length > maxLength ? `${startOf(text, maxLength - 3)}...` : text;
}

/** Foreign text as a value of its own: everything visible, cut at `limit` characters with a word on what is missing. */
export function boundedText(text: string, limit: number): string {
  return cutText(shownForm(text), limit);
}

/** The same for a text in its shown form. */
export function cutText(shown: string, limit: number): string {
  if (shown.length <= limit) return shown;
  const kept = startOf(shown, limit);
  const total = countCharacters(shown);
  const left = `${grouped(total - countCharacters(kept))} of ${grouped(total)} characters`;
  return `${kept}... ${cutMark(left)}`;
}

/** Foreign text for one of our own lines: visible, without line breaks, at most `limit` characters. */
export function oneLine(text: string, limit = MAX_NAME_LENGTH): string {
  const line = showInvisible(text).replace(/\s+/g, ' ');
  return line.length > limit ? `${startOf(line, limit)}...` : line;
}

/** The same in quotes, for use inside a sentence. */
export function quote(text: string, limit = MAX_NAME_LENGTH): string {
  return JSON.stringify(oneLine(shownForm(text), limit));
}

/** At most `limit` UTF-16 units, with no character cut in two, nor the form in which one is written out. */
function startOf(text: string, limit: number): string {
  const last = text.charCodeAt(limit - 1);
  return text
    .slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit)
    .replace(/\\u\{?[0-9a-f]{0,6}$/, '');
}

function countCharacters(text: string): number {
  return text.length - (text.match(/[\u{10000}-\u{10ffff}]/gu)?.length ?? 0);
}

function grouped(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
