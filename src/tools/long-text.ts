/** A text that is longer than any answer: it is made fit to show only piece by piece, since all of it takes seconds. */
import { shownForm } from '../text/shown-form.ts';

export class LongText {
  readonly #raw: string;

  constructor(raw: string) {
    this.#raw = raw;
  }

  get length(): number {
    return this.#raw.length;
  }

  /** As it is shown. Both ends have to be where it can be cut. */
  slice(start: number, end?: number): string {
    return shownForm(this.#raw.slice(start, end));
  }

  /** The last place up to `end` where the parts are shown like the whole: how a sign is shown depends on those around it. */
  cutBefore(start: number, end: number): number {
    for (let at = end; at > start; at -= 1) if (PLAIN_PAIR.test(this.#raw.slice(at - 1, at + 1))) return at;
    const last = this.#raw.charCodeAt(end - 1);
    return last >= 0xd800 && last <= 0xdbff ? Math.min(end + 1, this.length) : end;
  }

  /** For its size; never for an answer. */
  toJSON(): string {
    return this.#raw;
  }
}

const PLAIN_PAIR = /^[\x20-\x5b\x5d-\x7e]{2}$/;
