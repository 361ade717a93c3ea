/** `report_limits`: how near spending and traffic are to what stops them, and what nothing stops. */
import Big from 'big.js';
import { shownNumber } from '../../tools/exact-number.ts';
import { type ActiveProject, nextProjects, readActiveProjects } from '../active-projects.ts';
import { Money, sharePercent } from '../money.ts';
import { dateOf, readPeriod } from '../period.ts';
import type { Report } from '../report.ts';
import type { ReportReads } from '../report-reads.ts';
import { inSentences } from '../why-unread.ts';
import { type Forecastable, limitForecasts } from './limit-forecasts.ts';
import { bySpend, readSpend, type Spend, spentBy, thoseThatSpent, todaysBy } from './month-spend.ts';
import { nearnessPercent, type ProjectRates, readProjectRates } from './project-rates.ts';
import { nearnessTold } from './rate-limits.ts';
import { readSpendAlerts, readSpendLimit, type SpendAlerts, type SpendLimit } from './spend-guards.ts';

const ORGANIZATION = '/organization';
const PROJECT = '/organization/projects/{project_id}';
const USUAL_TOP = 10;
/** In a cell: what could not be read is neither nothing nor zero. */
const UNREAD = 'unread';

export const reportLimits: Report = async ({ values, reads, now }) => {
  const month = readPeriod('this_month', now);
  const given = (values.projects as string[] | undefined) ?? [];
  // The API takes an empty list for no filter at all.
  const asked = given.length > 0 ? given : undefined;
  const models = values.models as string[] | undefined;
  const top = typeof values.top === 'number' ? values.top : USUAL_TOP;
  const [listed, costs, organization] = await Promise.all([
    readActiveProjects(asked, reads).catch((error: unknown) => ({ error })),
    readSpend(month, asked, reads),
    // What the organization has is not asked for where the question is about some projects, which may be all that may be read.
    asked === undefined ? readGuards(ORGANIZATION, [], reads) : undefined,
  ]);
  const active = 'error' in listed ? thoseThatSpent(costs, listed.error) : listed;
  active.projects.sort(bySpend(costs));
  const next = nextProjects(active.projects, values.from_project);
  const ids = next.map(({ id }) => id);
  const within = asked !== undefined || next.length < active.projects.length ? ids : undefined;
  const [limits, rates] = await Promise.all([
    Promise.all(ids.map((id) => readSpendLimit(PROJECT, [id], reads))),
    readProjectRates(ids, within, models, now, reads),
  ]);
  const late = ids.findIndex((id, at) => limits[at]?.late === true || rates.unread.get(id) === 'late');
  const lines = next
    .slice(0, late < 0 ? next.length : late)
    .map((project, at) => lineOf(project, limits[at] as SpendLimit, costs, rates));
  const isOver = ({ percent, rate }: Line) =>
    Math.max(percent ?? 0, rate) >= Number(values.over_percent ?? 0);
  const over = lines.filter(isOver).sort(byNearness);
  const shown = over.slice(0, top);
  // They stop nothing and order nothing: those of the shown projects are enough.
  const [alerts, forecasts] = await Promise.all([
    Promise.all(shown.map(({ project: { id } }) => readSpendAlerts(PROJECT, [id], reads))),
    limitForecasts(forecastable(organization, shown, costs), month, reads),
  ]);
  const without = lines.filter(({ limit: { limit } }) => limit === null);
  const why = [
    ...whyLeft(active.projects, next, lines),
    ...active.gaps,
    ...costs.gaps,
    ...(organization?.gaps ?? []).map((gap) => `Organization's ${gap}`),
    ...lines.flatMap(({ project, limit: { gaps } }) => gaps.map((gap) => `${project.id}, ${gap}`)),
    ...shown.flatMap(({ project }, at) => alerts[at]?.gaps.map((gap) => `${project.id}, ${gap}`) ?? []),
    ...rates.gaps,
    ...forecasts.gaps,
  ];
  const spend = costs.gaps.length > 0 ? 'spend_at_least' : 'spend';
  return {
    month: { from: dateOf(month.start), to: 'now' },
    rates_of: rates.measured,
    ...(organization && { organization: organizationOf(organization, costs, spend) }),
    columns: [
      'project',
      'id',
      spend,
      'limit',
      'percent',
      'alerts',
      'tightest_rate',
      'busiest_minute_percent',
    ],
    rows: shown.map((line, at) => cellsOf(line, alerts[at])),
    rest: { rows: over.length - shown.length },
    no_spend_limit: {
      count: without.length,
      projects: without.slice(0, top).map(({ project: { id, name } }) => name ?? id),
    },
    ...blockedNow(organization, lines),
    ...forecasts.shown,
    complete: why.length === 0,
    ...(why.length > 0 && { why: inSentences(firstOf(why)) }),
    note: notesOf(active.left, costs, rates).join(' '),
  };
};

type Guards = SpendLimit & SpendAlerts;

async function readGuards(owner: string, ids: readonly string[], reads: ReportReads): Promise<Guards> {
  const [limit, alerts] = await Promise.all([
    readSpendLimit(owner, ids, reads),
    readSpendAlerts(owner, ids, reads),
  ]);
  return { ...limit, ...alerts, gaps: [...limit.gaps, ...alerts.gaps] };
}

