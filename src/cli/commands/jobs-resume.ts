/** `openai-admin-mcp jobs resume`: going on with an approved job, through the same guard as the call that began it. */
import type { Command } from 'commander';
import type { Caller, JobOutcome } from '../../calls/prepared-write.ts';
import { DEFAULT_PROFILE } from '../../credentials/names.ts';
import { agentMarker } from '../../host/agent-shell.ts';
import { EXIT } from '../../host/exit-code.ts';
import { isFinished, type KeptJob } from '../../jobs/job-record.ts';
import { ownCommand } from '../../model/own-command.ts';
import { revealSecret } from '../../redaction/known-secrets.ts';
import { heldToLimits } from '../../settings/server-limits.ts';
import { prepareCall } from '../../tools/build-request.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { describeJob, whyOver } from './describe-job.ts';
import { openProduct, type ProductOptions, productSettings } from './open-product.ts';
import { readJob, readJobs } from './read-jobs.ts';

type ResumeOptions = Pick<ProductOptions, 'keyFile' | 'secrets'>;

export function addJobsResume(jobs: Command, context: ProcessContext): void {
  jobs
    .command('resume')
    .description('Go on with an approved job that is not done, as the profile that began it.')
    .argument('<JOB>', 'Its id, from jobs list.')
    .option('--key-file <path>', 'Use the keys of this file, as the server that began it did.')
    .option('--secrets <place>', 'Where new secrets go: keychain, file:FOLDER or command:NAME.')
    .action((id: string, options: ResumeOptions) => resume(context, id, options));
}

async function resume(context: ProcessContext, id: string, options: ResumeOptions): Promise<void> {
  const { host, stdout, stderr, now } = context;
  const marker = agentMarker(host.environment);
  if (marker !== undefined) {
    throw new CommandFailure(
      EXIT.refused,
      `Going on with a job is for a person, and this shell belongs to an assistant (${marker} is set): run ${ownCommand(`jobs resume ${id}`)} in a terminal of your own, or repeat the call.`,
    );
  }
  const job = await readJob(context, id);
  const [youngest = job] = (await readJobs(context)).filter(({ key }) => key === job.key);
  const over = youngest.id === id ? whyOver(job, now()) : replacedBy(youngest, id);
  if (over !== undefined) throw new CommandFailure(isFinished(job) ? EXIT.ok : EXIT.refused, over);
  // Of the default one the keys may be in the environment.
  const profile = job.profile === DEFAULT_PROFILE ? {} : { profile: job.profile };
  const settings = heldToLimits(productSettings(context, { ...options, ...profile }), job.limits);
  const product = await openProduct(context, settings);
  const ending = new AbortController();
  context.onSignal('SIGINT', () => ending.abort());
  const caller: Caller = {
    client: 'jobs resume',
    canAsk: false,
    hasTime: true,
    onProgress: (done) => stderr.isTTY && stderr.write(`\r${done} of ${job.steps.length}`),
  };
  try {
    const tool = product.catalogue.tools.find(({ name }) => name === job.tool);
    if (tool === undefined) throw new CommandFailure(EXIT.refused, `There is no tool ${job.tool} here.`);
    const prepared = prepareCall(tool, { values: job.arguments, clear: [] });
    const plan = async () => ({ notAllowed: OTHERS });
    const outcome = await product.guard.job({ prepared, asked: job.arguments, plan }, caller, ending.signal);
    if (stderr.isTTY) stderr.write('\n');
    tell(outcome, settings.secrets?.kind === 'reveal', context);
    const after = await readJob(context, id);
    stdout.write(describeJob(after, now()));
    context.setExitCode(exitCode(after, ending.signal));
  } finally {
    await product.close();
  }
}

/** The guard found no job of these arguments and this key that may go on. */
const OTHERS =
  'It was begun with another key or for another address, its approval does not count by what is set here, or this is a dry run. Nothing was sent; use the same (--key-file, OPENAI_BASE_URL), or ask the assistant to repeat the call.';

function replacedBy(youngest: KeptJob, id: string): string {
  return `The same call began ${youngest.id} after ${id}, which has what was left. Nothing was sent; run ${ownCommand(`jobs show ${youngest.id}`)}.`;
}

function tell(outcome: JobOutcome, revealSecrets: boolean, { stdout, stderr }: ProcessContext): void {
  if (outcome.kind === 'failed') throw outcome.error;
  if (outcome.kind === 'refused') throw new CommandFailure(EXIT.refused, outcome.message);
  if (outcome.kind !== 'answered') throw new CommandFailure(EXIT.refused, OTHERS);
  const { stopped, shown_once: shown } = outcome.result;
  if (revealSecrets) {
    outcome.secrets?.forEach(revealSecret);
    if (Array.isArray(shown)) for (const { of, value } of shown) stdout.write(`${of}: ${value}\n`);
  }
  if (stopped !== undefined) stderr.write(`Stopped. ${String(stopped)}\n`);
}

function exitCode(job: KeptJob, signal: AbortSignal): number {
  if (isFinished(job)) return EXIT.ok;
  return signal.aborted ? EXIT.interrupted : EXIT.refused;
}
