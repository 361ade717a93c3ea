/** Bytes of a client's file as text and back: UTF-8, with or without the mark at its beginning. */
import type { Refusal } from './entry.ts';

const BYTE_ORDER_MARK = '\ufeff';

/** What stands before the text and comes back when it is written. */
export type TextForm = { mark: string; text: string };

export function readText(bytes: Buffer): TextForm | Refusal {
  const [first = 0, second = 0] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    return { refused: 'is UTF-16. Save it as UTF-8 in an editor' };
  }
  let whole: string;
  try {
    whole = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return { refused: 'is not UTF-8. Save it as UTF-8 in an editor' };
  }
  const mark = whole.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : '';
  return { mark, text: whole.slice(mark.length) };
}

export function writeText({ mark, text }: TextForm): Buffer {
  return Buffer.from(mark + text);
}
