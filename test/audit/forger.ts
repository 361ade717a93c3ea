/** Somebody who knows how the trail is made, from docs/audit.md, and has no key: writes lines and heads of their own. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type Fields = Record<string, unknown>;

/** A line with a hash that is right. */
export function lineOf(fields: Fields): string {
  const { hash: _, ...rest } = fields;
  const body = JSON.stringify(rest);
  return `${body.slice(0, -1)},"hash":"${hashOf(fields)}"}`;
}

function hashOf(fields: Fields): string {
  const { hash: _, ...rest } = fields;
  return createHash('sha256').update(JSON.stringify(rest)).digest('hex');
}

export function linesIn(folder: string): Fields[] {
  return readFileSync(join(folder, 'audit.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Fields);
}

/** The whole trail anew, chained without a gap, and a head that fits it, without a MAC. */
export function rewrite(folder: string, lines: Fields[]): void {
  let prev = '0'.repeat(64);
  const texts = lines.map((line, index) => {
    const { key, mac, ...rest } = line;
    const chained = { ...rest, seq: index + 1, prev, ...(mac !== undefined && { key, mac }) };
    prev = hashOf(chained);
    return `${lineOf(chained)}\n`;
  });
  writeFileSync(join(folder, 'audit.jsonl'), texts.join(''));
  writeHead(folder, { seq: lines.length, hash: prev });
}

export function writeHead(folder: string, { seq, hash }: { seq: number; hash: unknown }): void {
  const bytes = statSync(join(folder, 'audit.jsonl')).size;
  writeFileSync(join(folder, 'audit-head.json'), `${JSON.stringify({ seq, hash, bytes })}\n`);
}

/** As a version before MACs left it. */
export function withoutSignature({ key: _key, mac: _mac, ...fields }: Fields): Fields {
  return fields;
}
