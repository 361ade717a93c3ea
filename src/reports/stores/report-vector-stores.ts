/** `report_vector_stores`: the vector stores that the stored keys reach, which of them need mending, and what no key reaches. */
import { ownCommand } from '../../model/own-command.ts';
import { inTurn } from '../../reading/in-turn.ts';
import { OutOfTime } from '../../reading/shared-time.ts';
import { dateOf } from '../period.ts';
import { placesFrom } from '../places.ts';
import type { Report } from '../report.ts';
import type { ReportReads } from '../report-reads.ts';
import { inSentences, whyUnread } from '../why-unread.ts';
import { type Coverage, type Reached, readCoverage } from './covered-projects.ts';
import { keyOf, readFailedFiles } from './failed-files.ts';
import { findingOf, gib, isUnused, readStore, STORE_MEMBERS, type Store } from './store-findings.ts';

const USUAL_TOP = 10;
const USUAL_UNUSED_DAYS = 30;
const COLUMNS = ['store', 'id', 'project', 'gib', 'files', 'failed', 'last_used', 'finding'];

export const reportVectorStores: Report = async (inputs) => {
  const { values, reads, now } = inputs;
  const given = (values.projects as string[] | undefined) ?? [];
  const top = typeof values.top === 'number' ? values.top : USUAL_TOP;
  const unusedDays = typeof values.unused_days === 'number' ? values.unused_days : USUAL_UNUSED_DAYS;
  const coverage = await readCoverage(given.length > 0 ? given : undefined, inputs);
  const reached = placesFrom(values.from_project, coverage.reached);
  const { stores, refused, gaps } = await readStores(reached, reads);
  const finding = (store: Store) => findingOf(store, now, unusedDays);
  stores.sort(byWorth(finding));
  const shown = stores.filter((store) => values.findings_only !== true || finding(store) !== null);
  const failed = await readFailedFiles(stores, top, reads);
  const unused = stores.filter((store) => isUnused(store, now, unusedDays));
  const why = [...whyNotCovered(coverage, refused), ...coverage.gaps, ...gaps, ...failed.gaps];
  const failures = stores.reduce((sum, store) => sum + (store.failed ?? 0), 0);
  const rest = shown.slice(top);
  return {
    [why.length === 0 ? 'found' : 'found_at_least']: {
      stores: stores.length,
      gib: sizeOf(stores),
      failed_files: failures,
      unused: unused.length,
      unused_gib: sizeOf(unused),
    },
    columns: COLUMNS,
    rows: shown
      .slice(0, top)
      .map((store) => [
        store.name,
        store.id,
        toldOf(store.project),
        store.bytes === undefined ? null : gib(store.bytes),
        store.files ?? null,
        store.failed ?? null,
        store.lastActive === undefined ? null : dateOf(store.lastActive),
        finding(store),
      ]),
    rest: { rows: rest.length, gib: sizeOf(rest) },
    ...(failed.rows.length > 0 && {
      failed_files: {
        columns: ['file', 'id', 'store', 'reason'],
        rows: failed.rows,
        rest: Math.max(0, failures - failed.rows.length),
      },
    }),
    ...notCovered(coverage, refused, top),
    complete: why.length === 0,
    ...(why.length > 0 && { why: inSentences(why) }),
    note: `Unused: no use for ${unusedDays} days, and that old. Expired stores are not billed.`,
  };
};

type Refused = { project: Reached; why: string };
type Stores = { stores: Store[]; refused: Refused[]; gaps: string[] };

/** Where the time ends, all before the project that `gaps` name are whole. */
async function readStores(reached: readonly Reached[], reads: ReportReads): Promise<Stores> {
  const answers = await inTurn(reached, (project) => storesOf(project, reads));
  const late = answers.findIndex(({ error }) => error instanceof OutOfTime);
  const whole = late === -1 ? answers : answers.slice(0, late);
  const failures = whole.filter(({ error }) => error !== undefined);
  if (answers.length > 0 && answers.every(({ error }) => error !== undefined)) throw answers[0]?.error;
  const byId = new Map<string, Store>();
  for (const { project, stores } of whole) {
    for (const store of stores) {
      // A key of which nothing says whose it is may reach what another one reaches.
      if (project.id !== null || !byId.has(store.id)) byId.set(store.id, store);
    }
  }
  return {
    stores: [...byId.values()],
    refused: failures.map(({ project, error }) => ({ project, why: whyUnread(error) })),
    gaps: [
      ...whole.flatMap(({ project, unreadable }) =>
        unreadable > 0
          ? [`${unreadable} stores of ${toldOf(project)} have no readable size or file counts`]
          : [],
      ),
      ...(late === -1 ? [] : [leftFor(reached.slice(late), reached.length)]),
    ],
  };
}

function leftFor(left: readonly Reached[], all: number): string {
  const from = left[0]?.id ?? null;
  const again = from === null ? 'call again' : `call again with from_project: ${from}`;
  return `${left.length} of ${all} projects with a key are not in this answer, as there was no time left: ${again}`;
}

/** `error` is why not all of them could be read. */
type StoresOf = { project: Reached; stores: Store[]; unreadable: number; error?: unknown };

async function storesOf(project: Reached, reads: ReportReads): Promise<StoresOf> {
  const read: StoresOf = { project, stores: [], unreadable: 0 };
  try {
    await reads.pages('/vector_stores', [], keyOf({ project }), (rows) => {
      for (const row of rows) {
        const members = STORE_MEMBERS.map((name) => [name, row[name]]);
        const store = readStore(Object.fromEntries(members), project);
        if (store?.failed === undefined || store.bytes === undefined) read.unreadable += 1;
        if (store !== undefined) read.stores.push(store);
      }
      return undefined;
    });
  } catch (error) {
    whyUnread(error);
    read.error = error;
  }
  return read;
}

/** Those with findings first, what failed before what is unused, the largest before others. */
function byWorth(finding: (store: Store) => string | null) {
  const worth = (store: Store) => (store.failed ? 2 : finding(store) === null ? 0 : 1);
  return (one: Store, other: Store) =>
    worth(other) - worth(one) ||
    (other.failed ?? 0) - (one.failed ?? 0) ||
    (other.bytes ?? 0) - (one.bytes ?? 0) ||
    (one.id < other.id ? -1 : 1);
}

function sizeOf(stores: readonly Store[]): number {
  return gib(stores.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0));
}

const toldOf = ({ id, name }: Reached) => name ?? id ?? 'default key';

function whyNotCovered({ without, all }: Coverage, refused: readonly Refused[]): string[] {
  return [
    ...(without.length > 0 ? [`${without.length} of ${all} projects have no key in this profile`] : []),
    ...refused.map(({ project, why }) => `${toldOf(project)}: ${why.replace(/\.$/, '')}`),
  ];
}

function notCovered({ without }: Coverage, refused: readonly Refused[], top: number) {
  const all = [
    ...refused.map(({ project }) => [project.name, project.id, 'key refused or unread']),
    ...without.map(({ id, name }) => [name, id, 'no key']),
  ];
  if (all.length === 0) return {};
  const add = `A person stores a project's API key with: ${ownCommand('auth login --project PROJECT_ID')}`;
  return {
    not_covered: {
      columns: ['project', 'id', 'why'],
      rows: all.slice(0, top),
      rest: Math.max(0, all.length - top),
      add,
    },
  };
}
