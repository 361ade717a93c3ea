/** `openai-admin-mcp audit tail`: the last calls on record, those that fit, and those still to come. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Command } from 'commander';
import { CALL_WORDS, isWanted, type Wanted } from '../../audit/choose-calls.ts';
import { type AuditedCall, describeCall, readCalls } from '../../audit/read-calls.ts';
import { TRAIL_FILE } from '../../audit/trail-files.ts';
import { ownCommand } from '../../model/own-command.ts';
import { defined } from '../../model/record.ts';
import { readMoment } from '../../settings/read-options.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { didYouMean } from '../../text/nearest.ts';
import type { ProcessContext } from '../process-context.ts';
import { readTrail, tellNoneYet } from './read-trail.ts';

const DEFAULT_COUNT = 20;
const POLL_MILLISECONDS = 300;
const seeWhy = () => `Run ${ownCommand('audit verify')} to see why.\n`;

type TailOptions = Partial<
  Record<'lines' | 'since' | 'tool' | 'profile' | 'outcome', string> & { json: boolean; follow: boolean }
>;

export function addAuditTail(audit: Command, context: ProcessContext): void {
  audit
    .command('tail')
    .description('Print the last calls, oldest first.')
    .option('-n, --lines <COUNT>', `How many (default ${DEFAULT_COUNT}).`)
    .option(
      '--since <TIME>',
      'Only those since a time such as 2026-12-31T18:00:00Z, or of the last e.g. 90m or 2d.',
    )
    .option('--tool <NAME>', 'Only those of this tool; * and ? stand for any characters.')
    .option('--profile <NAME>', 'Only those of this profile.')
    .option(
      '--outcome <WORD>',
      'Only those that ended so: done, rejected, unknown, refused, planned, none and the like.',
    )
    .option(
      '--follow',
      'Go on with what is written from now on; a call is printed again with what came of it.',
    )
    .option('--json', 'As JSON, one call a line.')
    .action((options: TailOptions) => tail(context, options));
}

async function tail(context: ProcessContext, options: TailOptions): Promise<void> {
  const count = countOf(options.lines);
  const wanted = wantedOf(options, context.now());
  const write = options.json ? JSON.stringify : describeCall;
  const print = (calls: AuditedCall[]) => {
    for (const call of calls) context.stdout.write(`${write(call)}\n`);
  };
  const found = readTrail(context);
  if (found === 'unreadable') return;
  if (found === 'none yet') tellNoneYet(context);
  const trail = found === 'none yet' ? undefined : found.trail;
  const { calls, unreadable, lastSeq } = readCalls(trail ?? Buffer.alloc(0));
  if (trail?.length === 0) context.stderr.write(`${TRAIL_FILE} is missing or empty. ${seeWhy()}`);
  print(calls.filter((call) => isWanted(call, wanted)).slice(-count));
  if (unreadable > 0) context.stderr.write(`Lines that cannot be read: ${unreadable}. ${seeWhy()}`);
  if (options.follow)
    await follow(context, lastSeq, (some) => print(some.filter((call) => isWanted(call, wanted))));
}

/** Until stdout cannot be written any more, or a signal ends the program. */
async function follow(
  context: ProcessContext,
  lastSeq: number,
  print: (calls: AuditedCall[]) => void,
): Promise<void> {
  let seen = lastSeq;
  while (context.stdout.writable) {
    await delay(POLL_MILLISECONDS);
    const found = readTrail(context);
    if (found === 'unreadable') return;
    if (found === 'none yet') continue;
    const { calls, lastSeq: latest } = readCalls(found.trail);
    // A new trail begins with small numbers again.
    const since = latest < seen ? 0 : seen;
    print(calls.filter(({ intent, outcome }) => Math.max(seqOf(intent), seqOf(outcome)) > since));
    seen = latest;
  }
}

function seqOf(fields: Record<string, unknown> | undefined): number {
  return typeof fields?.seq === 'number' ? fields.seq : 0;
}

/** @throws SettingsError */
function wantedOf({ since, tool, profile, outcome }: TailOptions, now: number): Wanted {
  const moment = since === undefined ? undefined : readMoment(since, now);
  if (typeof moment === 'string') throw new SettingsError([`--since: ${moment}`]);
  if (outcome !== undefined && !CALL_WORDS.includes(outcome)) {
    throw new SettingsError([
      `--outcome: ${JSON.stringify(outcome)} is not one of ${CALL_WORDS.join(', ')}.${didYouMean(outcome, CALL_WORDS, ' Did')}`,
    ]);
  }
  return defined({ since: moment, tool, profile, outcome });
}

/** @throws SettingsError */
function countOf(text: string | undefined): number {
  if (text === undefined) return DEFAULT_COUNT;
  if (!/^[1-9]\d{0,6}$/.test(text)) throw new SettingsError(['-n: give a number from 1.']);
  return Number(text);
}
