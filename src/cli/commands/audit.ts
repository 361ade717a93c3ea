/** `openai-admin-mcp audit`: what was done through this program, and whether that record is whole. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { HEAD_FILE, parseHead, TRAIL_FILE } from '../../audit/hashed-line.ts';
import { type AuditedCall, describeCall, readCalls } from '../../audit/read-calls.ts';
import { verifyTrail } from '../../audit/verify-trail.ts';
import { describeFileError } from '../../files/describe-file-error.ts';
import { readPrivateFile } from '../../files/private-file.ts';
import { stateFolder } from '../../host/application-folders.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import type { ProcessContext } from '../process-context.ts';

const DEFAULT_COUNT = 20;
const MAX_TRIES = 100;
const seeWhy = () => `Run ${ownCommand('audit verify')} to see why.\n`;

export function addAudit(program: Command, context: ProcessContext): void {
  const audit = program
    .command('audit')
    .description('Show the record of writes and refusals, and check that it is whole.');
  audit
    .command('tail')
    .description('Print the last calls, oldest first.')
    .option('-n, --lines <COUNT>', `How many (default ${DEFAULT_COUNT}).`)
    .option('--json', 'As JSON, one call a line.')
    .action(({ lines, json }: { lines?: string; json?: boolean }) =>
      tail(context, countOf(lines), json ? JSON.stringify : describeCall),
    );
  audit
    .command('verify')
    .description('Check that no line was altered, added, moved or removed. Ends with 4 when one was.')
    .action(() => verify(context));
}

function tail(context: ProcessContext, count: number, write: (call: AuditedCall) => string): void {
  const found = readTrail(context);
  if (found === undefined) return;
  if (found.trail.length === 0) context.stderr.write(`${TRAIL_FILE} is missing or empty. ${seeWhy()}`);
  const { calls, unreadable } = readCalls(found.trail, count);
  for (const call of calls) context.stdout.write(`${write(call)}\n`);
  if (unreadable > 0) {
    context.stderr.write(`Lines that cannot be read: ${unreadable}. ${seeWhy()}`);
  }
}

function verify(context: ProcessContext): void {
  const found = readTrail(context);
  if (found === undefined) return;
  const verdict = verifyTrail(found.trail, parseHead(found.head));
  if (!verdict.intact) {
    context.stdout.write(
      `${verdict.explanation}\nKeep a copy of ${TRAIL_FILE} and ${HEAD_FILE} in ${stateFolder(context.host)} and find out what happened. Then move both away: the next call starts a new trail.\n`,
    );
    context.setExitCode(EXIT.refused);
    return;
  }
  const torn = verdict.torn === 0 ? '' : ` Unfinished lines that crashes left: ${verdict.torn}.`;
  context.stdout.write(
    `Intact. Lines: ${verdict.lines}.${torn}\nHead: ${verdict.head.seq} ${verdict.head.hash}\n`,
  );
}

/** Undefined when there is nothing to read; the person was told so. */
function readTrail(context: ProcessContext): { trail: Buffer; head: string } | undefined {
  const folder = stateFolder(context.host);
  try {
    const { trail, head } = readBoth(folder, context.host.uid);
    if (trail !== undefined || head !== undefined) {
      return { trail: trail ?? Buffer.alloc(0), head: head?.toString('utf8') ?? '' };
    }
    context.stderr.write(`There is no audit trail yet; the first write or refusal starts it in ${folder}.\n`);
  } catch (error) {
    const why = describeFileError(error, folder) ?? (error instanceof Error ? error.message : String(error));
    context.stderr.write(`The audit trail cannot be read: ${why}\n`);
    context.setExitCode(EXIT.refused);
  }
  return undefined;
}

/** Without the lock, since a copy may lie where nothing can be written: read again when a server wrote just then. */
function readBoth(
  folder: string,
  uid: number | undefined,
): { trail: Buffer | undefined; head: Buffer | undefined } {
  const read = (name: string) => readPrivateFile(join(folder, name), uid);
  for (let tries = 1; ; tries += 1) {
    const head = read(HEAD_FILE);
    const trail = read(TRAIL_FILE);
    const after = read(HEAD_FILE);
    if (tries === MAX_TRIES || head?.toString() === after?.toString()) return { trail, head };
  }
}

/** @throws SettingsError */
function countOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_COUNT;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new SettingsError(['-n: give a number from 1.']);
  return Number(text);
}
