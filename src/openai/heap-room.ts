/** Whether an answer still fits into the memory that V8 may use, told before it is parsed: past the limit V8 ends the process. */
import { collectGarbage } from './collect-garbage.ts';

/** V8's heap, in bytes. */
export type Heap = {
  /** Past it the process ends. */
  limit(): number;
  inUse(): number;
  collect(): void;
};

const MIB = 1024 * 1024;

/** `heap_size_limit` counts three halves of 16 MiB for what is new; an answer has to fit beside them. */
const YOUNG_BYTES = 48 * MIB;

/** For all else that happens meanwhile, such as counting tokens for the first time. */
const SPARE_BYTES = 8 * MIB;

/** What is made of an answer on its way to the client, the answer itself included. */
const COPIES = 2;

/** No answer takes more for each of its bytes; many empty objects come near. */
const MOST_FOR_A_BYTE = 72;

/** What a value takes by the sign that it is told by: measured on 64-bit Node 20, growing lists and tables included. */
const OBJECT_BYTES = 64;
const ELEMENT_BYTES = 32;
const MEMBER_BYTES = 100;
const QUOTE_BYTES = 16;

const TAKES = new Uint8Array(256);
for (const [signs, bytes] of [
  ['{[', OBJECT_BYTES],
  [',', ELEMENT_BYTES],
  [':', MEMBER_BYTES],
] as const) {
  for (const sign of signs) TAKES[sign.charCodeAt(0)] = bytes;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const FIRST_BEYOND_ASCII = 0x80;

export const v8Heap: Heap = {
  limit: () => process.getBuiltinModule('node:v8').getHeapStatistics().heap_size_limit,
  inUse: () => process.getBuiltinModule('node:v8').getHeapStatistics().used_heap_size,
  collect: collectGarbage,
};

/** Whether this JSON can be parsed and used. Looks at each of its bytes only where memory is short. */
export function hasRoomFor(json: Buffer, heap: Heap): boolean {
  const limit = heap.limit();
  const most = Math.max(limit - YOUNG_BYTES, limit / 2) - SPARE_BYTES;
  if (json.length * MOST_FOR_A_BYTE <= most - heap.inUse()) return true;
  const need = needOf(json);
  if (need <= most - heap.inUse()) return true;
  heap.collect();
  return need <= most - heap.inUse();
}

function needOf(json: Buffer): number {
  let bytes = 0;
  let isText = false;
  let isWide = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (byte === QUOTE) {
      isText = !isText;
      bytes += QUOTE_BYTES;
    } else if (isText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte >= FIRST_BEYOND_ASCII) isWide = true;
    } else {
      bytes += TAKES[byte] ?? 0;
    }
  }
  // A text with one other character takes two bytes for each.
  return (bytes + json.length * (isWide ? 2 : 1)) * COPIES;
}
