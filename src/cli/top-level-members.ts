/** Finding `id` and `method` at the top of a JSON message that is too long to be parsed, as its bytes pass. */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENING = [0x5b, 0x7b];
const CLOSING = [0x5d, 0x7d];

/** In bytes; longer names are not ours, and longer ids are not repeated. */
const MAX_KEPT = 1000;

export class TopLevelMembers {
  #depth = 0;
  #isInText = false;
  #isEscaped = false;
  #name: string | undefined;
  /** What stands at the top since the last comma or colon. */
  #kept: number[] = [];
  #id: string | undefined;
  #hasMethod = false;

  /** The id as JSON, where the message is a request or a notification that has one: nobody waits for an answer to others. */
  get id(): string | undefined {
    return this.#hasMethod ? this.#id : undefined;
  }

  read(bytes: Uint8Array): void {
    for (const byte of bytes) this.#next(byte);
  }

  #next(byte: number): void {
    if (this.#isInText) {
      this.#keep(byte);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) this.#isInText = false;
      return;
    }
    const isTop = this.#depth === 1;
    if (isTop && byte === COLON) this.#endName();
    else if (isTop && (byte === COMMA || CLOSING.includes(byte))) this.#endValue();
    else this.#keep(byte);
    if (byte === QUOTE) this.#isInText = true;
    else if (OPENING.includes(byte)) this.#depth += 1;
    else if (CLOSING.includes(byte)) this.#depth -= 1;
  }

  /** One byte too many is kept, so that what is cut is told from what is whole. */
  #keep(byte: number): void {
    if (this.#depth === 1 && this.#kept.length <= MAX_KEPT) this.#kept.push(byte);
  }

  #endName(): void {
    const { value } = this.#take();
    this.#name = typeof value === 'string' ? value : undefined;
  }

  #endValue(): void {
    const { text, value } = this.#take();
    if (this.#name === 'method') this.#hasMethod = true;
    if (this.#name === 'id') {
      const isId = typeof value === 'string' || typeof value === 'number';
      this.#id = isId ? text : undefined;
    }
    this.#name = undefined;
  }

  #take(): { text?: string; value?: unknown } {
    const kept = this.#kept;
    this.#kept = [];
    if (kept.length > MAX_KEPT) return {};
    const text = Buffer.from(kept).toString('utf8').trim();
    try {
      return { text, value: JSON.parse(text) };
    } catch {
      // No JSON, or a list or an object without its inside.
      return {};
    }
  }
}
