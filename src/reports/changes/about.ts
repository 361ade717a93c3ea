/** Which events are about a subject: a person, a project or any other thing, by name, email or ID. */
import { readPeople } from '../access/people.ts';
import { sameText } from '../access/subject.ts';
import type { Gaps } from '../gaps.ts';
import type { ReportReads } from '../report-reads.ts';
import type { Change } from './event.ts';
import { thingNames } from './thing-names.ts';

/** What a subject is known by: its own text, and the IDs that people and events give for it. */
export async function knownBy(
  subject: string,
  changes: readonly Change[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<ReadonlySet<string>> {
  const known = new Set([subject]);
  const is = (text: string | undefined) => sameText(text, subject);
  for (const { thing, name, project, actor } of changes) {
    if (thing !== undefined && is(name)) known.add(thing);
    if (project !== undefined && is(project.name)) known.add(project.id);
    if (actor.id !== undefined && is(actor.email)) known.add(actor.id);
  }
  // An ID is what it is; a name that no event gives may be that of somebody who was acted on.
  const isEmail = /^\S+@\S+$/.test(subject);
  if (isEmail || (known.size === 1 && !LOOKS_LIKE_ID.test(subject))) {
    const people = await gaps.attempt('people', () => readPeople(reads, isEmail ? [subject] : undefined));
    for (const { id, email, name } of people ?? []) if (is(email) || is(name)) known.add(id);
  }
  if (known.size > 1 || LOOKS_LIKE_ID.test(subject)) return known;
  // What is there, or was, may be called so although no event of the period says it.
  const names = await thingNames(changes, changes, reads, gaps);
  for (const [id, name] of names) if (is(name)) known.add(id);
  return known;
}

const LOOKS_LIKE_ID = /^[a-z_]+[-_][A-Za-z0-9]{6,}/;

export function isAbout(change: Change, known: ReadonlySet<string>): boolean {
  const { actor, project, name, named, thing } = change;
  const texts = [actor.id, actor.key, actor.email, project?.id, project?.name, name, thing, ...named];
  return texts.some(
    (text) => text !== undefined && (known.has(text) || [...known].some((one) => sameText(one, text))),
  );
}
