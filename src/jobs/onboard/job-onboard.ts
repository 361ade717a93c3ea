/** The job that opens a project for a team: guards first, then people, and the key last. */
import type { ReportReads } from '../../reports/report-reads.ts';
import { isGone } from '../../reports/why-unread.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { counted } from '../counted.ts';
import type { EarlierRun, Job, JobStep } from '../job.ts';
import { type Place, placeTold, type There } from '../place.ts';
import { askedLike, readAsked } from '../rate-limits/asked-limits.ts';
import { briefly } from '../rate-limits/job-rate-limits.ts';
import { planRateLimits } from '../rate-limits/plan-rate-limits.ts';
import { planGuards } from './guards.ts';
import { peopleOf, withPeople } from './like-people.ts';
import { planAccount, planMembers } from './people.ts';
import { planGroups } from './project-groups.ts';
import { type ProjectSettings, readRates, readSettings } from './read-settings.ts';
import { wantedGuards } from './wanted-guards.ts';

const PROJECTS = '/organization/projects';

export const jobOnboard: Job = async ({ values, reads, earlier }) => {
  const name = String(values.name);
  const like = typeof values.like === 'string' ? await readLike(values.like, reads) : undefined;
  if (values.like_people === true && like === undefined) {
    throw new ArgumentError(['like_people: name the project whose people they are with like.']);
  }
  const theirs = values.like_people === true && like ? await peopleOf(like.place.id, reads) : undefined;
  const people = theirs === undefined ? values : withPeople(values, theirs);
  const place = await placeFor(name, earlier, reads);
  const present = place.isNew ? undefined : await readSettings(place, reads);
  const layers = [like === undefined ? [] : askedLike(like.rates), readAsked(values.rate_limits)];
  const needsRates = layers.some((layer) => layer.length > 0);
  // A new project shows nothing of itself yet.
  const needsShown = needsRates || people.groups !== undefined;
  const shown = place.isNew ? (like?.place ?? (needsShown ? await anyProject(reads) : undefined)) : place;
  const rows = needsRates ? (present?.rates ?? like?.rates ?? (await ratesOf(shown, reads))) : [];
  const rowsOf = shown && placeTold(shown);
  const rates = planRateLimits({ place, rows, rowsOf, layers, earlier });
  const guards = planGuards(place, wantedGuards(values, like), present ?? { alerts: [], hostedTools: {} });
  const accountName = typeof values.service_account === 'string' ? values.service_account : undefined;
  const members = await planMembers(place, people.members, reads);
  const groups = await planGroups(place, people.groups, shown, reads);
  const account = await planAccount(place, accountName, earlier, reads);
  const differs =
    !place.isNew && values.residency !== undefined
      ? [`${placeTold(place)} is there already, so its residency stays as it is.`]
      : [];
  const by = typeof values.template === 'string' ? ` by template ${quote(values.template)}` : '';
  return {
    what: `${place.isNew ? 'Open' : 'Complete'} project: ${place.isNew ? quote(name) : placeTold(place)}${by}`,
    names: [name],
    brief: [
      ...(account.steps.length === 0 ? [] : [`service account ${quote(accountName ?? '', 40)} with a key`]),
      ...guards.brief,
      ...(rates.steps.length === 0 ? [] : briefly(values.rate_limits)),
      ...counted(members.length, 'member'),
      ...counted(groups.length, 'group'),
      ...(like === undefined ? [] : [`settings of ${quote(like.place.name, 40)}`]),
    ],
    steps: [
      ...(place.isNew ? [creation(name, values.residency)] : []),
      ...rates.steps,
      ...guards.steps,
      ...members,
      ...groups,
      ...account.steps,
    ],
    notes: [...differs, ...(theirs?.notes ?? []), ...rates.notes, ...guards.notes, ...account.notes],
    ...(place.isNew &&
      rates.steps.length > 0 && {
        reach: [
          `Which models have limits was read of ${rowsOf}, since the new project is not there yet. The same call again sets what that leaves out.`,
        ],
      }),
  };
};

async function readLike(id: string, reads: ReportReads): Promise<ProjectSettings & { place: There }> {
  const { name } = await reads.get(`${PROJECTS}/{project_id}`, [id]);
  const place: There = { id, name: typeof name === 'string' ? name : id, isNew: false };
  return { ...(await readSettings(place, reads)), place };
}

/** One that an earlier run made, or the one active project of this name. */
async function placeFor(name: string, earlier: EarlierRun | undefined, reads: ReportReads): Promise<Place> {
  const made = earlier?.made.find(({ path }) => path === PROJECTS)?.id;
  if (made !== undefined) {
    const found = await reads.get(`${PROJECTS}/{project_id}`, [made]).catch((error) => {
      if (isGone(error)) return undefined;
      throw error;
    });
    if (found !== undefined && found.status !== 'archived') return { id: made, name, isNew: false };
  }
  const all = await reads.list(PROJECTS, [], ['id', 'name', 'status']);
  const same = all.filter((one) => one.name === name && one.status !== 'archived');
  const [only, another] = same;
  if (another !== undefined) {
    throw new ArgumentError([
      `name: ${same.length} active projects are called ${quote(name)} (${same.map(({ id }) => String(id)).join(', ')}). Choose another name, or rename one of them first.`,
    ]);
  }
  if (typeof only?.id === 'string') return { id: only.id, name, isNew: false };
  return { id: { madeBy: 0, member: 'id' }, name, isNew: true };
}

/** A new project has no limits and roles to look at yet, so they are those of another one. */
async function anyProject(reads: ReportReads): Promise<There | undefined> {
  const all = await reads.list(PROJECTS, [], ['id', 'name', 'status']);
  const active = all.find(({ status }) => status !== 'archived');
  if (typeof active?.id !== 'string') return undefined;
  return { id: active.id, name: String(active.name ?? active.id), isNew: false };
}

async function ratesOf(shown: There | undefined, reads: ReportReads): Promise<Record<string, unknown>[]> {
  if (shown !== undefined) return readRates(shown.id, reads);
  throw new ArgumentError([
    'rate_limits: no active project shows which models have limits. Leave them out, and set them once the project is there.',
  ]);
}

function creation(name: string, residency: unknown): JobStep {
  return {
    method: 'create',
    path: PROJECTS,
    given: { name, ...(residency !== undefined && { residency }) },
    about: `New project ${quote(name, 60)}`,
    change: residency === undefined ? '' : `residency ${String(residency)}`,
  };
}
