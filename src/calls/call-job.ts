/** One call of a job: the IDs behind names, and what its plan reads for its caller; the guard does the rest. */
import { JOBS } from '../jobs/plan-job.ts';
import { patternsApart, withProjectsMeant } from '../jobs/projects-meant.ts';
import { revealSecret } from '../redaction/known-secrets.ts';
import { withReads } from '../reports/run-report.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { JobName } from '../specs/methods-and-risks.ts';
import { type PreparedCall, prepareCall } from '../tools/build-request.ts';
import type { CheckedArguments } from '../tools/check-arguments.ts';
import { withinBudget } from '../tools/within-budget.ts';
import type { CallOutcome, CallPorts } from './call-ports.ts';
import { nameLookup } from './name-lookup.ts';
import type { Caller } from './prepared-write.ts';
import { namesToIds } from './refuse-names.ts';
import { withTemplate } from './with-template.ts';

/** For reading what is there in up to a thousand projects, of which each answer is told; nothing is sent meanwhile. */
const PLAN_MILLISECONDS = 120_000;

/** Rejects with ArgumentError, ApiError or CredentialError where nothing was sent. */
export async function callJob(
  name: JobName,
  { tool, given, checked }: { tool: ToolSpec; given: unknown; checked: CheckedArguments },
  ports: CallPorts,
  caller: Caller,
  signal: AbortSignal,
): Promise<CallOutcome> {
  const { guard, tools, send } = ports;
  // Reading and writing count on: a client may hear of no number twice.
  let count = 0;
  const onProgress = () => {
    count += 1;
    caller.onProgress?.(count);
  };
  const reading = {
    tools,
    send,
    refusalOf: (read: PreparedCall) => guard.refusalOfRead(read, signal, 'job'),
    onProgress,
  };
  const filled = await withTemplate(tool, checked.values, ports.readTemplate, ports.now());
  const { patterns, others } = patternsApart(filled);
  const named = await namesToIds(tool, others, nameLookup(ports, 'report', signal));
  const asked =
    patterns.length === 0 ? named : { ...named, projects: [...patterns, ...[named.projects].flat()] };
  const meant = await withReads((reads) => withProjectsMeant(asked, reads), reading, signal);
  if ('notAllowed' in meant) {
    const message = String(meant.notAllowed);
    await guard.recordRefusal(tool.name, given, caller, 'refused', message);
    return { kind: 'refused', message };
  }
  const { values } = meant;
  const outcome = await guard.job(
    {
      prepared: prepareCall(tool, { ...checked, values }),
      asked,
      plan: (earlier, madeBefore) =>
        withReads(
          (reads) => JOBS[name]({ values, reads, earlier, madeBefore, now: ports.now() }),
          reading,
          signal,
          PLAN_MILLISECONDS,
        ),
    },
    { ...caller, onProgress },
    signal,
  );
  if (outcome.kind !== 'answered' && outcome.kind !== 'withheld') return outcome;
  const { kind, result } = outcome;
  if (outcome.kind === 'answered' && ports.revealSecrets) outcome.secrets?.forEach(revealSecret);
  return { kind, result: await withinBudget(result, ports.budget) };
}
