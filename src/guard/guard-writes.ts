/** Owns the order in which a write is guarded: record, policy, lock-out, dry run, approval, secret's place, send. */
import { approvalSentence, mintsSecret, needsApproval } from '../approval/needs-approval.ts';
import { targetDigest } from '../approval/plan.ts';
import { tellDenial } from '../policy/policy-rules.ts';
import { showInvisible } from '../text/clean.ts';
import { keyProjectOf, sendChecked } from '../tools/read-listing.ts';
import type { WriteGuard, WriteOutcome } from '../tools/write-guard.ts';
import { type Approval, seekApproval } from './approval-step.ts';
import { dryRunResult } from './dry-run.ts';
import { type Guarded, whoAndWhat } from './guarded.ts';
import { lockOutReason, mayLockOut } from './lock-out.ts';
import type { GuardPorts } from './ports.ts';
import { readTarget, type Target } from './read-target.ts';
import { createReader, parametersOf } from './reader.ts';
import { sendWrite } from './send-write.ts';

export function createWriteGuard(ports: GuardPorts): WriteGuard {
  return {
    async write(write, caller, signal) {
      const reader = createReader(ports.tools, sendChecked(ports.send, signal));
      const guarded: Guarded = { write, caller, ports, reader, signal };
      try {
        return await guard(guarded);
      } catch (error) {
        return failure(error, guarded);
      }
    },
    async recordRefusal(tool, given, caller, kind, reason) {
      try {
        await ports.trail.intent({
          ...whoAndWhat(tool, caller, ports),
          arguments: asRecord(given),
          decision: kind,
          reason,
        });
      } catch (error) {
        ports.onUnforeseen(error);
      }
    },
  };
}

async function guard(guarded: Guarded): Promise<WriteOutcome> {
  const { write, ports, reader } = guarded;
  const { tool, checked } = write;
  await ports.trail.check();
  const target = once(() => readTarget(tool, checked.values, reader));
  const current = ports.policy.needsCurrent(write) ? await currentOf(target) : undefined;
  const answer = ports.policy.decide(write, current);
  const { decision } = answer;
  if (decision === 'deny') return refuse(guarded, tellDenial(tool, answer));
  const lockOut = mayLockOut(tool)
    ? await lockOutReason(tool, checked.values, reader, ports.keyInUse)
    : undefined;
  if (lockOut !== undefined) return refuse(guarded, `${lockOut} Nothing was sent.`);

  const principal = await ports.principal(tool, keyProjectOf(tool, checked.values));
  if (ports.dryRun) return dryRun(guarded, decision, principal.address, await target());
  const approval = await seekApproval(write, decision, principal, target, guarded.caller, ports, reader);
  if (!approval.granted) {
    await record(guarded, approval.decision, approval.reason);
    return approval.outcome;
  }
  return sendApproved(guarded, approval);
}

async function sendApproved(guarded: Guarded, approval: Approval & { granted: true }): Promise<WriteOutcome> {
  const { write, ports, reader } = guarded;
  const { tool, checked } = write;
  const { plan } = approval;
  const mints = ports.keeper !== undefined && mintsSecret(tool, checked.values);
  // A secret that is made anew keeps the id of what it belongs to.
  const own = checked.values[parametersOf(tool.endpoint.path).at(-1) ?? ''];
  const what = [checked.values.name, ...Object.values(checked.values)].find(
    (value) => typeof value === 'string',
  );
  const minting = mints
    ? await ports.keeper?.begin({
        tool: tool.name,
        profile: ports.profile,
        what: showInvisible(String(what ?? '')),
        ...(tool.method !== 'create' && typeof own === 'string' && { id: own }),
      })
    : undefined;
  const stop = async (message: string) => {
    minting?.end();
    return refuse(guarded, message);
  };
  try {
    if (plan !== undefined) {
      if (!(await ports.plans.claim(plan))) {
        return await stop(
          'This approval was used already or has run out. Nothing was sent; call again to be asked anew.',
        );
      }
      const now = await readTarget(tool, checked.values, reader);
      if (targetDigest(now.body) !== plan.target) {
        return await stop(
          'What this acts on was changed after it was approved. Nothing was sent; call again to see it as it is now.',
        );
      }
    }
    const budget = await ports.takeWrite?.(ports.profile);
    if (budget !== undefined && 'retryAfterSeconds' in budget) {
      const minutes = Math.ceil(budget.retryAfterSeconds / 60);
      return await stop(
        `This hour's writes are used up (--max-writes). Nothing was sent; the next one is free in ${minutes} minutes.`,
      );
    }
    return mayLockOut(tool)
      ? await ports.alone(async () => {
          const reason = await lockOutReason(tool, checked.values, reader, ports.keyInUse);
          return reason === undefined
            ? sendWrite(guarded, approval, minting)
            : stop(`${reason} Nothing was sent.`);
        })
      : await sendWrite(guarded, approval, minting);
  } catch (error) {
    // What is thrown here was thrown before the write was sent: sendWrite tells of everything after that.
    minting?.end();
    throw error;
  }
}

async function dryRun(
  guarded: Guarded,
  decision: 'approve' | 'allow' | 'none',
  address: string,
  target: Target,
): Promise<WriteOutcome> {
  const { write, ports } = guarded;
  await record(guarded, 'dry_run');
  const needed = needsApproval(write.tool, write.checked.values, ports.mode, decision);
  const approval = approvalSentence(needed, decision);
  return { kind: 'told', result: dryRunResult(write, address, target, approval) };
}

async function currentOf(target: () => Promise<Target>): Promise<Record<string, unknown> | 'unreadable'> {
  try {
    return (await target()).body ?? 'unreadable';
  } catch {
    return 'unreadable';
  }
}

async function refuse(guarded: Guarded, message: string): Promise<WriteOutcome> {
  await record(guarded, 'refused', message);
  return { kind: 'refused', message };
}

async function record({ write, caller, ports }: Guarded, decision: string, reason?: string): Promise<void> {
  await ports.trail.intent({
    ...whoAndWhat(write.tool, caller, ports),
    arguments: write.checked.values,
    decision,
    ...(reason !== undefined && { reason }),
  });
}

/** Errors of our own parts say what to do; they come from other bundles, so they are told by name. */
async function failure(error: unknown, guarded: Guarded): Promise<WriteOutcome> {
  const name = error instanceof Error ? error.name : '';
  if (name === 'AuditUnwritable')
    return { kind: 'refused', message: `${(error as Error).message} Nothing was sent.` };
  if (name === 'SinkError' || name === 'WriteBudgetUnusable')
    return refuse(guarded, `${(error as Error).message} Nothing was sent.`);
  if (name === 'LockBusy') {
    return {
      kind: 'refused',
      message:
        'Another server or terminal holds the shared state for too long. Nothing was sent; try again in a moment.',
    };
  }
  return { kind: 'failed', error, more: {} };
}

function asRecord(given: unknown): Record<string, unknown> {
  return typeof given === 'object' && given !== null && !Array.isArray(given) ? { ...given } : {};
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let reading: Promise<T> | undefined;
  return () => {
    reading ??= read();
    return reading;
  };
}
