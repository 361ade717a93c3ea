/** `openai-admin-mcp audit verify`: whether the record is whole and this program's own. */
import type { Command } from 'commander';
import { parseHead } from '../../audit/hashed-line.ts';
import { HEAD_FILE, TRAIL_FILE } from '../../audit/trail-files.ts';
import { lineWithHash, type Verdict, verifyTrail } from '../../audit/verify-trail.ts';
import { stateFolder } from '../../host/application-folders.ts';
import { EXIT } from '../../host/exit-code.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { SEAL_FILE, sealWith } from '../../state/seal.ts';
import type { ProcessContext } from '../process-context.ts';
import { placeOfLine, type ReadTrail, readTrail, tellNoneYet } from './read-trail.ts';

export function addAuditVerify(audit: Command, context: ProcessContext): void {
  audit
    .command('verify')
    .description('Check that no line was altered, added, moved or removed. Ends with 4 when one was.')
    .option('--head <HASH>', 'Check too that the line with this hash, kept elsewhere, is still there.')
    .action(({ head }: { head?: string }) => verify(context, head === undefined ? undefined : hashOf(head)));
}

function verify(context: ProcessContext, keptHash?: string): void {
  const found = readTrail(context);
  if (found === 'unreadable') return;
  if (found === 'none yet') {
    tellNoneYet(context);
    // A head that was kept speaks of a trail.
    if (keptHash !== undefined) context.setExitCode(EXIT.refused);
    return;
  }
  const { exitCode, sentences } = judge(found, stateFolder(context.host), keptHash);
  context.stdout.write(`${sentences.join('\n')}\n`);
  context.setExitCode(exitCode);
}

function judge(
  found: ReadTrail,
  folder: string,
  keptHash?: string,
): { exitCode: number; sentences: string[] } {
  const { trail, head, key } = found;
  const seal = sealWith(key);
  const verdict = verifyTrail(trail, parseHead(head ?? '', seal), seal);
  if (!verdict.intact) {
    const place = placeOfLine(found, verdict.line);
    const where = place === undefined ? [] : [`Of all files together, that is ${place}.`];
    return { exitCode: EXIT.refused, sentences: [verdict.explanation, ...where, whatToDo(folder)] };
  }
  const kept = keptHash === undefined ? undefined : lineWithHash(trail, keptHash);
  if (keptHash !== undefined && kept === undefined) {
    const gone = `No line has the hash ${keptHash}: the trail was replaced, or its end was cut off, after that head was kept.`;
    return { exitCode: EXIT.refused, sentences: [gone, whatToDo(folder)] };
  }
  const { exitCode, sentence } = describeSignatures(verdict, folder);
  const torn = verdict.torn === 0 ? '' : ` Unfinished lines that crashes left: ${verdict.torn}.`;
  return {
    exitCode,
    sentences: [
      `${sentence} Lines: ${verdict.lines}.${torn}`,
      `Head: ${verdict.head.seq} ${verdict.head.hash}`,
      ...(kept === undefined ? [] : [`The head that was kept is number ${kept}.`]),
    ],
  };
}

function describeSignatures(
  { unchecked, unsigned, lines }: Verdict & { intact: true },
  folder: string,
): { exitCode: number; sentence: string } {
  if (unchecked !== undefined) {
    const which = unchecked > lines ? HEAD_FILE : `line ${unchecked}`;
    return {
      exitCode: EXIT.noCredential,
      sentence: `Who wrote it cannot be checked: the key that signed ${which} is not in ${SEAL_FILE}. Put that file back into ${folder} from a copy. The hashes fit together.`,
    };
  }
  if (unsigned > 0) {
    const which = unsigned === 1 ? 'Line 1 is' : `Lines 1 to ${unsigned} are`;
    return {
      exitCode: EXIT.unsigned,
      sentence: `${which} not signed: an earlier version wrote no MAC, and anybody can write such a line. The hashes fit together.`,
    };
  }
  return { exitCode: EXIT.ok, sentence: 'Intact.' };
}

function whatToDo(folder: string): string {
  return `Keep a copy of ${TRAIL_FILE}, every audit-NUMBER.jsonl and ${HEAD_FILE} in ${folder} and find out what happened. Then move all of them away: the next call starts a new trail.`;
}

/**
 * As verify prints it, with or without the number before it.
 * @throws SettingsError
 */
function hashOf(text: string): string {
  const hash = /^(?:\d+\s+)?([0-9a-f]{64})$/i.exec(text.trim())?.[1];
  if (hash !== undefined) return hash.toLowerCase();
  throw new SettingsError(['--head: give the 64 hex digits that audit verify printed behind "Head:".']);
}
