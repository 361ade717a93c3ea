/** Writes that are not sent: what is said of them, and that they are on record. */
import { PlanTooLarge, TooManyPlans } from '../approval/plan-store.ts';
import { AuditUnwritable } from '../audit/audit-unwritable.ts';
import type { WriteOutcome } from '../calls/prepared-write.ts';
import { CredentialError } from '../credentials/credential-error.ts';
import { LockBusy } from '../files/file-lock.ts';
import { UnsafePlace } from '../files/private-file.ts';
import { JobUnwritable } from '../jobs/job-store.ts';
import { ownCommand } from '../model/own-command.ts';
import { defined } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import { SinkError } from '../sinks/sink-error.ts';
import { WriteBudgetUnusable } from '../state/write-budget.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { Target } from './read-target.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { targetOf, type WriteContext, whoAndWhat } from './write-context.ts';

export async function refuse(context: WriteContext, message: string): Promise<WriteOutcome> {
  await record(context, 'refused', message);
  return { kind: 'refused', message };
}

export async function record(
  { write, caller, ports, job }: WriteContext,
  decision: string,
  reason?: string,
  target?: Target,
): Promise<void> {
  await ports.trail.intent({
    ...whoAndWhat(write.tool.name, caller, ports),
    arguments: recordedArguments(write),
    decision,
    ...defined({ reason, job }),
    ...targetOf(target),
  });
}

/** What has to work before anything is sent. */
const BEFOREHAND = [SinkError, WriteBudgetUnusable, UnsafePlace, JobUnwritable];

/** What went wrong before anything was sent; it is on record afterwards. */
export async function failure(error: unknown, context: WriteContext): Promise<WriteOutcome> {
  if (error instanceof AuditUnwritable) throw error;
  if (BEFOREHAND.some((kind) => error instanceof kind)) {
    return refuse(context, `${(error as Error).message} Nothing was sent.`);
  }
  if (error instanceof PlanTooLarge) {
    return refuse(context, `${error.message} Nothing was sent. Split it into smaller calls.`);
  }
  if (error instanceof TooManyPlans) {
    return refuse(
      context,
      `${error.message} Nothing was sent. Ask the user to run ${ownCommand('approve')} in a terminal, where they can approve or reject them (${ownCommand('approve --clear')} rejects all).`,
    );
  }
  if (error instanceof LockBusy && context.write.tool.method === 'job') {
    return refuse(
      context,
      `Another server carries out this job, or the shared state is in use for too long: ${error.message}. Nothing was sent by this call; repeat it in a minute to see how far the job is. If no such process runs any more, the user can delete that file.`,
    );
  }
  if (error instanceof LockBusy) {
    return refuse(
      context,
      `The shared state is in use for too long: ${error.message}. Nothing was sent; try again in a moment. If no such process runs any more, the user can delete that file.`,
    );
  }
  if (error instanceof CredentialError || error instanceof ArgumentError) {
    await record(context, 'refused', error.message);
    return { kind: 'failed', error, more: {} };
  }
  if (error instanceof ApiError) {
    const message = `Nothing was changed, since what has to be read first could not be. ${error.message}`;
    await record(context, 'refused', message);
    return { kind: 'failed', error, message, more: { outcome: 'not_sent' } };
  }
  await record(context, 'refused', 'the server failed before anything was sent');
  return { kind: 'failed', error, more: { outcome: 'not_sent' } };
}
