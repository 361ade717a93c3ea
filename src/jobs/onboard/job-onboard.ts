/** The job that opens a project for a team: guards first, then people, and the key last. */
import type { ReportReads } from '../../reports/report-reads.ts';
import { isGone } from '../../reports/why-unread.ts';
import { quote } from '../../text/clean.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { EarlierRun, Job, JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { briefly } from '../rate-limits/job-rate-limits.ts';
import { askedLike, planRateLimits, readAsked } from '../rate-limits/plan-rate-limits.ts';
import { dollars } from '../spend-limits/amounts.ts';
import { recipientsOf } from '../spend-limits/spending.ts';
import { planGuards, type WantedGuards } from './guards.ts';
import { groupsIn, membersIn, planAccount, planGroups, planMembers } from './people.ts';
import { type ProjectSettings, readRates, readSettings } from './read-settings.ts';

const PROJECTS = '/organization/projects';

export const jobOnboard: Job = async ({ values, reads, earlier }) => {
  const name = String(values.name);
  const like = typeof values.like === 'string' ? await readLike(values.like, reads) : undefined;
  const place = await placeFor(name, earlier, reads);
  const present = place.isNew ? undefined : await readSettings(place, reads);
  const asked = readAsked(values.rate_limits);
  const layers = [like === undefined ? [] : askedLike(like.rates), asked];
  const needsRates = layers.some((layer) => layer.length > 0);
  const rows = needsRates ? (present?.rates ?? like?.rates ?? (await ratesOfAny(reads))) : [];
  const rates = planRateLimits({ place, rows, layers, earlier });
  const wanted = wantedGuards(values, like);
  if (wanted.alerts.length > 0 && wanted.recipients.length === 0) {
    throw new ArgumentError(['alert_emails: say who is told of the alerts.']);
  }
  const guards = planGuards(place, wanted, present ?? { alerts: [], hostedTools: {} });
  const account = typeof values.service_account === 'string' ? values.service_account : undefined;
  const steps = [
    ...(place.isNew ? [creation(name, values.residency)] : []),
    ...rates.steps,
    ...guards.steps,
    ...(await planMembers(place, membersIn(values.members), reads)),
    ...(await planGroups(place, groupsIn(values.groups), reads)),
    ...(await planAccount(place, account, reads)),
  ];
  const differs =
    !place.isNew && values.residency !== undefined
      ? [`${placeTold(place)} is there already, so its residency stays as it is.`]
      : [];
  const by = typeof values.template === 'string' ? ` by template ${quote(values.template)}` : '';
  return {
    what: `${place.isNew ? 'Open' : 'Complete'} project: ${place.isNew ? quote(name) : placeTold(place)}${by}`,
    names: [name],
    brief: briefOf(values, wanted, account, like !== undefined),
    steps,
    notes: [...differs, ...rates.notes, ...guards.notes],
    ...(place.isNew && { undo: [] }),
  };
};

async function readLike(id: string, reads: ReportReads): Promise<ProjectSettings> {
  const { name } = await reads.get(`${PROJECTS}/{project_id}`, [id]);
  return readSettings({ id, name: typeof name === 'string' ? name : id, isNew: false }, reads);
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

/** A new project has no limits to look at yet, so the models are those of another one. */
async function ratesOfAny(reads: ReportReads): Promise<Record<string, unknown>[]> {
  const active = (await reads.list(PROJECTS, [], ['id', 'status'])).find(
    ({ status }) => status !== 'archived',
  );
  if (typeof active?.id === 'string') return readRates(active.id, reads);
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

/** What is said counts before what another project has. */
function wantedGuards(values: Record<string, unknown>, like: ProjectSettings | undefined): WantedGuards {
  const list = (value: unknown) => (Array.isArray(value) ? value : undefined);
  const models = list(values.allowed_models)?.map(String);
  const tools = list(values.hosted_tools)?.map(String);
  return {
    limit: typeof values.spend_limit_usd === 'number' ? values.spend_limit_usd : like?.limit?.cents,
    alerts: list(values.alerts_usd)?.map(Number) ?? like?.alerts.map(({ cents }) => cents) ?? [],
    recipients: list(values.alert_emails)?.map(String) ?? recipientsOf(like?.alerts ?? []),
    models: models === undefined ? like?.models : { mode: 'allow_list', ids: models },
    hostedTools:
      tools === undefined
        ? (like?.hostedTools ?? {})
        : Object.fromEntries(HOSTED_TOOLS.map((name) => [name, tools.includes(name)])),
  };
}

const HOSTED_TOOLS = ['file_search', 'web_search', 'image_generation', 'mcp', 'code_interpreter'];

function briefOf(
  values: Record<string, unknown>,
  { limit, models }: WantedGuards,
  account: string | undefined,
  isLike: boolean,
): string[] {
  const members = membersIn(values.members).length;
  const groups = groupsIn(values.groups).length;
  return [
    ...(account === undefined ? [] : [`service account ${quote(account, 40)} with a key`]),
    ...(typeof limit === 'number' ? [`spend limit ${dollars(limit)}`] : []),
    ...(values.rate_limits === undefined ? [] : briefly(values.rate_limits)),
    ...(models === undefined ? [] : [`${models.ids.length} models`]),
    ...(members === 0 ? [] : [members === 1 ? '1 member' : `${members} members`]),
    ...(groups === 0 ? [] : [groups === 1 ? '1 group' : `${groups} groups`]),
    ...(isLike ? ['settings of another project'] : []),
  ];
}
