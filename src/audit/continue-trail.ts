/** Where the next line of the trail goes on, whatever crashes or other hands have done to the file. */
import type { Seal } from '../state/seal.ts';
import {
  type Head,
  type KeptHead,
  parseLine,
  START,
  sha256,
  type TornPiece,
  type TrailLine,
} from './hashed-line.ts';

export type Continuation = {
  /** The line to continue. */
  head: Head;
  /** The line that a crash kept from being counted was whole: `head` counts it now, and is to be kept. */
  adopted: boolean;
  /** The file's last line has no line break. */
  unended: boolean;
  /** Bytes behind `head` which the next line has to vouch for; with the missing line break. */
  torn?: TornPiece;
  /** The next line has to tell that the head was missing or damaged, or that the trail is not what it speaks of. */
  headLost: boolean;
};

/** The trail as it lies there. */
export type FoundTrail = {
  /** Undefined when it is missing or damaged although there was a trail. */
  head: KeptHead | undefined;
  /** The line that ends where the head says; undefined when none does. */
  counted: TrailLine | undefined;
  /** The trail behind `head.bytes`; all of it without a head. */
  tail: Buffer;
  size: number;
  /** Whether the trail is empty or its last byte a line break. */
  endsLine: boolean;
};

export function continueTrail(trail: FoundTrail, seal: Seal): Continuation {
  const { head, tail, size, endsLine } = trail;
  const known: Head = head ?? lastGoodLine(tail, seal);
  const uncounted = head === undefined ? tail.subarray(known.bytes) : tail;
  const headLost = head === undefined || !fits(head, trail.counted);
  const found = {
    head: { seq: known.seq, hash: known.hash, bytes: known.bytes },
    adopted: false,
    unended: !endsLine,
    headLost,
  };
  // Shortened, or as it was left: either way the chain goes on from the head, so that a gap shows.
  if (uncounted.length === 0) return found;
  const line = parseLine(endsLine ? uncounted.subarray(0, -1) : uncounted, seal);
  if (line?.seq === known.seq + 1 && line.prev === known.hash && isOwn(line, head)) {
    const counted = { seq: line.seq, hash: line.hash, bytes: size + (endsLine ? 0 : 1) };
    return { ...found, head: counted, adopted: true };
  }
  const piece = endsLine ? uncounted : Buffer.concat([uncounted, Buffer.from('\n')]);
  return { ...found, torn: { bytes: piece.length, sha256: sha256(piece) } };
}

/** A head that is not signed belongs to a line from before lines were signed. */
function fits(head: KeptHead, counted: TrailLine | undefined): boolean {
  if (head.seq === 0) return head.bytes === 0;
  if (counted?.seq !== head.seq || counted.hash !== head.hash) return false;
  return head.standing === 'signed' || head.standing === counted.standing;
}

/** A line that nobody counted may have been written by anybody; only where none is signed yet, no key can tell. */
function isOwn({ standing }: TrailLine, head: KeptHead | undefined): boolean {
  return standing === 'signed' || (standing === 'unsigned' && head?.standing === 'unsigned');
}

function lastGoodLine(trail: Buffer, seal: Seal): Head {
  let end = trail.length;
  while (end > 0) {
    const start = end < 2 ? 0 : trail.lastIndexOf(0x0a, end - 2) + 1;
    const isEnded = trail[end - 1] === 0x0a;
    const line = parseLine(trail.subarray(start, isEnded ? end - 1 : end), seal);
    if (line !== undefined && isEnded) return { seq: line.seq, hash: line.hash, bytes: end };
    end = start;
  }
  return START;
}
