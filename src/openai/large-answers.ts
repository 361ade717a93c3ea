/**
 * What large answers may take of memory and time: only so many of their bytes are held at once, and one is unpacked,
 * parsed and used after the other, with turns for everything else between. The less memory there is, the smaller is
 * what counts as large.
 */
import type { CallLimit } from './call-limit.ts';
import { type Heap, hasRoomFor } from './heap-room.ts';
import { parsePieces } from './parse-pieces.ts';

/** Parsing less takes no time worth dividing. */
const LARGE_BYTES = 1024 * 1024;

/** Dozens of smaller ones at once take no part of the memory that matters. */
const LARGE_PART = 1 / 2048;

/** Of all answers that have become large; further ones wait on their connections. */
const MAX_HELD_BYTES = 24 * 1024 * 1024;
const MAX_HELD_PART = 1 / 8;

/** An answer on its way. */
export type Incoming = {
  /** How much of it is here. */
  readonly size: number;
  pause(): void;
  resume(): void;
};

/** The call was stopped while its answer waited to be parsed, or was. */
export class StoppedWhileParsing extends Error {}

/** Parses a large answer with turns for everything else between. @throws {StoppedWhileParsing} and what `parseJson` throws */
export function parseLarge(body: Buffer, limit: CallLimit): Promise<unknown> {
  return parsePieces(body, async () => {
    await new Promise((resolve) => setImmediate(resolve));
    if (limit.stopped) throw new StoppedWhileParsing();
  });
}

/** The large answers of one client. */
export class LargeAnswers {
  /** In the order in which they became large. */
  readonly #incoming = new Set<Incoming>();
  /** Those that are here and not parsed yet. */
  readonly #whole = new Set<Buffer>();
  #last: Promise<void> = Promise.resolve();
  readonly #heap: Heap;
  #known: { largeBytes: number; maxHeldBytes: number } | undefined;

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  isLarge(bytes: number): boolean {
    return bytes > this.#bounds().largeBytes;
  }

  /** Asked for with the first answer, since asking V8 loads something. */
  #bounds() {
    this.#known ??= {
      largeBytes: Math.min(LARGE_BYTES, this.#heap.limit() * LARGE_PART),
      maxHeldBytes: Math.min(MAX_HELD_BYTES, this.#heap.limit() * MAX_HELD_PART),
    };
    return this.#known;
  }

  /** Whether an answer, unpacked, can be parsed now; to be asked in its turn. */
  hasRoomFor(body: Buffer): boolean {
    return !this.isLarge(body.length) || hasRoomFor(body, this.#heap);
  }

  /** To be told of every further part of an answer that is large. */
  grown(answer: Incoming): void {
    this.#incoming.add(answer);
    if (!this.#mayGoOn(answer)) answer.pause();
  }

  /** To be told when nothing more comes. @param body where the answer is here; it counts until it is parsed */
  ended(answer: Incoming, body: Buffer | undefined): void {
    if (!this.#incoming.delete(answer)) return;
    if (body !== undefined) this.#whole.add(body);
    this.#resume();
  }

  /** An answer that is not read, or was. */
  drop(body: Buffer): void {
    if (this.#whole.delete(body)) this.#resume();
  }

  /**
   * Reads one that is here, when those before it are read and used.
   * @param bytes of it, unpacked, at most; V8 itself soon forgets what is not very large
   * @param usedUntil when what was read is used no more; nobody uses it where there is none
   * @throws {StoppedWhileParsing} when the call has to stop first, and what `read` throws
   */
  async inTurn<Read>(
    bytes: number,
    limit: CallLimit,
    read: () => Promise<Read>,
    usedUntil: (result: Read) => Promise<void> | undefined,
  ): Promise<Read> {
    const before = this.#last;
    let done = (): void => undefined;
    let used: Promise<void> | undefined;
    this.#last = new Promise((resolve) => {
      // Whoever waits for the answer uses it first, and then it can be forgotten.
      done = () =>
        void Promise.resolve(used).then(() =>
          setImmediate(() => {
            if (bytes > LARGE_BYTES) this.#heap.collect();
            resolve();
          }),
        );
    });
    try {
      await limit.until(before);
      if (limit.stopped) throw new StoppedWhileParsing();
      const result = await read();
      used = usedUntil(result);
      return result;
    } finally {
      void before.then(done);
    }
  }

  /** Of those that are not whole the oldest always goes on, unless one that is whole makes room soon: else all could wait for each other. */
  #mayGoOn(answer: Incoming): boolean {
    if (this.#held() <= this.#bounds().maxHeldBytes) return true;
    const [oldest] = this.#incoming;
    return answer === oldest && this.#whole.size === 0;
  }

  /** Later, since undici may be in the middle of another answer, and does not resume one then. */
  #resume(): void {
    setImmediate(() => {
      for (const answer of this.#incoming) if (this.#mayGoOn(answer)) answer.resume();
    });
  }

  #held(): number {
    let bytes = 0;
    for (const { size } of this.#incoming) bytes += size;
    for (const { length } of this.#whole) bytes += length;
    return bytes;
  }
}
