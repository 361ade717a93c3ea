/** Reading the jobs of this user for a command, or why they cannot be read. */
import { openState } from '../../compose/open-state.ts';
import { LockBusy } from '../../files/file-lock.ts';
import { UnsafePlace } from '../../files/private-file.ts';
import { EXIT } from '../../host/exit-code.ts';
import type { KeptJob } from '../../jobs/job-record.ts';
import { createJobStore } from '../../jobs/job-store.ts';
import { ownCommand } from '../../model/own-command.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';

/** Youngest first. Rejects with CommandFailure. */
export async function readJobs(context: ProcessContext): Promise<KeptJob[]> {
  try {
    return await createJobStore(openState(context.host, context), context.now).all();
  } catch (error) {
    if (!(error instanceof UnsafePlace) && !(error instanceof LockBusy)) throw error;
    throw new CommandFailure(EXIT.refused, `The jobs cannot be read. ${error.message}`, error);
  }
}

/** Rejects with CommandFailure where there is none of this id. */
export async function readJob(context: ProcessContext, id: string): Promise<KeptJob> {
  const job = (await readJobs(context)).find((one) => one.id === id);
  if (job !== undefined) return job;
  throw new CommandFailure(
    EXIT.usage,
    `There is no job ${quote(id)}. ${ownCommand('jobs list')} shows those that are kept, for 90 days.`,
  );
}
