/** `find`: what a name, an email, the start of an ID or the end of a key belongs to, across the organization. */
import { CredentialError } from '../../credentials/credential-error.ts';
import { OutOfTime } from '../../reading/shared-time.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { Gaps } from '../gaps.ts';
import { idsOfLabels, inPlaces, type Place, placesFrom, readPlaces } from '../places.ts';
import type { Report } from '../report.ts';
import { NotAllowed, type ReportReads } from '../report-reads.ts';
import { cell, table } from '../table.ts';
import { isGone } from '../why-unread.ts';
import { KINDS, type Kind, type Rank, rankOf, readWords, tailRank, type Wanted } from './match.ts';
import {
  OF_ORGANIZATION,
  OF_PROJECTS,
  ofOrganization,
  ofProject,
  projectThing,
  type Thing,
} from './places-of-kinds.ts';

const USUAL_TOP = 10;

const CANNOT_SEE = 'Who owns a key; keys, service accounts, roles and stores of archived projects.';

type Found = Thing & { rank: Rank };

export const reportFind: Report = async ({ values, reads, now }) => {
  const wanted = readWords(String(values.words ?? ''));
  if (wanted.text.length < 2) throw new ArgumentError(['words: pass two characters or more.']);
  const gaps = new Gaps();
  const seconds = Math.floor(now / 1000);
  const given = values.kinds as Kind[] | undefined;
  const asked = given !== undefined && given.length > 0 ? given : kindsFor(wanted);
  const needsPlaces = asked.some((kind) => kind === 'project' || OF_PROJECTS[kind] !== undefined);
  const places = needsPlaces
    ? await gaps.attempt('projects', () => placesFor(wanted, values.projects as string[] | undefined, reads))
    : [];
  const inOrganization = values.projects === undefined ? asked.filter((kind) => OF_ORGANIZATION[kind]) : [];
  const first = await Promise.all(
    inOrganization.map((kind) =>
      gaps.attempt(`${OF_ORGANIZATION[kind]?.path.split('/').at(-1)}`, () =>
        ofOrganization(kind, reads, seconds),
      ),
    ),
  );
  const projects = asked.includes('project') ? (places ?? []).map(projectThing) : [];
  const early = fitting([...projects, ...first.flatMap((things) => things ?? [])], wanted);
  const inProjects = asked.filter((kind) => OF_PROJECTS[kind]);
  // What is in single projects takes a request for each: only for what was asked for, or is not found before.
  const isEnough = given === undefined && early.some(({ rank }) => rank === 0);
  const withoutKey: Place[] = [];
  const late = isEnough
    ? []
    : fitting(
        await searchProjects(
          inProjects,
          placesFrom(values.from_project, places ?? []),
          withoutKey,
          reads,
          gaps,
          seconds,
        ),
        wanted,
      );
  gaps.throwIfNothing();
  const found = [...early, ...late].sort((one, other) => one.rank - other.rank);
  const rows = found.map(({ kind, id, names, where, state }) => [
    kind,
    cell(names.find((name) => typeof name === 'string')),
    id,
    where,
    state,
  ]);
  const shown = table(
    ['kind', 'name', 'id', 'where', 'state'],
    rows,
    typeof values.top === 'number' ? values.top : USUAL_TOP,
  );
  // An ID is one thing's alone, so whoever has it is all that there is to find.
  const isThatId = found.some(({ id }) => id === wanted.text);
  if (!isThatId) {
    if (isEnough && inProjects.length > 0) {
      gaps.add(
        `${inProjects.map((kind) => OF_PROJECTS[kind]?.name).join(', ')} of projects`,
        'something is called just so; pass kinds to search them, too',
      );
    }
    if (given === undefined && wanted.idOf !== undefined) {
      gaps.add(
        KINDS.filter((kind) => !asked.includes(kind)).join(', '),
        'the words look like an ID of another kind; pass kinds to search names, too',
      );
    }
    if (withoutKey.length > 0) {
      gaps.add(
        `vector stores of ${withoutKey.length} projects`,
        'no API key of theirs is stored, or it may not be used here',
      );
    }
  }
  return {
    ...shown,
    project_ids: idsOfLabels(
      shown.rows.map((row) => row[3]),
      places ?? [],
    ),
    cannot_see: CANNOT_SEE,
    ...gaps.told(),
  };
};

/** A whole ID gets its project; the beginning of one needs the list. */
async function placesFor(
  { idOf, text }: Wanted,
  given: string[] | undefined,
  reads: ReportReads,
): Promise<Place[]> {
  if (given === undefined && idOf?.includes('project')) {
    try {
      return await readPlaces([text], reads);
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  return readPlaces(given, reads);
}

/** What the form of the words makes possible. */
function kindsFor({ idOf, isEmail, tail, text }: Wanted): readonly Kind[] {
  if (idOf !== undefined) return idOf;
  if (tail !== undefined) return /^sk-admin-/.test(text) ? ['admin_key'] : ['admin_key', 'api_key'];
  return isEmail ? ['user', 'invite'] : KINDS;
}

function fitting(things: readonly Thing[], wanted: Wanted): Found[] {
  return things.flatMap((thing) => {
    const names = thing.names.map((name) => (typeof name === 'string' ? name : null));
    const ranks = [rankOf(wanted, thing.id, names), tailRank(wanted, thing.key)].filter(
      (rank) => rank !== undefined,
    );
    return ranks.length === 0 ? [] : [{ ...thing, rank: Math.min(...ranks) as Rank }];
  });
}

/** All kinds of a project before the next project, so that one value says where the next answer goes on. */
async function searchProjects(
  kinds: readonly Kind[],
  places: readonly Place[],
  withoutKey: Place[],
  reads: ReportReads,
  gaps: Gaps,
  now: number,
): Promise<Thing[]> {
  const active = places.filter(({ state }) => state !== 'archived');
  const nameOf = (kind: Kind) => OF_PROJECTS[kind]?.name ?? kind;
  const readKind = async (kind: Kind, place: Place): Promise<Thing[]> => {
    try {
      return await ofProject(kind, place, reads, now);
    } catch (error) {
      if (error instanceof OutOfTime) throw error;
      if (kind === 'vector_store' && lacksKey(error)) withoutKey.push(place);
      else if (!isGone(error)) gaps.missed(`${nameOf(kind)} of ${place.label}`, error);
      return [];
    }
  };
  const { found } = await inPlaces(
    kinds.map(nameOf).join(', '),
    active,
    (place) => Promise.all(kinds.map((kind) => readKind(kind, place))),
    gaps,
  );
  return found.flatMap(([, things]) => things.flat());
}

/** Without any project key, tools that need one are off altogether. */
function lacksKey(error: unknown): boolean {
  return error instanceof CredentialError || error instanceof NotAllowed;
}
