/** `evidence`: all that an access review or an auditor asks for, as files of one moment and one period. */
import { isAbsolute, join } from 'node:path';
import type { Command } from 'commander';
import { DEFAULT_PROFILE } from '../../credentials/names.ts';
import { gatherEvidence } from '../../evidence/gather.ts';
import { writeEvidence } from '../../evidence/write-evidence.ts';
import { EXIT } from '../../host/exit-code.ts';
import { sharedTime } from '../../reading/shared-time.ts';
import { redact } from '../../redaction/redact.ts';
import { dateOf, readPeriod } from '../../reports/period.ts';
import { reportReads } from '../../reports/report-reads.ts';
import { SettingsError } from '../../settings/settings-error.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { ProcessContext } from '../process-context.ts';
import { openProduct, type ProductOptions, productSettings } from './open-product.ts';

type EvidenceOptions = Omit<ProductOptions, 'secrets'> & { period: string; exports?: string };

/** A large organization takes minutes, and a person waits. */
const LONGEST_MILLISECONDS = 6 * 60 * 60_000;

export function addEvidence(program: Command, context: ProcessContext): void {
  program
    .command('evidence')
    .description(
      'Save everything an access review asks for, with the audit log of a period, as JSON and CSV.',
    )
    .option('--exports <folder>', 'Where a new folder for it is made.')
    .option(
      '--period <period>',
      'Of the audit log: last_month, 2026-10, or 2026-10-01/2026-11-01.',
      'last_month',
    )
    .option('--profile <name>', 'Read with this stored set of keys.')
    .option('--key-file <path>', 'Read with the keys of this file.')
    .option('--sandbox', 'Read the sandbox organization.')
    .action((options: EvidenceOptions) => evidence(context, options));
}

async function evidence(context: ProcessContext, options: EvidenceOptions): Promise<void> {
  const { stdout, stderr, now } = context;
  const settings = productSettings(context, options);
  const exports = options.exports ?? settings.exports;
  if (exports === undefined) throw new SettingsError(['--exports: name the folder that it is saved in.']);
  const period = periodOf(options.period, now());
  const product = await openProduct(context, settings);
  const ending = new AbortController();
  context.onSignal('SIGINT', () => ending.abort());
  const counted = (answers: number) => stderr.isTTY && stderr.write(`\r${answers} answers read`);
  const shared = sharedTime(product.upstream.send, ending.signal, LONGEST_MILLISECONDS, counted);
  try {
    const { tools } = product.catalogue;
    const reads = reportReads(
      tools,
      shared.send,
      (read) => product.guard.refusalOfRead(read, ending.signal, 'report'),
      ending.signal,
    );
    const gathered = await gatherEvidence(tools, period, reads);
    if (stderr.isTTY) stderr.write('\n');
    const folder = writeEvidence(
      isAbsolute(exports) ? exports : join(context.workingFolder(), exports),
      gathered,
      {
        madeAt: new Date(now()).toISOString(),
        from: dateOf(period.start),
        to: dateOf(period.end),
        profile: settings.sandbox ? 'sandbox' : (settings.profile ?? DEFAULT_PROFILE),
      },
      (text) => redact(text) ?? '[left out: it held a secret]',
    );
    const rows = gathered.parts.reduce((sum, part) => sum + part.rows.length, 0);
    stdout.write(
      `${folder}\n${rows} objects of ${gathered.parts.length} kinds. Check the files with: sha256sum -c SHA256SUMS\n`,
    );
    if (gathered.notCovered.length > 0) {
      stderr.write(`Not covered, as manifest.json says:\n${gathered.notCovered.map(describe).join('')}`);
      context.setExitCode(EXIT.refusedByOpenAI);
    }
  } finally {
    shared.end();
    await product.close();
  }
}

function describe({ what, of, why }: { what: string; of?: string[]; why: string }): string {
  const many =
    of === undefined
      ? ''
      : ` of ${of.slice(0, 3).join(', ')}${of.length > 3 ? ` and ${of.length - 3} more` : ''}`;
  return `  ${what}${many}: ${why}\n`;
}

function periodOf(text: string, now: number) {
  try {
    return readPeriod(text, now);
  } catch (error) {
    if (error instanceof ArgumentError)
      throw new SettingsError(error.problems.map((problem) => `--${problem}`));
    throw error;
  }
}
