/** Whether each step of a job may be done, and what it does: before anything of it is sent. */
import { digestOf } from '../approval/digest.ts';
import { targetDigest } from '../approval/plan.ts';
import type { JobStep } from '../jobs/job.ts';
import type { KeptJob } from '../jobs/job-record.ts';
import type { Send } from '../model/api-request.ts';
import type { Approvable } from '../policy/authorize.ts';
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
  const asked = { ...ports, send: readingOnce(ports.send) };
  for (let from = 0; from < steps.length; from += AT_ONCE) {
    const some = steps.slice(from, from + AT_ONCE).map((step) => judge(step, asked, signal));
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
  const lockOut = isNew ? undefined : await lockOutReason(write, reader, ports.keyInUse);
  if (lockOut !== undefined) return { refused: lockOut };
  const isAsked = !isLetThrough(policy, ports);
  const effect =
    isAsked && !isNew ? await effectOf({ write, target, reader, nowSeconds: ports.now() / 1000 }) : undefined;
  return { step, write, policy, effect, ...(!isNew && { seen: seenAs(step, write.tool, await target()) }) };
}

/** Whether a step with this answer of the policy needs no person. */
export function isLetThrough({ decision }: Approvable, { mode }: Pick<GuardPorts, 'mode'>): boolean {
  return decision === 'allow' || (decision === 'none' && mode === 'off');
}

/** What nobody approved goes on only where nobody would be asked now; what a step may not do at all is told at that step. */
export async function isStillLetThrough(
  { decision, steps, states }: KeptJob,
  ports: GuardPorts,
): Promise<boolean> {
  if (decision === 'approved') return true;
  for (const [index, step] of steps.entries()) {
    const { kind } = states[index] ?? {};
    if (kind === 'done' || kind === 'skipped') continue;
    const write = prepareStep(foreseen(step), ports.tools, ports.now());
    const decided = await decide(write, ports, async () => ({ ...(step.now && { body: step.now }) }), 'job');
    if (decided.allowed && !isLetThrough(decided.policy, ports)) return false;
  }
  return true;
}

/** Steps in one project are judged by the same reads. */
function readingOnce(send: Send): Send {
  const answers = new Map<string, ReturnType<Send>>();
  return (request, signal) => {
    if (request.method !== 'GET') return send(request, signal);
    const key = JSON.stringify(request);
    const answer = answers.get(key) ?? send(request, signal);
    answers.set(key, answer);
    return answer;
  };
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
