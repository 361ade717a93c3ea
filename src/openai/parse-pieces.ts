/**
 * Parses a large answer piece by piece. In one go 16 MiB take half a second and more, in which the program would
 * answer nothing else; and no piece's text outlives it.
 */
import { rememberNames } from '../model/member-names.ts';
import { MAX_DEPTH, NestedTooDeep, parseText } from './parse-json.ts';

/** A millisecond or two each. */
const PIECE_BYTES = 64 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const BACKSLASH = 0x5c;
const LOWER_U = 0x75;
const OPENING = { array: 0x5b, object: 0x7b };
const CLOSING = { array: 0x5d, object: 0x7d };
const BYTE_ORDER_MARK = '\ufeff';

/** Where the members at hand end: at the container's end, behind a comma, or nowhere near, since the first is large. */
type Piece = { kind: 'last' | 'more'; end: number } | { kind: 'large' };

/** @param turn lets others have a turn; what it rejects with ends the parsing. The result and other errors are those of `parseJson`. */
export function parsePieces(bytes: Buffer, turn: () => Promise<void>): Promise<unknown> {
  return new Pieces(bytes, turn).document();
}

class Pieces {
  readonly #bytes: Buffer;
  readonly #turn: () => Promise<void>;
  #at = 0;

  constructor(bytes: Buffer, turn: () => Promise<void>) {
    this.#bytes = bytes;
    this.#turn = turn;
  }

  async document(): Promise<unknown> {
    const mark = Buffer.from(BYTE_ORDER_MARK);
    if (this.#bytes.subarray(0, mark.length).equals(mark)) this.#at = mark.length;
    this.#skipSpace();
    const value = await this.#value(1);
    this.#skipSpace();
    if (this.#at < this.#bytes.length) throw new SyntaxError('more than one value');
    return value;
  }

  async #value(depth: number): Promise<unknown> {
    const first = this.#bytes[this.#at];
    if (first === OPENING.array || first === OPENING.object) return this.#container(depth);
    if (first === QUOTE) return this.#longString();
    const start = this.#at;
    while (this.#at < this.#bytes.length && !isDelimiter(this.#bytes[this.#at])) this.#at += 1;
    return parseText(this.#text(start, this.#at), depth);
  }

  async #container(depth: number): Promise<unknown> {
    if (depth > MAX_DEPTH) throw new NestedTooDeep();
    const isList = this.#bytes[this.#at] === OPENING.array;
    const list: unknown[] = [];
    const members = new Members();
    const closing = isList ? CLOSING.array : CLOSING.object;
    this.#at += 1;
    for (let isFirst = true; ; isFirst = false) {
      const piece = this.#nextPiece();
      if (piece.kind === 'large') {
        const name = isList ? undefined : this.#name();
        const value = await this.#value(depth + 1);
        if (name === undefined) list.push(value);
        else members.add({ [name]: value });
        this.#skipSpace();
      } else {
        const text = this.#text(this.#at, piece.end);
        const isEmpty = /^[\t\n\r ]*$/.test(text);
        if (isEmpty && !(isFirst && piece.kind === 'last')) throw new SyntaxError('a comma too many');
        const parsed = parseText(isList ? `[${text}]` : `{${text}}`, depth);
        if (isList) for (const item of parsed as unknown[]) list.push(item);
        else members.add(parsed as Record<string, unknown>);
        this.#at = piece.end;
      }
      await this.#turn();
      const next = this.#bytes[this.#at];
      this.#at += 1;
      if (next === closing) return isList ? list : members.whole();
      if (next !== COMMA) throw new SyntaxError('neither a comma nor the end');
    }
  }

  /** Looks at as many whole members as make a piece. What it takes for their ends is checked when they are parsed. */
  #nextPiece(): Piece {
    this.#skipSpace();
    const bytes = this.#bytes;
    const limit = this.#at + PIECE_BYTES;
    let comma = -1;
    let inside = 0;
    for (let at = this.#at; at < bytes.length; at += 1) {
      if (at >= limit) return comma < 0 ? { kind: 'large' } : { kind: 'more', end: comma };
      const byte = bytes[at];
      if (byte === QUOTE) {
        at = this.#endOfString(at + 1, limit) - 1;
        if (bytes[at + 1] === QUOTE) at += 1;
      } else if (byte === COMMA) {
        if (inside === 0) comma = at;
      } else if (byte === OPENING.array || byte === OPENING.object) {
        inside += 1;
      } else if (byte === CLOSING.array || byte === CLOSING.object) {
        if (inside === 0) return { kind: 'last', end: at };
        inside -= 1;
      }
    }
    throw new SyntaxError('it ends too early');
  }

  /** The place of the closing quote, or the first place from `limit` on where the string can be cut. */
  #endOfString(from: number, limit: number): number {
    const bytes = this.#bytes;
    let at = from;
    while (at < bytes.length) {
      const byte = bytes[at];
      if (byte === QUOTE) return at;
      if (at >= limit && !isContinuation(byte)) return at;
      // Half of an escape is none.
      at += byte !== BACKSLASH ? 1 : bytes[at + 1] === LOWER_U ? 6 : 2;
    }
    throw new SyntaxError('it ends too early');
  }

  async #longString(): Promise<string> {
    const parts: unknown[] = [];
    this.#at += 1;
    for (;;) {
      const end = this.#endOfString(this.#at, this.#at + PIECE_BYTES);
      parts.push(JSON.parse(`"${this.#text(this.#at, end)}"`));
      this.#at = end;
      if (this.#bytes[end] === QUOTE) break;
      await this.#turn();
    }
    this.#at += 1;
    return parts.join('');
  }

  #name(): string {
    this.#skipSpace();
    const start = this.#at;
    if (this.#bytes[start] !== QUOTE) throw new SyntaxError('a member without a name');
    const end = this.#endOfString(start + 1, Number.POSITIVE_INFINITY);
    this.#at = end + 1;
    this.#skipSpace();
    if (this.#bytes[this.#at] !== COLON) throw new SyntaxError('a name without a value');
    this.#at += 1;
    this.#skipSpace();
    return JSON.parse(this.#text(start, end + 1)) as string;
  }

  #text(start: number, end: number): string {
    return this.#bytes.toString('utf8', start, end);
  }

  #skipSpace(): void {
    while (isSpace(this.#bytes[this.#at])) this.#at += 1;
  }
}

/** The members of an object, which come piece by piece. */
class Members {
  readonly #record: Record<string, unknown> = {};
  readonly #names: string[] = [];
  #isInOrder = true;

  add(piece: Record<string, unknown>): void {
    for (const name of Object.keys(piece)) {
      // Assigning would change the prototype.
      if (name === '__proto__') continue;
      if (!Object.hasOwn(this.#record, name)) this.#names.push(name);
      // Objects put names that are whole numbers before all others.
      this.#isInOrder &&= !/^\d+$/.test(name);
      this.#record[name] = piece[name];
    }
  }

  whole(): Record<string, unknown> {
    rememberNames(this.#record, this.#isInOrder ? this.#names : Object.keys(this.#record));
    return this.#record;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function isDelimiter(byte: number | undefined): boolean {
  return byte === COMMA || byte === CLOSING.array || byte === CLOSING.object || isSpace(byte);
}

/** Of a character of several bytes, any but the first. */
function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}
