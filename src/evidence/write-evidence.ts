/** The evidence as files: each kind as JSON and CSV, what they hold and what is missing, and their SHA-256 sums. */
import { createHash } from 'node:crypto';
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvOf } from '../exports/csv.ts';
import { makeFolders } from '../files/private-file.ts';
import { savedTable } from '../tools/saved-rows.ts';
import type { Evidence } from './gather.ts';

export type EvidenceFacts = {
  madeAt: string;
  /** Days; the end is not included. */
  from: string;
  to: string;
  profile: string;
};

/**
 * Makes a new folder in `folder` and returns its path.
 * @throws what the file system throws
 */
export function writeEvidence(
  folder: string,
  { parts, notCovered }: Evidence,
  { madeAt, from, to, profile }: EvidenceFacts,
  clean: (text: string) => string,
): string {
  makeFolders(folder);
  const own = join(folder, `evidence-${from}-to-${to}-${madeAt.replace(/\.\d+|[-:]/g, '')}`);
  mkdirSync(own, { mode: 0o700 });
  const sums: string[] = [];
  const write = (name: string, text: string) => {
    const cleaned = clean(text);
    const descriptor = openSync(join(own, name), 'wx', 0o600);
    try {
      writeFileSync(descriptor, cleaned);
    } finally {
      closeSync(descriptor);
    }
    const sha256 = createHash('sha256').update(cleaned).digest('hex');
    sums.push(`${sha256}  ${name}\n`);
    return { file: name, sha256 };
  };
  const files = parts.flatMap(({ name, tool, rows }) => [
    { ...write(`${name}.json`, `${JSON.stringify(rows, undefined, 1)}\n`), rows: rows.length },
    { ...write(`${name}.csv`, csvOf(savedTable(tool, rows))), rows: rows.length },
  ]);
  const manifest = {
    made_at: madeAt,
    period: { from, to },
    profile,
    complete: notCovered.length === 0,
    not_covered: notCovered,
    files,
  };
  write('manifest.json', `${JSON.stringify(manifest, undefined, 1)}\n`);
  writeFileSync(join(own, 'SHA256SUMS'), sums.join(''), { flag: 'wx', mode: 0o600 });
  return own;
}
