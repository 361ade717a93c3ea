/** Whether each step of a job may be done, and what it does: before anything of it is sent. */
import { digestOf } from '../approval/digest.ts';
import { countsAmong, targetDigest } from '../approval/plan.ts';
import type { JobStep } from '../jobs/job.ts';
import type { KeptJob } from '../jobs/job-record.ts';
import type { Send } from '../model/api-request.ts';
import type { Approvable } from '../policy/authorize.ts';
import { OutOfTime, sharedTime } from '../reading/shared-time.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { USUAL_MAPS } from '../tools/shape-value.ts';
import { countingWays } from './choose-way.ts';
import { decide } from './decide.ts';
import { effectOf } from './effects.ts';
import type { GuardPorts } from './guard-ports.ts';
import type { JudgedStep } from './job-picture.ts';
import { actsOnMade, foreseen, prepareStep, tellStep } from './job-steps.ts';
import { lockOutReason } from './lock-out.ts';
import { modelUses, type ProjectModel, type ReadUse } from './model-use.ts';
import { ownReader } from './own-reader.ts';
import { once, readTarget, seenDigest, type Target } from './read-target.ts';

/** Steps that are looked at together. */
const AT_ONCE = 4;

/** For reading what all steps act on. */
const JUDGING_MILLISECONDS = 120_000;

/**
 * Every step, or why one of them may not be done. Rejects with what reading throws.
 * @param onRead told after each answer
 */
export async function judgeJob(
  steps: readonly JobStep[],
  ports: GuardPorts,
  signal: AbortSignal,
  onRead: (answered: number) => void,
): Promise<{ judged: JudgedStep[] } | { refused: string }> {
  const shared = sharedTime(ports.send, signal, JUDGING_MILLISECONDS, onRead);
  const asked = { ...ports, send: readingOnce(shared.send) };
  const readUse = modelUses(modelsIn(steps), ownReader(asked, signal), ports.now() / 1000);
  const judged: JudgedStep[] = [];
  try {
    for (let from = 0; from < steps.length; from += AT_ONCE) {
      const some = steps.slice(from, from + AT_ONCE).map((step) => judge(step, asked, readUse, signal));
      for (const one of await Promise.all(some)) {
        if ('refused' in one) return one;
        judged.push(one);
      }
    }
    return { judged };
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    const time = `${JUDGING_MILLISECONDS / 1000} s`;
    return {
      refused: `What the ${steps.length} steps act on could not be read within ${time}. Nothing was sent; name less at once.`,
    };
  } finally {
    shared.end();
  }
}

/** The models whose limits are set, of projects that are there. */
function modelsIn(steps: readonly JobStep[]): ProjectModel[] {
  return steps.flatMap(({ given: { project_id: project }, now }) =>
    typeof project === 'string' && typeof now?.model === 'string' ? [{ project, model: now.model }] : [],
  );
}

async function judge(
  step: JobStep,
  ports: GuardPorts,
  readUse: ReadUse,
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
  if (!decided.allowed) {
    return { refused: refusedBy(step, `${decided.reason} ${LEAVE_OUT}`) };
  }
  const { policy } = decided;
  const lockOut = isNew ? undefined : await lockOutReason(write, reader, ports.keyInUse);
  if (lockOut !== undefined) return { refused: refusedBy(step, lockOut) };
  const isAsked = !isLetThrough(policy, ports);
  const nowSeconds = ports.now() / 1000;
  const effect =
    isAsked && !isNew ? await effectOf({ write, target, reader, readUse, nowSeconds }) : undefined;
  return { step, write, policy, effect, ...(!isNew && { seen: seenAs(step, write.tool, await target()) }) };
}

const LEAVE_OUT = 'Leave it out of the call where that is possible, or whoever starts the server allows it.';

function refusedBy(step: JobStep, why: string): string {
  return `Nothing of this job was sent, since one of its steps may not be done. ${tellStep(step)}: ${why}`;
}

/** Whether a step with this answer of the policy needs no person. */
export function isLetThrough({ decision }: Approvable, { mode }: Pick<GuardPorts, 'mode'>): boolean {
  return decision === 'allow' || (decision === 'none' && mode === 'off');
}

/**
 * What a person approved goes on only where an approval in that way would count now, and what nobody approved only where
 * nobody would be asked now; what a step may not do at all is told at that step.
 */
export async function isStillLetThrough(
  { decision, ways, steps, states }: KeptJob,
  ports: GuardPorts,
): Promise<boolean> {
  if (decision === 'approved') {
    return ways !== undefined && countsAmong({ ways }, countingWays(ports.ask, ports.ways));
  }
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
