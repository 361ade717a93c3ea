/** Carrying a job on, one process at a time; and what is told where something else than a step stops it. */
import { AuditUnwritable } from '../audit/audit-unwritable.ts';
import type { Caller, JobOutcome } from '../calls/prepared-write.ts';
import { CredentialError } from '../credentials/credential-error.ts';
import { LockBusy } from '../files/file-lock.ts';
import { UnsafePlace } from '../files/private-file.ts';
import { JobUnwritable, type NewJob } from '../jobs/job-store.ts';
import { ApiError } from '../openai/api-error.ts';
import { SinkError } from '../sinks/sink-error.ts';
import { WriteBudgetUnusable } from '../state/write-budget.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { GuardPorts } from './guard-ports.ts';
import { carryOut, type ShownSecret } from './job-progress.ts';
import { jobResult } from './job-result.ts';

type Running = { caller: Caller; ports: GuardPorts; signal: AbortSignal; begunAt: number };

/**
 * Goes on with the youngest job of this key. A new one is begun first, unless another process began one after that
 * which the caller knew: then it is the same call, and done once.
 */
export function goOn(
  running: Running,
  key: string,
  begin?: { job: NewJob; after: string | undefined },
): Promise<JobOutcome> {
  const { ports } = running;
  return ports.jobs.alone(key, async () => {
    const latest = await ports.jobs.latest(key);
    const job =
      begin !== undefined && latest?.id === begin.after ? await ports.jobs.begin(begin.job) : latest;
    if (job === undefined) return { kind: 'refused', message: LOST };
    const secrets: ShownSecret[] = [];
    const progress = { ...running, job, onSecret: (shown: ShownSecret) => secrets.push(shown) };
    const why = await carryOut(progress).catch((error) => stoppedBy(error, ports));
    return {
      kind: 'answered',
      result: { ...jobResult(job, why), ...(secrets.length > 0 && { shown_once: secrets }) },
      secrets: secrets.map(({ value }) => value),
    };
  });
}

const LOST =
  'The record of this job was deleted or altered. Nothing was sent; call again to see what is missing as a new plan.';

/** Some of it may be done by then, so that the answer is never the error alone. */
function stoppedBy(error: unknown, { onUnforeseen }: GuardPorts): string {
  if (error instanceof LockBusy) return `The shared state is in use for too long: ${error.message}.`;
  if (FORESEEN.some((kind) => error instanceof kind)) return (error as Error).message;
  onUnforeseen(error);
  return 'Something went wrong that nobody foresaw.';
}

const FORESEEN = [
  ApiError,
  ArgumentError,
  AuditUnwritable,
  CredentialError,
  JobUnwritable,
  SinkError,
  UnsafePlace,
  WriteBudgetUnusable,
];