type Line = {
  project: ActiveProject;
  limit: SpendLimit;
  percent: number | undefined;
  /** Of the tightest rate limit, in percent. */
  rate: number;
  spent: Big | undefined;
  rateCells: unknown[];
};

function lineOf(project: ActiveProject, limit: SpendLimit, spend: Spend, rates: ProjectRates): Line {
  const spent = spentBy(project.id, spend);
  const percent = percentOf(spent, limit.limit);
  const tightest = rates.tightest.get(project.id);
  const rate = tightest && nearnessPercent(tightest);
  return {
    project,
    limit,
    percent: percent ?? undefined,
    rate: rate === null ? Number.POSITIVE_INFINITY : (rate ?? 0),
    spent,
    rateCells: [
      rates.unread.has(project.id) ? UNREAD : tightest ? nearnessTold(tightest) : null,
      rate ?? null,
    ],
  };
}

function cellsOf({ project, limit, spent, rateCells }: Line, alerts: SpendAlerts | undefined): unknown[] {
  const { name, id } = project;
  return [
    name,
    id,
    spent === undefined ? UNREAD : shownNumber(spent),
    ...guardCells({ ...limit, ...alerts }, percentOf(spent, limit.limit)),
    ...rateCells,
  ];
}

/** The organization, and the shown projects that have a limit; nothing where not even this month's costs are whole. */
function forecastable(
  organization: SpendLimit | undefined,
  shown: readonly Line[],
  spend: Spend,
): Forecastable[] {
  if (spend.gaps.length > 0) return [];
  const todayOf = (project: string | undefined) => todaysBy(project, spend);
  const all = { name: 'organization', project: undefined, limit: organization?.limit ?? null };
  return [
    ...(organization ? [{ ...all, todaySoFar: todayOf(undefined) }] : []),
    ...shown.flatMap(({ project: { id, name }, limit: { limit } }) =>
      limit ? [{ name: name ?? id, project: id, limit, todaySoFar: todayOf(id) }] : [],
    ),
  ];
}

function percentOf(spent: Big | undefined, limit: Big | null | undefined): number | null {
  return spent && limit ? sharePercent(spent, limit) : null;
}

function guardCells({ limit, alerts }: Guards, percent: number | null): unknown[] {
  return [
    limit === undefined ? UNREAD : limit && shownNumber(limit),
    percent,
    alerts === undefined ? UNREAD : alerts.map(shownNumber),
  ];
}

const NOTHING = new Big(0);

function byNearness(one: Line, other: Line): number {
  const nearness = ({ percent, rate }: Line) => Math.max(percent ?? 0, rate);
  const [first, second] = [nearness(one), nearness(other)];
  return first === second ? (other.spent ?? NOTHING).cmp(one.spent ?? NOTHING) : second - first;
}

function organizationOf(guards: Guards, spend: Spend, name: string) {
  const spent = spentBy(undefined, spend);
  const [limit, percent, alerts] = guardCells(guards, percentOf(spent, guards.limit));
  return { [name]: spent === undefined ? UNREAD : shownNumber(spent), limit, percent, alerts };
}

function blockedNow(organization: SpendLimit | undefined, lines: readonly Line[]) {
  const blocked = [
    ...(organization?.isBlocking ? ['the organization'] : []),
    ...lines.flatMap(({ limit, project }) => (limit.isBlocking ? [project.name ?? project.id] : [])),
  ];
  return blocked.length > 0 ? { blocked_now: blocked } : {};
}

function whyLeft(
  all: readonly ActiveProject[],
  next: readonly ActiveProject[],
  lines: readonly Line[],
): string[] {
  const begun = all.findIndex(({ id }) => id === next[0]?.id);
  const left = all.slice(Math.max(begun, 0) + lines.length);
  const [first] = left;
  if (first === undefined) return [];
  if (lines.length === 0) return ['There was no time left for any project'];
  return [
    `${left.length} of ${all.length} active projects, those that spent least, are not in this answer: call again with from_project: ${first.id}`,
  ];
}

/** Of many that failed in the same way the first few say enough. */
function firstOf(why: readonly string[], most = 6): string[] {
  return why.length <= most ? [...why] : [...why.slice(0, most), `So did ${why.length - most} other reads`];
}

const HARD =
  'limit is hard: at 100 percent OpenAI refuses every call (429) until the month ends, with some delay; null means none. alerts only send email.';
const TIERS = "Rate limits are the projects'; those of the organization's tier are not in the API.";

function notesOf(left: readonly string[], { costs }: Spend, { unlimited, isWhole }: ProjectRates): string[] {
  const total = new Money();
  if (costs) for (const sums of [costs.sums, costs.today]) total.addAll(sums.total);
  const others = total.currencies.filter((currency) => currency !== 'usd');
  return [
    HARD,
    TIERS,
    ...(isWhole ? [] : ['Only the busiest hours of each project were looked into by minute.']),
    ...(unlimited.size > 0
      ? [`Used without a rate limit of the project: ${[...unlimited].slice(0, 3).join(', ')}.`]
      : []),
    ...(others.length > 0 ? [`Costs in ${others.join(', ')} are not in spend.`] : []),
    ...(left.length > 0 ? [`Archived or gone: ${left.slice(0, 5).join(', ')}.`] : []),
  ];
}
