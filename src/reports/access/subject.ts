/** Whom or what an access report is about: a person or a project by ID, email or name, or the whole organization. */
import { quote } from '../../text/clean.ts';
import { nearestFew } from '../../text/nearest.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { Gaps } from '../gaps.ts';
import type { Place } from '../places.ts';
import { NotAllowed, type ReportReads } from '../report-reads.ts';
import { isGone } from '../why-unread.ts';
import { membersOf, type Person, readPeople, readPerson } from './people.ts';

/** Of somebody who is not in the organization, or could not be read, what was given is all that is known. */
export type Subject =
  | { kind: 'organization' }
  | { kind: 'project'; place: Place }
  | ({ kind: 'person' } & Somebody);

/** `isUnread`: whether they are in the organization could not be read. */
export type Somebody = { person?: Person; id?: string; email?: string; isUnread?: boolean };

/** @throws ArgumentError where a name is nobody's, or that of several */
export async function readSubject(
  given: string,
  places: readonly Place[] | undefined,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Subject> {
  const text = given.trim();
  if (text === '') return { kind: 'organization' };
  if (/^proj_/.test(text)) return { kind: 'project', place: placeWithId(text, places) };
  return (
    (await somebodyIn(text, places ?? [], reads, gaps)) ??
    (await named(
      text,
      { argument: 'subject', kinds: 'person or project', places: places ?? [] },
      reads,
      gaps,
    ))
  );
}

/**
 * A person by ID, email or name.
 * @throws ArgumentError where a name is nobody's, or that of several
 */
export async function readSomebody(
  argument: string,
  given: string,
  reads: ReportReads,
  gaps: Gaps,
): Promise<Somebody> {
  const text = given.trim();
  const found =
    (await somebodyIn(text, [], reads, gaps)) ??
    (await named(text, { argument, kinds: 'person', places: [] }, reads, gaps));
  if (found.kind === 'person') return found;
  throw new ArgumentError([`${argument}: pass the email, the ID or the name of a person.`]);
}

/** Undefined for what is neither an ID nor an email. */
async function somebodyIn(
  text: string,
  places: readonly Place[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<Subject | undefined> {
  if (/^user[-_]/.test(text)) return personWithId(text, reads, gaps);
  if (/^\S+@\S+$/.test(text)) return personWithEmail(text, places, reads, gaps);
  return undefined;
}

function placeWithId(id: string, places: readonly Place[] | undefined): Place {
  const place = places?.find((one) => one.id === id);
  if (place !== undefined) return place;
  // Where the projects could not be listed, its own lists may still answer.
  if (places === undefined) return { id, name: id, label: id, state: 'unknown' };
  throw new ArgumentError([
    `subject: ${quote(id)} is none of the projects that can be read here. list_projects gives their IDs.`,
  ]);
}

async function personWithId(id: string, reads: ReportReads, gaps: Gaps): Promise<Subject> {
  const person = await gaps.attempt('the person', async () => {
    try {
      return await readPerson(id, reads);
    } catch (error) {
      if (isGone(error)) return null;
      throw error;
    }
  });
  return person ? subjectOf(person) : { kind: 'person', id, isUnread: person === undefined };
}

/** How exactly the API's filter compares emails is not documented, so that it finds nobody is looked at again. */
async function personWithEmail(
  email: string,
  places: readonly Place[],
  reads: ReportReads,
  gaps: Gaps,
): Promise<Subject> {
  const isTheirs = (person: Person) => sameText(person.email, email);
  const person = await gaps.attempt('the person', async () => {
    try {
      return (
        (await readPeople(reads, [email])).find(isTheirs) ?? (await readPeople(reads)).find(isTheirs) ?? null
      );
    } catch (error) {
      // A pin keeps the list of everybody away, and lets the members of its projects be read.
      const member = error instanceof NotAllowed && (await membersOf(places, reads)).find(isTheirs);
      if (member) return member;
      throw error;
    }
  });
  return person ? subjectOf(person) : { kind: 'person', email, isUnread: person === undefined };
}

async function named(
  text: string,
  { argument, kinds, places }: { argument: string; kinds: string; places: readonly Place[] },
  reads: ReportReads,
  gaps: Gaps,
): Promise<Subject> {
  const people = await gaps.attempt('people', () => readPeople(reads));
  if (people === undefined) gaps.throwIfNothing();
  const found: { shown: string; name: string; subject: Subject }[] = [
    ...(people ?? []).map((person) => ({
      shown: `${person.id} (${quote(person.label)})`,
      name: person.name ?? person.label,
      subject: subjectOf(person),
    })),
    ...places.map((place) => ({
      shown: `${place.id} (${quote(place.name)}, ${place.state})`,
      name: place.name,
      subject: { kind: 'project' as const, place },
    })),
  ];
  const same = found.filter(({ name }) => sameText(name, text));
  const [only, another] = same;
  if (only !== undefined && another === undefined) return only.subject;
  if (only !== undefined) {
    const all = same.slice(0, 5).map(({ shown }) => shown);
    throw new ArgumentError([
      `${argument}: ${same.length} are called ${quote(text)}: ${all.join('; ')}. Pass the ID.`,
    ]);
  }
  const near = nearestFew(text, [...new Set(found.map(({ name }) => name))], 3);
  const closest = found.filter(({ name }) => near.includes(name)).slice(0, 3);
  throw new ArgumentError([
    `${argument}: no ${kinds} is called ${quote(text)}. Pass an email, a name or an ID.${closest.length > 0 ? ` Closest: ${closest.map(({ shown }) => shown).join('; ')}.` : ''}`,
  ]);
}

function subjectOf(person: Person): Subject {
  const { id, email } = person;
  return { kind: 'person', person, id, ...(email !== undefined && { email }) };
}

export function sameText(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && comparable(one) === comparable(other);
}

function comparable(text: string): string {
  return text.trim().replace(/\s+/g, ' ').normalize('NFC').toLowerCase();
}
