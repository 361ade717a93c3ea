/** The order in which a write is guarded: record, policy, lock-out, dry run, approval, secret's place, send. */
import { describeApproval, needsApproval, type PolicyAnswer } from '../approval/needs-approval.ts';
import { AuditUnwritable } from '../audit/audit-unwritable.ts';
import type { JobCall, JobOutcome, WriteGuard, WriteOutcome } from '../calls/prepared-write.ts';
import { toolAt } from '../reading/reader.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import { inWords } from '../text/duration.ts';
import type { Approval } from './asked-by-way.ts';
import { beginMinting } from './begin-minting.ts';
import { decide } from './decide.ts';
import { dryRunResult } from './dry-run.ts';
import { createEqualCreates } from './equal-creates.ts';
import type { GuardPorts } from './guard-ports.ts';
import { lockOutReason, mayLockOut } from './lock-out.ts';
import { ownReader } from './own-reader.ts';
import { once, readRecord, readTarget, seenDigest, type Target } from './read-target.ts';
import { runJob } from './run-job.ts';
import { effectWhere, seekApproval } from './seek-approval.ts';
import { giveBack, sendWrite } from './send-write.ts';
import { noting, theirsBy, toldLockOut, toldOutcome, toldTarget } from './told.ts';
import { failure, record, refuse } from './turned-down.ts';
import { type WriteContext, whoAndWhat } from './write-context.ts';

/** Nothing is created on the disk before the first write or refusal. */
export function createWriteGuard(ports: GuardPorts): WriteGuard {
  const underWay = new Set<Promise<unknown>>();
  const equalCreates = createEqualCreates();
  function track<T>(work: Promise<T>): Promise<T> {
    underWay.add(work);
    const forget = () => underWay.delete(work);
    work.then(forget, forget);
    return work;
  }
  return {
    async refusalOfRead(read, signal, origin) {
      const record = () => readRecord(read.tool, read.checked.values, ownReader(ports, signal));
      const decision = await decide(read, ports, record, origin);
      return decision.allowed ? undefined : decision.reason;
    },
    async isThere(path, values, signal) {
      const reader = ownReader(ports, signal);
      const place = toolAt(reader, 'get', path, values);
      if (place === undefined) return false;
      return reader.get(place.tool, place.values).then(
        () => true,
        () => false,
      );
    },
    write(write, caller, signal) {
      const context = { write, caller, ports, reader: ownReader(ports, signal), signal };
      const alone = () => carryOut(context);
      const shared = () => record(context, 'refused', SHARED).catch(ports.onUnforeseen);
      return track(equalCreates.run(write, caller, signal, alone, shared));
    },
    job(call, caller, signal) {
      const context = { write: call.prepared, caller, ports, reader: ownReader(ports, signal), signal };
      return track(jobOrFailure(call, context));
    },
    recordRefusal(tool, given, caller, kind, reason) {
      const line = {
        ...whoAndWhat(tool, caller, ports),
        arguments: given ?? {},
        decision: kind,
        reason,
      };
      return track(ports.trail.intent(line).then(() => undefined, ports.onUnforeseen));
    },
    async settled() {
      await Promise.allSettled(underWay);
    },
  };
}

const SHARED = 'an equal create was under way; this one was not sent and got its answer';

async function jobOrFailure(call: JobCall, context: WriteContext): Promise<JobOutcome> {
  try {
    const job = { ...context, call, begunAt: context.ports.now() };
    return await runJob(job).catch(async (error) => (await failure(error, context)) as JobOutcome);
  } catch (error) {
    if (!(error instanceof AuditUnwritable)) throw error;
    return { kind: 'refused', message: `${error.message} Nothing was sent.` };
  }
}

async function carryOut(context: WriteContext): Promise<WriteOutcome> {
  try {
    return await guard(context).catch((error) => failure(error, context));
  } catch (error) {
    if (!(error instanceof AuditUnwritable)) throw error;
    return { kind: 'refused', message: `${error.message} Nothing was sent.` };
  }
}

