/** Whether each step of a job may be done, and what it does: before anything of it is sent. */
import { digestOf } from '../approval/digest.ts';
import { targetDigest } from '../approval/plan.ts';
import type { JobStep } from '../jobs/job.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { USUAL_MAPS } from '../tools/shape-value.ts';
import { decide } from './decide.ts';
import { effectOf } from './effects.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { JudgedStep } from './job-picture.ts';
import { actsOnMade, foreseen, prepareStep } from './job-steps.ts';
import { lockOutReason } from './lock-out.ts';
import { ownReader } from './own-reader.ts';
import { once, readTarget, seenDigest, type Target } from './read-target.ts';

/** Steps that are looked at together. */
const AT_ONCE = 4;

/**
 * Every step, or why one of them may not be done. Rejects with what reading throws.
 */
export async function judgeJob(
  steps: readonly JobStep[],
  ports: GuardPorts,
  signal: AbortSignal,
): Promise<{ judged: JudgedStep[] } | { refused: string }> {
  const judged: JudgedStep[] = [];
  for (let from = 0; from < steps.length; from += AT_ONCE) {
    const some = steps.slice(from, from + AT_ONCE).map((step) => judge(step, ports, signal));
    for (const one of await Promise.all(some)) {
      if ('refused' in one) return one;
      judged.push(one);
    }
  }
  return { judged };
}

async function judge(
  step: JobStep,
  ports: GuardPorts,
  signal: AbortSignal,
): Promise<JudgedStep | { refused: string }> {
  const write = prepareStep(foreseen(step), ports.tools, ports.now());
  const reader = ownReader(ports, signal);
  const isNew = actsOnMade(step);
  const target = once(async (): Promise<Target> => {
    if (isNew) return {};
    return step.now === undefined ? readTarget(write, reader, ports.principal) : { body: step.now };
  });
  const decided = await decide(write, ports, target, 'job');
  if (!decided.allowed) return { refused: decided.reason };
  const { policy } = decided;
  const lockOut = isNew ? undefined : await lockOutReason(write.tool, write.checked, reader, ports.keyInUse);
  if (lockOut !== undefined) return { refused: lockOut };
  const isAsked = policy.decision !== 'allow' && !(policy.decision === 'none' && ports.mode === 'off');
  const effect =
    isAsked && !isNew ? await effectOf({ write, target, reader, nowSeconds: ports.now() / 1000 }) : undefined;
  return { step, write, policy, effect, ...(!isNew && { seen: seenAs(step, write.tool, await target()) }) };
}

/** Of what was read for the plan, the members that were read then. */
export function seenAs({ now }: JobStep, tool: ToolSpec, { body, ...target }: Target): string {
  if (now === undefined) return seenDigest(tool, { ...target, ...(body && { body }) });
  const then = Object.entries(body ?? {}).filter(([name]) => name in now);
  return targetDigest(Object.fromEntries(then), USUAL_MAPS);
}

/** Of all that was seen. */
export function jobTarget(judged: readonly JudgedStep[]): string {
  return digestOf(judged.map(({ seen = '' }) => seen));
}
