/** What a form can complete an argument with: people, projects, periods, families of tools. */
import type { PromptArgument } from '../specs/prompt-schema.ts';
import { oneLine } from '../text/clean.ts';
import { shownForm } from '../text/shown-form.ts';
import type { GuidancePorts, Rows } from './guidance-ports.ts';
import { type Candidate, type Completion, matching } from './matching.ts';
import { periods } from './periods.ts';
import { sharedRead } from './shared-read.ts';

/** Long enough for a word to be typed, short enough that nobody misses a new project. */
const KEPT_MILLISECONDS = 60_000;

const NOTHING: Completion = { values: [], hasMore: false };

export type Completions = {
  of(kind: PromptArgument['completes'], typed: string, signal: AbortSignal): Promise<Completion>;
  families(typed: string): Completion;
};

export function createCompletions(ports: GuidancePorts): Completions {
  const { readRows, monotonic, pinned } = ports;
  const people = sharedRead(
    (signal) => readRows('/organization/users', ['email', 'name'], signal),
    monotonic,
    KEPT_MILLISECONDS,
  );
  const projects = sharedRead(
    (signal) => readRows('/organization/projects', ['id', 'name'], signal),
    monotonic,
    KEPT_MILLISECONDS,
  );
  return {
    async of(kind, typed, signal) {
      if (kind === undefined || ports.ended() !== undefined) return NOTHING;
      if (kind === 'periods') return matching(periods(ports.now()).map(asItself), typed, true);
      if (kind === 'people') return matchingRows(await people(signal), peopleIn, typed);
      if (pinned !== undefined) return matching(pinned.map(asItself), typed, true);
      return matchingRows(await projects(signal), projectsIn, typed);
    },
    families: (typed) =>
      matching(
        ports.catalogue.families.map(({ name }) => asItself(name)),
        typed,
        true,
      ),
  };
}

function matchingRows({ items, complete }: Rows, read: (items: Rows['items']) => Candidate[], typed: string) {
  return matching(read(items), typed, complete);
}

const asItself = (value: string): Candidate => ({ value, words: [value] });

/** By name, too, for whoever knows no email. */
function peopleIn(items: Rows['items']): Candidate[] {
  return items.flatMap(({ email, name }) => {
    if (typeof email !== 'string' || email === '') return [];
    const value = shown(email);
    return [{ value, words: [value, ...(typeof name === 'string' ? [shown(name)] : [])] }];
  });
}

/** By name, or by the start of an ID; a name that several have means none of them. */
function projectsIn(items: Rows['items']): Candidate[] {
  const all = items.flatMap(({ id, name }) =>
    typeof id === 'string' ? [{ id, name: typeof name === 'string' ? shown(name) : '' }] : [],
  );
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [
    ...all
      .filter(({ name }) => name !== '')
      .map(({ id, name }) => ({ value: counts.get(name) === 1 ? name : id, words: [name] })),
    ...all.map(({ id }) => ({ value: id, words: [id], byStart: true })),
  ];
}

/** The form in which answers show it, which every argument takes back. */
function shown(text: string): string {
  return oneLine(shownForm(text));
}
