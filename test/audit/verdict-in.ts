/** What verify finds in a state folder, read as the command reads it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseHead } from '../../src/audit/hashed-line.ts';
import { HEAD_FILE, trailFileNames } from '../../src/audit/trail-files.ts';
import { type Verdict, verifyTrail } from '../../src/audit/verify-trail.ts';
import { SEAL_FILE, sealWith } from '../../src/state/seal.ts';

export function verdictIn(folder: string): Verdict {
  const seal = sealWith(textOf(folder, SEAL_FILE));
  return verifyTrail(trailIn(folder), parseHead(textOf(folder, HEAD_FILE) ?? '', seal), seal);
}

/** All of its files as one. */
export function trailIn(folder: string): Buffer {
  return Buffer.concat(trailFileNames(folder).flatMap((name) => Buffer.from(textOf(folder, name) ?? '')));
}

function textOf(folder: string, name: string): string | undefined {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return undefined;
  }
}
