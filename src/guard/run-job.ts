/** The order in which a job is guarded: an approved one goes on; a new one is planned, judged, shown once and carried out. */
import { digestOf } from '../approval/digest.ts';
import type { Principal } from '../approval/plan.ts';
import type { Caller, JobCall, JobOutcome } from '../calls/prepared-write.ts';
import type { PlannedJob } from '../jobs/job.ts';
import { earlierRun, madeByTool } from '../jobs/job-record.ts';
import { goesOn, type NewJob } from '../jobs/job-store.ts';
import { defined } from '../model/record.ts';
import { inWords } from '../text/duration.ts';
import { askPerson, decidedAlready } from './ask-person.ts';
import type { Approval } from './asked-by-way.ts';
import { decide } from './decide.ts';
import { goOn } from './go-on.ts';
import type { GuardPorts } from './guard-ports.ts';
import { type JudgedStep, pictureOf, typedForJob } from './job-picture.ts';
import { dryRunOfJob, nothingToDo } from './job-result.ts';
import { isLetThrough, isStillLetThrough, jobTarget, judgeJob } from './judge-job.ts';
import { whoAndWhat } from './write-context.ts';

export type JobContext = {
  call: JobCall;
  caller: Caller;
  ports: GuardPorts;
  signal: AbortSignal;
  /** When the call began, in milliseconds since 1970. */
  begunAt: number;
};

/** Rejects with what `failure` tells of a write. */
export async function runJob(context: JobContext): Promise<JobOutcome> {
  const { call, ports, signal } = context;
  const { tool } = call.prepared;
  await ports.trail.check();
  const allowed = await decide(call.prepared, ports, async () => ({}));
  if (!allowed.allowed) return refuse(context, allowed.reason);
  const principal = await ports.principal({ class: 'admin' });
  const key = digestOf({ tool: tool.name, values: call.asked, principal });
  const latest = await ports.jobs.latest(key);
  const isLeft = latest !== undefined && goesOn(latest, ports.now()) && !ports.dryRun;
  if (isLeft && (await isStillLetThrough(latest, ports))) return goOn(context, key);

  const earlier = latest && earlierRun(latest, ports.now());
  const madeBefore = async () => madeByTool(tool.name, await ports.jobs.all());
  const planned = await call.plan(earlier, madeBefore);
  if ('notAllowed' in planned) return refuse(context, planned.notAllowed);
  if (planned.steps.length === 0) return { kind: 'answered', result: nothingToDo(planned) };
  const { onProgress = () => undefined } = context.caller;
  const judgement = await judgeJob(planned.steps, ports, signal, onProgress);
  if ('refused' in judgement) return refuse(context, judgement.refused);
  const { judged } = judgement;
  const noRoom = await refusedByBudget(judged.length, ports);
  if (noRoom !== undefined) return refuse(context, noRoom);
  const isAsked =
    planned.asks !== undefined ||
    allowed.policy.decision === 'approve' ||
    !judged.every(({ policy }) => isLetThrough(policy, ports));
  if (ports.dryRun) {
    await record(context, 'dry_run');
    return { kind: 'withheld', result: dryRunOfJob(planned, judged, isAsked) };
  }
  const approval = isAsked ? await approve(context, planned, judged, principal) : letThrough(judged);
  if (!approval.granted) {
    await record(context, approval.decision, approval.reason);
    return approval.outcome as JobOutcome;
  }
  const { plan } = approval;
  if (plan !== undefined && !(await ports.plans.claim(plan))) {
    return refuse(
      context,
      'This approval was used already or has run out. Nothing was sent; call again to be asked anew.',
    );
  }
  if (plan !== undefined && plan.target !== jobTarget(judged)) {
    return refuse(
      context,
      'What this acts on was changed after it was approved. Nothing was sent; call again to see it as it is now.',
    );
  }
  const job: NewJob = {
    tool: tool.name,
    key,
    arguments: call.asked,
    profile: ports.profile,
    origin: ports.origin,
    what: planned.what,
    notes: planned.notes,
    limits: ports.limits,
    ...defined({
      reach: planned.reach,
      undo: planned.undo,
      approvedBy: approval.by,
      reason: approval.reason,
      earlier,
      ways: plan?.ways,
    }),
    steps: judged.map(({ step, seen }) => ({ ...step, ...defined({ seen }) })),
    decision: approval.decision,
  };
  return goOn(context, key, { job, after: latest?.id });
}

/** Bound to what would be sent and as whom; what earlier steps make stands in it by its step. */
async function approve(
  { call: { prepared }, caller, ports, signal }: JobContext,
  planned: PlannedJob,
  judged: readonly JudgedStep[],
  principal: Principal,
): Promise<Approval> {
  const { name: tool } = prepared.tool;
  const requests = planned.steps.map(({ path, method, given }) => ({ path, method, given }));
  // What was approved as harmless by its time is asked anew once it is not.
  const call = digestOf({ tool, requests, principal, ...(planned.asks !== undefined && { asks: true }) });
  const decided = await decidedAlready(call, { caller, ports, signal });
  if (decided !== undefined) return decided;
  const summary = pictureOf(planned, judged, principal, ports.keeper?.place ?? 'this conversation');
  const matter = { tool, call, target: jobTarget(judged), summary, typed: typedForJob(planned, tool) };
  return askPerson(matter, { caller, ports, signal });
}

function letThrough(judged: readonly JudgedStep[]): Approval & { granted: true } {
  const rules = [
    ...new Set(
      judged.flatMap(({ policy: { decision, rule } }) => (decision === 'allow' ? (rule ?? []) : [])),
    ),
  ];
  return rules.length === 0
    ? { granted: true, decision: 'allowed' }
    : { granted: true, decision: 'pre-approved', by: `policy (${rules.join(', ')})` };
}

async function refusedByBudget(count: number, { budget }: GuardPorts): Promise<string | undefined> {
  const wait = (await budget?.untilFree(count)) ?? 0;
  if (wait === 0 || budget === undefined) return undefined;
  return Number.isFinite(wait)
    ? `This job needs ${count} writes, and this hour's are nearly used up (--max-writes ${budget.most}). Nothing was sent; there is room in ${inWords(Math.ceil(wait / 60) * 60_000)}.`
    : `This job needs ${count} writes, and --max-writes allows ${budget.most} an hour. Nothing was sent; ask for less at once, or whoever starts the server allows ${count}.`;
}

async function refuse(context: JobContext, message: string): Promise<JobOutcome> {
  await record(context, 'refused', message);
  return { kind: 'refused', message };
}

async function record({ call, caller, ports }: JobContext, decision: string, reason?: string): Promise<void> {
  const { tool, checked } = call.prepared;
  await ports.trail.intent({
    ...whoAndWhat(tool.name, caller, ports),
    arguments: checked.values,
    decision,
    ...defined({ reason }),
  });
}
