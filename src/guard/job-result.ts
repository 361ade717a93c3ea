/** What a job tells its caller: what is done, what is not, what nobody knows, and how it goes on. */
import type { PlannedJob } from '../jobs/job.ts';
import { isFinished, isVoid, type KeptJob, type StepState } from '../jobs/job-record.ts';
import { ownCommand } from '../model/own-command.ts';
import { gravityOf, type JudgedStep, linesOf } from './job-picture.ts';

/** Of the things that a line names. */
const MOST_ITEMS = 6;

/** Of what is done, and of what is not. */
const MOST_LINES = 20;

/** Of those that take it back. */
const MOST_CALLS = 5;

/** Of these calls together: one may name a thousand projects. */
const MOST_CHARACTERS = 3000;

/** @param why it stopped, where something is left to do */
export function jobResult(job: KeptJob, why: string | undefined): Record<string, unknown> {
  const { steps, states } = job;
  const of = (...kinds: StepState['kind'][]) =>
    steps.flatMap((step, index) => {
      const state = states[index] ?? { kind: 'waiting' };
      if (!kinds.includes(state.kind)) return [];
      const id = state.kind === 'done' && step.method === 'create' ? state.made?.id : undefined;
      return [id === undefined || step.item !== undefined ? step : { ...step, item: id }];
    });
  const done = of('done');
  const unknown = of('sending', 'unknown');
  const left = of('waiting', 'rejected', 'changed');
  const told = states.flatMap((state) => (state.kind === 'done' && state.told ? [state.told] : []));
  const skipped = states.flatMap((state, index) =>
    state.kind === 'skipped' ? [`${linesOf(steps.slice(index, index + 1))[0]}: ${state.why}`] : [],
  );
  const notes = [...(job.reach ?? []), ...job.notes, ...skipped];
  return {
    job: job.id,
    what: job.what,
    is_done: isFinished(job) && why === undefined,
    ...(why !== undefined && { stopped: why, next: nextOf(job) }),
    ...(told.length > 0 && { secrets: told }),
    ...(unknown.length > 0 && { unknown: begun(linesOf(unknown, MOST_ITEMS)) }),
    ...(left.length > 0 && { not_done: begun(linesOf(left, MOST_ITEMS)) }),
    done: begun(linesOf(done, MOST_ITEMS)),
    ...(notes.length > 0 && { notes: begun(notes) }),
    ...(done.length > 0 && takeBack(job)),
  };
}

/** Of a job over hundreds of projects, what still fits beside the rest. */
function begun(lines: readonly string[]): string[] {
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...lines.slice(0, MOST_LINES), `and ${more} more lines`] : [...lines];
}

function takeBack({ id, undo = [] }: KeptJob): Record<string, unknown> {
  if (undo.length === 0) return {};
  const shown = undo.filter(
    (_, at) => at < MOST_CALLS && JSON.stringify(undo.slice(0, at + 1)).length <= MOST_CHARACTERS,
  );
  const more = undo.length - shown.length;
  return {
    ...(shown.length > 0 && { take_back: shown }),
    ...(more > 0 && {
      take_back_note: `${more} ${shown.length > 0 ? 'more ' : ''}${more === 1 ? 'call takes' : 'calls take'} back the rest: ${ownCommand(`jobs show ${id}`)} shows them in a terminal.`,
    }),
  };
}

const GOES_ON =
  'it goes on with what is missing and repeats nothing. For 24 hours no new approval is needed.';

/** What OpenAI refused may need other arguments, and what others changed another approval. */
function nextOf(job: KeptJob): string {
  if (isVoid(job)) {
    return 'Its approval ended with that. Repeat this call unchanged: what is left is planned anew from how it is now, and shown as a new picture. What is done is not repeated.';
  }
  return job.states.some(({ kind }) => kind === 'rejected')
    ? `Once that is out of the way, repeat this call unchanged: ${GOES_ON} A call with other arguments is planned anew, from what is there by then; what is done stays done.`
    : `Repeat this call unchanged: ${GOES_ON}`;
}

export function nothingToDo({ what, notes, reach = [] }: PlannedJob): Record<string, unknown> {
  return {
    what,
    is_done: true,
    done: [],
    note:
      notes.length === 0
        ? 'Everything is so already; nothing was sent.'
        : 'Nothing was sent: there is nothing to change, and the notes say why.',
    ...(reach.length + notes.length > 0 && { notes: [...reach, ...notes] }),
  };
}

/** What a dry run tells of a job. */
export function dryRunOfJob(
  { what, notes, steps, reach = [], asks }: PlannedJob,
  judged: readonly JudgedStep[],
  isAsked: boolean,
): Record<string, unknown> {
  const { risk, above, below } = gravityOf(judged);
  const follows = [...reach, ...below];
  return {
    dry_run: true,
    note: 'Nothing was sent: this server runs with --dry-run.',
    what,
    writes: steps.length,
    ...(follows.length > 0 && { reach: follows }),
    risk: [risk, asks, ...above].filter(Boolean).join(' '),
    approval: isAsked ? 'a person would have to approve it, once for all of it' : 'not needed',
    would_do: linesOf(steps),
    ...(notes.length > 0 && { not_done: notes }),
  };
}
