/** One line of the audit trail as text: the fields, the hash of the line before it, its MAC and its own hash. */
import type { Seal } from '../state/seal.ts';
import { type Standing, signed, standingOf } from './signature.ts';

/** Where the trail ends: number and hash of the last line, and the size of the file with it. */
export type Head = { seq: number; hash: string; bytes: number };

/** The head as it was found, and who wrote it. */
export type KeptHead = Head & { standing: Standing };

/** The head of a trail without a line. */
export const START: Head = { seq: 0, hash: '0'.repeat(64), bytes: 0 };

/** What a crash left of a line, as the line after it remembers it. */
export type TornPiece = { bytes: number; sha256: string };

export type TrailLine = {
  seq: number;
  prev: string;
  hash: string;
  standing: Standing;
  torn?: TornPiece;
  /** The head was missing or damaged, or did not fit the trail, when this line was written. */
  headLost: boolean;
  fields: Record<string, unknown>;
};

/** `,"hash":"` + 64 digits + `"}` */
const SUFFIX_BYTES = 75;
const SUFFIX = /^,"hash":"([0-9a-f]{64})"\}$/;

/** `fields` hold all but MAC and hash; the line break is the caller's. */
export function formatLine(fields: Record<string, unknown>, seal: Seal): { text: string; hash: string } {
  const body = signed('line', fields, seal);
  const hash = sha256(body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/**
 * Undefined when a byte of it is not as it was written, or was never written by this program.
 * @param seal the key at hand; whose line it is stands in `standing`
 */
export function parseLine(line: Buffer, seal: Seal | undefined): TrailLine | undefined {
  const cut = line.length - SUFFIX_BYTES;
  const hash = SUFFIX.exec(line.subarray(Math.max(cut, 0)).toString('latin1'))?.[1];
  if (hash === undefined || cut < 0) return undefined;
  const body = Buffer.concat([line.subarray(0, cut), Buffer.from('}')]);
  if (sha256(body) !== hash) return undefined;
  try {
    const json = body.toString('utf8');
    const fields: Record<string, unknown> = JSON.parse(json);
    const { seq, prev, torn } = fields;
    if (typeof seq !== 'number' || typeof prev !== 'string') return undefined;
    return {
      seq,
      prev,
      hash,
      standing: standingOf('line', json, seal),
      ...(torn !== undefined && { torn: torn as TornPiece }),
      headLost: fields.head_lost === true,
      fields,
    };
  } catch {
    return undefined;
  }
}

/** The head as its file keeps it. */
export function formatHead({ seq, hash, bytes }: Head, seal: Seal): string {
  return `${signed('head', { seq, hash, bytes }, seal)}\n`;
}

/** Undefined when it is damaged, or not what the key that it names has signed. */
export function parseHead(text: string, seal: Seal | undefined): KeptHead | undefined {
  const standing = standingOf('head', text.trimEnd(), seal);
  if (standing === 'forged') return undefined;
  try {
    const { seq, hash, bytes } = JSON.parse(text);
    const counts = [seq, bytes].every((value) => Number.isSafeInteger(value) && value >= 0);
    return counts && /^[0-9a-f]{64}$/.test(hash) ? { seq, hash, bytes, standing } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes between two lines can be what crashes left of line `seq`: beginnings of it, none of them whole.
 * A power cut may leave zeros in place of what was not written yet.
 */
export function looksTorn(bytes: Buffer, seq: number): boolean {
  const openings = ['intent', 'outcome'].map(
    (kind) => `{"seq":${seq},"time":"${TIME}","kind":"${kind}","call":"${CALL}",`,
  );
  const isBeginning = (piece: string) =>
    openings.some((opening) => opens(piece, opening)) && piece.length <= MAX_LINE_BYTES && !isWhole(piece);
  const pieces = bytes.toString('latin1').split('\n');
  return pieces[0] !== '' && pieces.every((piece) => isBeginning(withoutZerosAtEnd(piece)));
}

/** A pattern for zeros at the end of millions of them fails for want of stack. */
function withoutZerosAtEnd(piece: string): string {
  let end = piece.length;
  while (end > 0 && piece.charCodeAt(end - 1) === 0) end -= 1;
  return piece.slice(0, end);
}

/** `#` stands for a digit, `?` for one of 16. */
const TIME = '####-##-##T##:##:##.###Z';
const CALL = '?'.repeat(16);

/** No line that this program writes is longer. */
const MAX_LINE_BYTES = 16_384;

/** Whether one of the two texts begins with the other. */
function opens(piece: string, opening: string): boolean {
  return [...piece.slice(0, opening.length)].every((letter, at) => {
    const due = opening[at];
    if (due === '#') return /\d/.test(letter);
    return due === '?' ? /[0-9a-f]/.test(letter) : letter === due;
  });
}

/** No beginning of an object is one. */
function isWhole(piece: string): boolean {
  try {
    JSON.parse(piece);
    return true;
  } catch {
    return false;
  }
}

export function sha256(content: string | Buffer): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
}
