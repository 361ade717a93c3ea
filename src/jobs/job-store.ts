/** Jobs on disk: a sealed file for what was approved, and beside it a line for each step that began or ended. */
import { closeSync, constants, fsyncSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeFileError } from '../files/describe-file-error.ts';
import { openSeal } from '../state/seal.ts';
import type { StateFolder } from '../state/state-folder.ts';
import { isFinished, isVoid, type JobRecord, type KeptJob, type StepState } from './job-record.ts';

const FOLDER = 'jobs';

/** What is approved may be carried out for so long. */
const JOB_LASTS_MILLISECONDS = 24 * 3_600_000;

/** Then it is forgotten: what it made is found by name. */
const KEPT_MILLISECONDS = 90 * 24 * 3_600_000;

/** A thousand steps take a third of one. */
const MAX_BYTES = 16 * 1024 * 1024;

export type NewJob = Omit<JobRecord, 'id' | 'begunAt' | 'until'>;

/** Jobs cannot be read or written; nothing may be sent for one while this is so. */
export class JobUnwritable extends Error {
  override readonly name = 'JobUnwritable';
}

export type JobStore = {
  /** Writes down a job that may be carried out. @throws JobUnwritable */
  begin(job: NewJob): Promise<KeptJob>;
  /** The youngest job of this key; undefined where there is none, or one of its files was altered or deleted. */
  latest(key: string): Promise<KeptJob | undefined>;
  /** Every job that is kept, youngest first. */
  all(): Promise<KeptJob[]>;
  /** On the disk afterwards. @throws JobUnwritable */
  note(job: KeptJob, step: number, state: StepState): Promise<void>;
  /** Runs while no other process does anything to jobs of this key. @throws LockBusy */
  alone<T>(key: string, action: () => Promise<T>): Promise<T>;
};

/** Whether it may go on: something is left, nobody else changed what is left, and its approval is not too old. */
export function goesOn(job: KeptJob, now: number): boolean {
  return !isFinished(job) && !isVoid(job) && job.until > now;
}

/** Nothing is read or written before the first use. */
export function createJobStore(state: StateFolder, now: () => number): JobStore {
  const nameOf = (key: string, id: string, end: string) => join(FOLDER, `${key.slice(0, 32)}.${id}.${end}`);

  function entries(): { key: string; id: string }[] {
    const folder = join(state.file(join(FOLDER, 'x')), '..');
    return readdirSync(folder).flatMap((name) => {
      const [, key, id] = /^([0-9a-f]{32})\.(job_[0-9a-f]{12})\.json$/.exec(name) ?? [];
      return key === undefined || id === undefined ? [] : [{ key, id }];
    });
  }

  function read({ key, id }: { key: string; id: string }): KeptJob | undefined {
    try {
      const content = state.read(nameOf(key, id, 'json'), MAX_BYTES) ?? '';
      const { text, seal } = JSON.parse(content) as { text: string; seal: string };
      if (!openSeal(state).fits(`job ${text}`, seal)) return undefined;
      const record = JSON.parse(text) as JobRecord;
      const states = record.id === id ? statesOf(record) : undefined;
      return states && { ...record, states };
    } catch {
      return undefined;
    }
  }

  /** A line that was altered or is not whole counts as none: its step is then one that began. */
  function statesOf({ id, key, steps, begunAt }: JobRecord): StepState[] | undefined {
    const lines = state.read(nameOf(key, id, 'steps'), MAX_BYTES)?.split('\n');
    if (lines === undefined) return undefined;
    const states: StepState[] = steps.map(() => ({ kind: 'waiting' }));
    let furthest = 0;
    const seal = openSeal(state);
    for (const line of lines) {
      const at = line.indexOf(' ');
      const text = line.slice(at + 1);
      if (at < 0 || !seal.fits(`step ${id} ${text}`, line.slice(0, at))) continue;
      const { step, ...rest } = JSON.parse(text) as { step: number } & StepState;
      if (!(step in states)) continue;
      states[step] = rest as StepState;
      furthest = Math.max(furthest, step);
    }
    // No step begins before those ahead of it have ended, so lines of theirs are missing.
    return states.map((one, step) =>
      one.kind === 'waiting' && step < furthest ? { kind: 'sending', since: begunAt } : one,
    );
  }

  function ofKey(key: string): KeptJob[] {
    const own = entries().filter((entry) => entry.key === key.slice(0, 32));
    return youngestFirst(own.flatMap((entry) => read(entry) ?? []).filter((job) => job.key === key));
  }

  function forgetOld(): void {
    for (const { key, id } of entries()) {
      const job = read({ key, id });
      if (job !== undefined && job.begunAt > now() - KEPT_MILLISECONDS) continue;
      for (const end of ['json', 'steps']) state.remove(nameOf(key, id, end));
    }
  }

  async function kept<T>(action: () => T): Promise<T> {
    try {
      return await state.locked(action);
    } catch (error) {
      const why = describeFileError(error, state.path) ?? `${(error as Error).message} (in ${state.path}).`;
      throw new JobUnwritable(`The record of jobs cannot be read and written: ${why}`, { cause: error });
    }
  }

  const youngestFirst = (jobs: KeptJob[]) => jobs.sort((one, other) => other.begunAt - one.begunAt);

  return {
    begin: (job) =>
      kept(() => {
        forgetOld();
        const id = `job_${process.getBuiltinModule('node:crypto').randomBytes(6).toString('hex')}`;
        // Of two jobs of one key the later one is the younger, also in one millisecond or by a clock that was set back.
        const begunAt = Math.max(now(), (ofKey(job.key)[0]?.begunAt ?? 0) + 1);
        const record: JobRecord = { ...job, id, begunAt, until: now() + JOB_LASTS_MILLISECONDS };
        // What the file cannot hold would break its seal.
        const text = state.clean(JSON.stringify(record));
        state.write(nameOf(job.key, id, 'steps'), '');
        state.write(
          nameOf(job.key, id, 'json'),
          JSON.stringify({ text, seal: openSeal(state).of(`job ${text}`) }),
        );
        return {
          ...(JSON.parse(text) as JobRecord),
          states: record.steps.map(() => ({ kind: 'waiting' as const })),
        };
      }),
    latest: (key) => kept(() => ofKey(key)[0]),
    all: () => kept(() => youngestFirst(entries().flatMap((entry) => read(entry) ?? []))),
    async note(job, step, next) {
      job.states[step] = next;
      const text = state.clean(JSON.stringify({ step, ...next }));
      await kept(() => {
        const flags = constants.O_WRONLY | constants.O_APPEND;
        const descriptor = state.open(nameOf(job.key, job.id, 'steps'), flags);
        try {
          // The line before may have been cut off in the middle.
          writeFileSync(descriptor, `\n${openSeal(state).of(`step ${job.id} ${text}`)} ${text}`);
          fsyncSync(descriptor);
        } finally {
          closeSync(descriptor);
        }
      });
    },
    alone: (key, action) => state.locked(action, join(FOLDER, `${key.slice(0, 32)}.lock`)),
  };
}