async function guard(context: WriteContext): Promise<WriteOutcome> {
  const { write, ports, reader } = context;
  await ports.trail.check();
  const target = once(() => readTarget(write, reader, ports.principal));
  const decided = await decide(write, ports, target);
  if (!decided.allowed) return refuse(context, decided.reason);
  const { policy } = decided;
  const lockOut = await refusedAsLockOut(context);
  if (lockOut !== undefined) return lockOut;

  const principal = await ports.principal(write.request.key);
  if (ports.dryRun) return dryRun(context, policy.decision, principal.address, target);
  const wait = (await ports.budget?.untilFree(1)) ?? 0;
  if (wait > 0) return refuse(context, budgetUsedUp(wait));
  // Tried before anybody is asked: an approval for what cannot be done is none.
  const minting = await beginMinting(context);
  try {
    const noted = noting(reader);
    const approval = await seekApproval({ ...context, reader: noted.reader }, policy, principal, target);
    if (approval.granted) return await sendApproved(context, approval, minting);
    const seen = approval.decision === 'refused' ? undefined : await target();
    await record(context, approval.decision, approval.reason, seen);
    minting?.end();
    return await toldOutcome(approval.outcome, write, target, theirsBy(ports), noted.reads);
  } catch (error) {
    // Thrown before the write was sent: sendWrite tells of everything after that.
    minting?.end();
    throw error;
  }
}

async function sendApproved(
  context: WriteContext,
  approval: Approval & { granted: true },
  minting: Minting | undefined,
): Promise<WriteOutcome> {
  const { write, ports, reader } = context;
  const { tool } = write;
  const { plan } = approval;
  const stop = async (message: string) => {
    const outcome = await refuse(context, message);
    minting?.end();
    return outcome;
  };
  let target: Target | undefined;
  if (plan !== undefined) {
    if (!(await ports.plans.claim(plan))) {
      return stop(
        'This approval was used already or has run out. Nothing was sent; call again to be asked anew.',
      );
    }
    target = await readTarget(write, reader, ports.principal);
    if (seenDigest(tool, target) !== plan.target) {
      return stop(
        'What this acts on was changed after it was approved. Nothing was sent; call again to see it as it is now.',
      );
    }
  }
  const send = async () => {
    const taken = await ports.budget?.take();
    if (taken !== undefined && 'retryAfterSeconds' in taken) {
      return stop(budgetUsedUp(taken.retryAfterSeconds));
    }
    try {
      return await sendWrite(context, approval, target, minting);
    } catch (error) {
      await giveBack(ports);
      throw error;
    }
  };
  if (!mayLockOut(write)) return send();
  return ports.exclusive(async () => {
    const lockOut = await refusedAsLockOut(context);
    if (lockOut === undefined) return send();
    minting?.end();
    return lockOut;
  });
}

/** The reason is on record, and told as far as the caller's own tools would tell it. */
async function refusedAsLockOut(context: WriteContext): Promise<WriteOutcome | undefined> {
  const { write, ports } = context;
  if (!mayLockOut(write)) return undefined;
  const { reader, reads } = noting(context.reader);
  const reason = await lockOutReason(write, reader, ports.keyInUse);
  if (reason === undefined) return undefined;
  await record(context, 'refused', `${reason} Nothing was sent.`);
  return { kind: 'refused', message: `${toldLockOut(reason, theirsBy(ports), reads)} Nothing was sent.` };
}

function budgetUsedUp(seconds: number): string {
  const wait = inWords(Math.ceil(seconds / 60) * 60_000);
  return `This hour's writes are used up (--max-writes). Nothing was sent; the next one is free in ${wait}.`;
}

async function dryRun(
  context: WriteContext,
  decision: PolicyAnswer,
  address: string,
  read: () => Promise<Target>,
): Promise<WriteOutcome> {
  const { write, ports } = context;
  const target = await read();
  await record(context, 'dry_run', undefined, target);
  const effect = await effectWhere(decision, context, read);
  const needed = needsApproval(write.tool, write.checked.values, ports.mode, decision, effect?.class);
  const approval = describeApproval(needed, decision);
  return {
    kind: 'withheld',
    result: dryRunResult(write, address, toldTarget(target, theirsBy(ports)), approval),
  };
}
