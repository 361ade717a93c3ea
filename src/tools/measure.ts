/** How long something is as JSON, and the sum by which it is known again: of what is large slice by slice, with turns for others between. */
import { namesOf } from '../model/member-names.ts';
import { exceeds } from './exceeds.ts';
import { LongText } from './long-text.ts';

export type Measure = { characters: number; fingerprint: string };

/** In UTF-16 units; writing and summing so many takes a millisecond or two. */
const SLICE = 64 * 1024;

export async function measure(value: unknown): Promise<Measure> {
  const measuring = new Measuring();
  await measuring.add(value);
  return measuring.result();
}

/** Writes what `JSON.stringify` would, and keeps none of it. */
class Measuring {
  #written = '';
  #characters = 0;
  #sum = 0;

  /** Nothing to wait for where it was done at once: most of what is large is made of many that are small. */
  add(value: unknown): Promise<void> | undefined {
    if (!exceeds(value, SLICE)) return this.#write(JSON.stringify(value) ?? 'null');
    if (typeof value === 'string') return this.#addText(value);
    if (value instanceof LongText) return this.#addText(value.toJSON());
    return Array.isArray(value) ? this.#addList(value) : this.#addMembers(value as Record<string, unknown>);
  }

  result(): Measure {
    this.#sumUp();
    return { characters: this.#characters, fingerprint: this.#sum.toString(16) };
  }

  async #addText(text: string): Promise<void> {
    this.#written += '"';
    for (let start = 0; start < text.length; ) {
      let end = Math.min(start + SLICE, text.length);
      // Half of a character of two units is written otherwise.
      if (/[\ud800-\udbff]/.test(text.charAt(end - 1)) && end < text.length) end += 1;
      await this.#write(JSON.stringify(text.slice(start, end)).slice(1, -1));
      start = end;
    }
    this.#written += '"';
  }

  async #addList(list: readonly unknown[]): Promise<void> {
    this.#written += '[';
    for (let index = 0; index < list.length; index += 1) {
      if (index > 0) this.#written += ',';
      const waiting = this.add(list[index]);
      if (waiting !== undefined) await waiting;
    }
    this.#written += ']';
  }

  async #addMembers(record: Record<string, unknown>): Promise<void> {
    let before = '{';
    for (const name of namesOf(record)) {
      const member = record[name];
      if (member === undefined) continue;
      this.#written += `${before}${JSON.stringify(name)}:`;
      before = ',';
      const waiting = this.add(member);
      if (waiting !== undefined) await waiting;
    }
    this.#written += before === '{' ? '{}' : '}';
  }

  #write(text: string): Promise<void> | undefined {
    this.#written += text;
    if (this.#written.length < SLICE) return undefined;
    this.#sumUp();
    return new Promise((resolve) => setImmediate(resolve));
  }

  #sumUp(): void {
    this.#sum = process.getBuiltinModule('node:zlib').crc32(this.#written, this.#sum);
    this.#characters += this.#written.length;
    this.#written = '';
  }
}
