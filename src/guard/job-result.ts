/** What a job tells its caller: what is done, what is not, what nobody knows, and how it goes on. */

import { harmOf } from '../approval/needs-approval.ts';
import type { PlannedJob } from '../jobs/job.ts';
import { isFinished, type KeptJob, type StepState } from '../jobs/job-record.ts';
import { type JudgedStep, linesOf, riskIn } from './job-picture.ts';

/** Of the things that a line names. */
const MOST_ITEMS = 6;

/** @param why it stopped, where something is left to do */
export function jobResult(job: KeptJob, why: string | undefined): Record<string, unknown> {
  const { steps, states } = job;
  const of = (...kinds: StepState['kind'][]) =>
    steps.flatMap((step, index) => {
      const state = states[index] ?? { kind: 'todo' };
      if (!kinds.includes(state.kind)) return [];
      const id = state.kind === 'done' && step.method === 'create' ? state.made?.id : undefined;
      return [id === undefined || step.item !== undefined ? step : { ...step, item: id }];
    });
  const done = of('done');
  const unknown = of('sending', 'unknown');
  const left = of('todo', 'rejected');
  const told = states.flatMap((state) => (state.kind === 'done' && state.told ? [state.told] : []));
  const skipped = states.flatMap((state, index) =>
    state.kind === 'skipped' ? [`${linesOf(steps.slice(index, index + 1))[0]}: ${state.why}`] : [],
  );
  const notes = [...job.notes, ...skipped];
  return {
    job: job.id,
    what: job.what,
    is_done: isFinished(job),
    done: linesOf(done, MOST_ITEMS),
    ...(told.length > 0 && { secrets: told }),
    ...(left.length > 0 && { not_done: linesOf(left, MOST_ITEMS) }),
    ...(unknown.length > 0 && { unknown: linesOf(unknown, MOST_ITEMS) }),
    ...(notes.length > 0 && { notes }),
    ...(why !== undefined && { stopped: why, next: NEXT }),
    ...(done.length > 0 && job.undo?.length && { take_back: job.undo }),
  };
}

const NEXT =
  'Repeat this call unchanged: it goes on with what is missing and repeats nothing. For 24 hours no new approval is needed.';

export function nothingToDo({ what, notes, reach = [] }: PlannedJob): Record<string, unknown> {
  return {
    what,
    is_done: true,
    done: [],
    note: 'Everything is so already; nothing was sent.',
    ...(reach.length + notes.length > 0 && { notes: [...reach, ...notes] }),
  };
}

/** What a dry run tells of a job. */
export function dryRunOfJob(
  { what, notes, steps, reach = [], asks }: PlannedJob,
  judged: readonly JudgedStep[],
  isAsked: boolean,
): Record<string, unknown> {
  const [worst] = judged.map(riskIn).sort((one, other) => harmOf(other.class) - harmOf(one.class));
  return {
    dry_run: true,
    note: 'Nothing was sent: this server runs with --dry-run.',
    what,
    would_do: linesOf(steps),
    writes: steps.length,
    ...(reach.length > 0 && { reach }),
    ...(notes.length > 0 && { not_done: notes }),
    risk: [worst?.risk, asks, worst?.because].filter(Boolean).join(' '),
    approval: isAsked ? 'a person would have to approve it, once for all of it' : 'not needed',
  };
}
