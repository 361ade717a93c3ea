/** The form in which foreign text is shown, and the way back from it to the text itself. */
import { DRAWN_AS_NOTHING, FLOOD, INVISIBLE } from './invisible.ts';
import { cutMark, LEFT_OUT } from './left-out.ts';

/** Most text is plain, and telling so is quick. */
const PLAIN = /^[\t\n\r\x20-\x5b\x5d-\x7e]*$/;

const WRITTEN_OUT = /\\u\{([0-9a-f]{1,6})\}/gi;

/** What is written out besides invisible characters: the signs with which the form itself begins. */
const OWN_SIGNS = ['\\', '['];

/**
 * The text with every invisible character written out as `\u{hex}`, and with at most four marks on a letter. Different
 * texts look different: one that holds such letters itself has its backslash written out, as `\u{5c}`.
 */
export function shownForm(text: string): string {
  if (PLAIN.test(text)) return text;
  return showInvisible(
    text.replace(WRITTEN_OUT, (form, hex: string) => (stands(hex) ? `\\u{5c}${form.slice(1)}` : form)),
  );
}

/** The same for lines in which such forms may stand already, which are left as they are. */
export function showInvisible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text
    .replace(INVISIBLE, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(FLOOD, (_, kept: string, rest: string) => `${kept}${cutMark(`${[...rest].length} marks`)}`);
}

/** The text that is shown so. */
export function textBehind(shown: string): string {
  return shown.replace(WRITTEN_OUT, (form, hex: string) => stands(hex) ?? form);
}

/** The first mark in a text that stands for something which is not there; what it stood for cannot be told. */
export function whatIsLeftOut(shown: string): string | undefined {
  return LEFT_OUT.exec(shown)?.[0];
}

/** The character that a number stands for in this form, or undefined for one that is always shown as itself. */
function stands(hex: string): string | undefined {
  const point = Number.parseInt(hex, 16);
  if (point > 0x10ffff) return undefined;
  const character = String.fromCodePoint(point);
  return OWN_SIGNS.includes(character) || character.search(DRAWN_AS_NOTHING) === 0 ? character : undefined;
}
