/** Finding out whether the audit trail is as it was written: every byte of every line, and its end. */
import { type Head, looksTorn, parseLine, START, sha256, type TrailLine } from './hashed-line.ts';

export type Verdict =
  | {
      intact: true;
      lines: number;
      /** Pieces of lines that crashes left; nothing is missing there but what was never finished. */
      torn: number;
      /** Where the trail ends; kept somewhere else, it shows later whether all up to here is still there. */
      head: Head;
    }
  | { intact: false; line: number; fault: Fault; explanation: string };

export type Fault = 'altered' | 'missing lines' | 'order' | 'inserted' | 'cut off' | 'head';

/** @param head undefined when it is missing or damaged */
export function verifyTrail(trail: Buffer, head: Head | undefined): Verdict {
  let last = START;
  let torn = 0;
  /** The first of the lines that cannot be read since the last good one. */
  let unread: { line: number; from: number } | undefined;
  let counted = head?.seq === 0 ? START : undefined;
  let number = 0;
  for (let from = 0; from < trail.length; ) {
    number += 1;
    const lineBreak = trail.indexOf(0x0a, from);
    const end = lineBreak === -1 ? trail.length : lineBreak;
    const line = parseLine(trail.subarray(from, end));
    if (line === undefined) unread ??= { line: number, from };
    else {
      const gap = trail.subarray(unread?.from ?? from, from);
      if (!vouchesFor(line, gap)) return altered(unread?.line ?? number);
      const fault = faultOf(line, last, number);
      if (fault !== undefined) return fault;
      if (gap.length > 0) torn += 1;
      unread = undefined;
      last = { seq: line.seq, hash: line.hash, bytes: Math.min(end + 1, trail.length) };
      if (line.seq === head?.seq) counted = last;
    }
    from = end + 1;
  }
  if (unread !== undefined) {
    const rest = trail.subarray(unread.from);
    const isCounted = head !== undefined && last.seq < head.seq;
    const isCut = isCounted && trail.at(-1) !== 0x0a && unread.line === number;
    if (isCounted && !isCut) return altered(unread.line);
    if (!isCounted && !looksTorn(rest, last.seq + 1)) return inserted(unread.line);
    if (!isCounted) torn += 1;
  }
  return faultOfEnd(last, head, counted, number) ?? { intact: true, lines: last.seq, torn, head: last };
}

/** A line that follows the remains of a crash says how long they are and what their hash is; no other may. */
function vouchesFor({ torn, seq }: TrailLine, gap: Buffer): boolean {
  if (torn === undefined) return gap.length === 0;
  return torn.bytes === gap.length && torn.sha256 === sha256(gap) && looksTorn(gap, seq);
}

function faultOf(line: TrailLine, last: Head, number: number): Verdict | undefined {
  const due = last.seq + 1;
  if (line.headLost) {
    return fault(
      number,
      'head',
      `When line ${number} was written, audit-head.json was missing or damaged: lines before it may have been cut off.`,
    );
  }
  if (line.seq > due) {
    const which = line.seq - 1 === due ? `number ${due} is` : `numbers ${due} to ${line.seq - 1} are`;
    return fault(number, 'missing lines', `Before line ${number}, ${which} missing.`);
  }
  if (line.seq < due) {
    return fault(
      number,
      'order',
      `Line ${number} is out of order: it is number ${line.seq}, and ${due} belongs here.`,
    );
  }
  if (line.prev !== last.hash) {
    return fault(
      number,
      'altered',
      number === 1
        ? 'Line 1 continues another trail: it was replaced.'
        : `Line ${number} does not continue the line before it: one of them was replaced.`,
    );
  }
  return undefined;
}

function faultOfEnd(
  last: Head,
  head: Head | undefined,
  counted: Head | undefined,
  number: number,
): Verdict | undefined {
  if (head === undefined) {
    return fault(
      number,
      'head',
      'audit-head.json is missing or damaged. It remembers where the trail ends, so lines may have been cut off the end.',
    );
  }
  if (last.seq < head.seq) {
    const left = last.seq === 0 ? 'none is left' : `the last whole one is number ${last.seq}`;
    return fault(number, 'cut off', `The end was cut off: ${head.seq} lines were written, and ${left}.`);
  }
  if (counted?.hash !== head.hash || counted.bytes !== head.bytes) {
    return fault(
      number,
      'head',
      `audit-head.json does not fit the trail at number ${head.seq}: one of the two was altered.`,
    );
  }
  // A crash leaves one whole line that was not counted yet, never two.
  return last.seq > head.seq + 1 ? inserted(number) : undefined;
}

function altered(line: number): Verdict {
  return fault(line, 'altered', `Line ${line} was altered: it does not match its own hash.`);
}

function inserted(line: number): Verdict {
  return fault(line, 'inserted', `Line ${line} was added by something other than openai-admin-mcp.`);
}

function fault(line: number, kind: Fault, explanation: string): Verdict {
  return { intact: false, line, fault: kind, explanation };
}
