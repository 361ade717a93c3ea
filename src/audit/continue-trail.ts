/** Where the next line of the trail goes on, whatever crashes or other hands have done to the file. */
import { type Head, parseLine, START, sha256, type TornPiece } from './hashed-line.ts';

export type Continuation = {
  /** The line to continue. */
  head: Head;
  /** The line that a crash kept from being counted was whole: `head` counts it now, and is to be kept. */
  adopted: boolean;
  /** The file's last line has no line break. */
  unended: boolean;
  /** Bytes behind `head` which the next line has to vouch for; with the missing line break. */
  torn?: TornPiece;
  headLost: boolean;
};

/**
 * @param head undefined when it is missing or damaged although there was a trail
 * @param tail the file behind `head.bytes`; all of it without a head
 * @param size of the file
 * @param endsLine whether the file is empty or its last byte a line break
 */
export function continueTrail(
  head: Head | undefined,
  tail: Buffer,
  size: number,
  endsLine: boolean,
): Continuation {
  const known = head ?? lastGoodLine(tail);
  const uncounted = head === undefined ? tail.subarray(known.bytes) : tail;
  const found = { head: known, adopted: false, unended: !endsLine, headLost: head === undefined };
  // Shortened, or as it was left: either way the chain goes on from the head, so that a gap shows.
  if (uncounted.length === 0) return found;
  const line = parseLine(endsLine ? uncounted.subarray(0, -1) : uncounted);
  if (line !== undefined && line.seq === known.seq + 1 && line.prev === known.hash) {
    const counted = { seq: line.seq, hash: line.hash, bytes: size + (endsLine ? 0 : 1) };
    return { ...found, head: counted, adopted: true };
  }
  const piece = endsLine ? uncounted : Buffer.concat([uncounted, Buffer.from('\n')]);
  return { ...found, torn: { bytes: piece.length, sha256: sha256(piece) } };
}

function lastGoodLine(trail: Buffer): Head {
  let end = trail.length;
  while (end > 0) {
    const start = end < 2 ? 0 : trail.lastIndexOf(0x0a, end - 2) + 1;
    const isEnded = trail[end - 1] === 0x0a;
    const line = parseLine(trail.subarray(start, isEnded ? end - 1 : end));
    if (line !== undefined && isEnded) return { seq: line.seq, hash: line.hash, bytes: end };
    end = start;
  }
  return START;
}
