/** The projects that a report goes through, one read for each where its question needs it. */
import { inTurn } from '../reading/in-turn.ts';
import { OutOfTime } from '../reading/shared-time.ts';
import { quote } from '../text/clean.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { Gaps } from './gaps.ts';
import type { ReportReads } from './report-reads.ts';
import { cell } from './table.ts';
import { isGone } from './why-unread.ts';

const PROJECTS = '/organization/projects';

/** `label` names it in cells: its name, with its ID where another project is called the same. */
export type Place = { id: string; name: string; label: string; state: 'active' | 'archived' | 'unknown' };

/** Those that are given by ID, or all; archived ones among them. Rejects with what reading throws. */
export async function readPlaces(given: readonly string[] | undefined, reads: ReportReads): Promise<Place[]> {
  const rows =
    given === undefined
      ? await reads.list(PROJECTS, [], ['id', 'name', 'status'], { include_archived: true })
      : await Promise.all(given.map((id) => reads.get(`${PROJECTS}/{project_id}`, [id])));
  return toPlaces(rows);
}

export function toPlaces(rows: readonly Record<string, unknown>[]): Place[] {
  const places = rows.flatMap(({ id, name, status }): Place[] => {
    if (typeof id !== 'string') return [];
    const state = status === 'active' || status === 'archived' ? status : 'unknown';
    const shown = cell(name) ?? id;
    return [{ id, name: typeof name === 'string' ? name : id, label: shown, state }];
  });
  const counts = new Map<string, number>();
  for (const { label } of places) counts.set(label, (counts.get(label) ?? 0) + 1);
  return places.map((place) =>
    counts.get(place.label) === 1 ? place : { ...place, label: `${place.label} ${place.id}` },
  );
}

/** What stands for projects in the cells of an answer, with the IDs that calls need. */
export function idsOfLabels(labels: Iterable<unknown>, places: readonly Place[]): Record<string, string> {
  const shown = new Set(labels);
  return Object.fromEntries(
    places.filter(({ label }) => shown.has(label)).map(({ label, id }) => [label, id]),
  );
}

/**
 * Those from where an earlier answer stopped.
 * @throws ArgumentError for a project that is not among them
 */
export function placesFrom<Of extends { id: string | null }>(
  given: unknown,
  places: readonly Of[],
): readonly Of[] {
  if (typeof given !== 'string') return places;
  const start = places.findIndex(({ id }) => id === given);
  if (start === -1) {
    throw new ArgumentError([
      `from_project: ${quote(given)} is none of the projects that this is about. Pass the ID from why of the answer before, with the same projects.`,
    ]);
  }
  return places.slice(start);
}

/** What was read of each project; `next` is where an answer that ran out of time goes on. */
export type InPlaces<Read> = { found: [Place, Read][]; next?: Place };

const LATE = Symbol('late');

/**
 * One read for each project, in order: where the time ends, all before `next` are whole. A project that
 * is gone by now holds nothing.
 * @param goOn who is to be asked for the projects that there was no time for
 */
export async function inPlaces<Read>(
  what: string,
  places: readonly Place[],
  read: (place: Place) => Promise<Read>,
  gaps: Gaps,
  goOn = 'call again',
): Promise<InPlaces<Read>> {
  const answers = await inTurn(places, (place) =>
    gaps.attempt(`${what} of ${place.label}`, async () => {
      try {
        return await read(place);
      } catch (error) {
        if (error instanceof OutOfTime) return LATE;
        if (isGone(error)) return undefined;
        throw error;
      }
    }),
  );
  const late = answers.indexOf(LATE);
  const end = late === -1 ? places.length : late;
  const found = places.slice(0, end).flatMap((place, position): [Place, Read][] => {
    const answer = answers[position];
    return answer === undefined || answer === LATE ? [] : [[place, answer]];
  });
  const next = places[end];
  if (next === undefined) return { found };
  const left = places.length - end;
  gaps.add(
    `${what} of ${left} of ${places.length} projects`,
    `there was no time left for it; ${goOn} with from_project: ${next.id}`,
  );
  return { found, next };
}
