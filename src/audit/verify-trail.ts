/** Finding out whether the audit trail is as it was written: every byte of every line, and its end. */
import { defined } from '../model/record.ts';
import type { Seal } from '../state/seal.ts';
import {
  type Head,
  type KeptHead,
  looksTorn,
  parseLine,
  START,
  sha256,
  type TrailLine,
} from './hashed-line.ts';
import type { Standing } from './signature.ts';

export type Verdict =
  | {
      intact: true;
      lines: number;
      /** Pieces of lines that crashes left; nothing is missing there but what was never finished. */
      torn: number;
      /** So many lines from the first were written before lines were signed, or without the key. */
      unsigned: number;
      /** The first line whose key is not at hand; the head counts as the line after the last. */
      unchecked?: number;
      /** Where the trail ends; kept somewhere else, it shows later whether all up to here is still there. */
      head: Head;
    }
  | { intact: false; line: number; fault: Fault; explanation: string };

export type Fault = 'altered' | 'forged' | 'missing lines' | 'order' | 'inserted' | 'cut off' | 'head';

/**
 * @param head undefined when it is missing or damaged
 * @param seal undefined when the key is not at hand
 */
export function verifyTrail(trail: Buffer, head: KeptHead | undefined, seal: Seal | undefined): Verdict {
  let last = START;
  const signatures = readSignatures();
  let torn = 0;
  /** The first of the lines that cannot be read since the last good one. */
  let unread: { line: number; from: number } | undefined;
  let counted: Counted | undefined = head?.seq === 0 ? { ...START, standing: head.standing } : undefined;
  let number = 0;
  for (let from = 0; from < trail.length; ) {
    number += 1;
    const lineBreak = trail.indexOf(0x0a, from);
    const end = lineBreak === -1 ? trail.length : lineBreak;
    const line = parseLine(trail.subarray(from, end), seal);
    if (line === undefined) unread ??= { line: number, from };
    else {
      const gap = trail.subarray(unread?.from ?? from, from);
      if (!vouchesFor(line, gap)) return altered(unread?.line ?? number);
      const fault = faultOf(line, last, number) ?? signatures.faultOf(line.standing, number);
      if (fault !== undefined) return fault;
      if (gap.length > 0) torn += 1;
      unread = undefined;
      last = { seq: line.seq, hash: line.hash, bytes: Math.min(end + 1, trail.length) };
      if (line.seq === head?.seq) counted = { ...last, standing: line.standing };
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
  const ending = faultOfEnd(last, signatures.last(), head, counted, number);
  if (ending !== undefined) return ending;
  const { unsigned, unchecked = head?.standing === 'unknown key' ? number + 1 : undefined } =
    signatures.found();
  return { intact: true, lines: last.seq, torn, unsigned, ...defined({ unchecked }), head: last };
}

/** The line that the head speaks of. */
type Counted = Head & { standing: Standing };

/** In the order of the lines: unsigned ones, those of keys that are not at hand, those of the key at hand. */
function readSignatures() {
  let latest: Standing = 'unsigned';
  let unsigned = 0;
  let unchecked: number | undefined;
  return {
    faultOf(standing: Standing, number: number): Verdict | undefined {
      if (standing === 'forged') return forged(number, 'its MAC was not made with the key in seal.key');
      if (standing === 'unsigned' && latest !== 'unsigned') {
        return forged(number, 'it carries no MAC, and the line before it does');
      }
      if (standing === 'unknown key' && latest === 'signed') {
        return forged(number, 'it names another key than seal.key, which the line before it was signed with');
      }
      if (standing === 'unsigned') unsigned += 1;
      if (standing === 'unknown key') unchecked ??= number;
      latest = standing;
      return undefined;
    },
    last: () => latest,
    found: () => ({ unsigned, unchecked }),
  };
}

/** A line that follows the remains of a crash says how long they are and what their hash is; no other may. */
function vouchesFor({ torn, seq }: TrailLine, gap: Buffer): boolean {
  if (torn === undefined) return gap.length === 0;
  return torn.bytes === gap.length && torn.sha256 === sha256(gap) && looksTorn(gap, seq);
}

function faultOf(line: TrailLine, last: Head, number: number): Verdict | undefined {
  const due = last.seq + 1;
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
  if (line.headLost) {
    return fault(
      number,
      'head',
      `When line ${number} was written, audit-head.json was missing or damaged, or did not fit the trail: lines before it may have been altered or cut off.`,
    );
  }
  return undefined;
}

function faultOfEnd(
  last: Head,
  lastStanding: Standing,
  head: KeptHead | undefined,
  counted: Counted | undefined,
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
  const isOfItsTime = head.standing === 'signed' || head.standing === counted?.standing;
  if (counted?.hash !== head.hash || counted.bytes !== head.bytes || !isOfItsTime) {
    return fault(
      number,
      'head',
      `audit-head.json does not fit the trail at number ${head.seq}: one of the two was altered.`,
    );
  }
  // A crash leaves one whole line that was not counted yet, never two, and signs it where lines are signed.
  const isOwn = last.seq === head.seq || lastStanding === 'signed' || lastStanding === head.standing;
  return last.seq > head.seq + 1 || !isOwn ? inserted(number) : undefined;
}

/** Number of the line with this hash in an intact trail; 0 for the hash that the first line continues. */
export function lineWithHash(trail: Buffer, hash: string): number | undefined {
  if (hash === START.hash) return 0;
  const end = trail.indexOf(`,"hash":"${hash}"}\n`);
  if (end === -1) return undefined;
  const start = trail.lastIndexOf(0x0a, end) + 1;
  return Number(/^\{"seq":(\d+)/.exec(trail.subarray(start, end).toString('latin1'))?.[1]);
}

function altered(line: number): Verdict {
  return fault(line, 'altered', `Line ${line} was altered: it does not match its own hash.`);
}

function forged(line: number, why: string): Verdict {
  return fault(
    line,
    'forged',
    `Line ${line} was altered, or written by something other than openai-admin-mcp: ${why}.`,
  );
}

function inserted(line: number): Verdict {
  return fault(line, 'inserted', `Line ${line} was added by something other than openai-admin-mcp.`);
}

function fault(line: number, kind: Fault, explanation: string): Verdict {
  return { intact: false, line, fault: kind, explanation };
}
