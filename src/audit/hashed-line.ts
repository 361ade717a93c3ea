/** One line of the audit trail as text: the fields, the hash of the line before it, and its own at the end. */

/** Where the trail ends: number and hash of the last line, and the size of the file with it. */
export type Head = { seq: number; hash: string; bytes: number };

/** The head of a trail without a line. */
export const START: Head = { seq: 0, hash: '0'.repeat(64), bytes: 0 };

export const TRAIL_FILE = 'audit.jsonl';
export const HEAD_FILE = 'audit-head.json';

/** What a crash left of a line, as the line after it remembers it. */
export type TornPiece = { bytes: number; sha256: string };

export type TrailLine = {
  seq: number;
  prev: string;
  hash: string;
  torn?: TornPiece;
  /** The head was missing or damaged when this line was written. */
  headLost: boolean;
  fields: Record<string, unknown>;
};

/** `,"hash":"` + 64 digits + `"}` */
const SUFFIX_BYTES = 75;
const SUFFIX = /^,"hash":"([0-9a-f]{64})"\}$/;

/** `fields` hold all but the hash; the line break is the caller's. */
export function formatLine(fields: Record<string, unknown>): { text: string; hash: string } {
  const body = JSON.stringify(fields);
  const hash = sha256(body);
  return { text: `${body.slice(0, -1)},"hash":"${hash}"}`, hash };
}

/** Undefined when a byte of it is not as it was written, or was never written by this program. */
export function parseLine(line: Buffer): TrailLine | undefined {
  const cut = line.length - SUFFIX_BYTES;
  const hash = SUFFIX.exec(line.subarray(Math.max(cut, 0)).toString('latin1'))?.[1];
  if (hash === undefined || cut < 0) return undefined;
  const body = Buffer.concat([line.subarray(0, cut), Buffer.from('}')]);
  if (sha256(body) !== hash) return undefined;
  try {
    const fields: Record<string, unknown> = JSON.parse(body.toString('utf8'));
    const { seq, prev, torn } = fields;
    if (typeof seq !== 'number' || typeof prev !== 'string') return undefined;
    return {
      seq,
      prev,
      hash,
      ...(torn !== undefined && { torn: torn as TornPiece }),
      headLost: fields.head_lost === true,
      fields,
    };
  } catch {
    return undefined;
  }
}

/** Undefined when it is damaged. */
export function parseHead(text: string): Head | undefined {
  try {
    const { seq, hash, bytes } = JSON.parse(text);
    const counts = [seq, bytes].every((value) => Number.isSafeInteger(value) && value >= 0);
    return counts && /^[0-9a-f]{64}$/.test(hash) ? { seq, hash, bytes } : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Whether bytes between two lines can be what crashes left of line `seq`: beginnings of it, none of them whole.
 * A power cut may leave zeros in place of what was not written yet.
 */
export function looksTorn(bytes: Buffer, seq: number): boolean {
  const opening = `{"seq":${seq},"time":"`;
  const pieces = bytes.toString('latin1').split('\n');
  const isBeginning = (piece: string) =>
    (opening.startsWith(piece) || piece.startsWith(opening)) && !SUFFIX.test(piece.slice(-SUFFIX_BYTES));
  return pieces[0] !== '' && pieces.every((piece) => isBeginning(piece.replace(/\0+$/, '')));
}

export function sha256(content: string | Buffer): string {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest('hex');
}
