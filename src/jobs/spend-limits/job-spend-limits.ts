/** The job that sets spend limits and alerts of many projects, of the organization, or of both. */
import type { ReportReads } from '../../reports/report-reads.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import { exactNumber } from '../../tools/exact-number.ts';
import type { EarlierRun, Job, JobStep } from '../job.ts';
import { readProjects } from '../projects-meant.ts';
import {
  type AlertAsked,
  dollars,
  type LimitAsked,
  plainDollars,
  readAlertAsked,
  readLimitAsked,
} from './amounts.ts';
import { planSpending } from './plan-spending.ts';
import { type Holder, holderOf, ORGANIZATION, readAlerts, readLimit, recipientsOf } from './spending.ts';

type Asked = { limit: LimitAsked | undefined; alerts: AlertAsked[]; emails: string[] | undefined };

/** What is planned for one holder; `before` is its limit in cents, where that is changed. */
type Planned = {
  projectId?: string;
  steps: JobStep[];
  notes: string[];
  changed?: { before: number | undefined };
  /** Whose it is, where percent were asked of a limit that is not there. */
  lacks?: string;
};

export const jobSpendLimits: Job = async ({ values, reads, earlier }) => {
  const asked: Asked = {
    limit: typeof values.limit === 'string' ? readLimitAsked('limit', values.limit) : undefined,
    alerts: listOf(values.alerts)?.map((one, at) => readAlertAsked(`alerts[${at}]`, one)) ?? [],
    emails: listOf(values.alert_emails),
  };
  if (values.organization !== true && listOf(values.projects) === undefined) {
    throw new ArgumentError(['Nothing to change: pass projects, or organization: true.']);
  }
  const { projects, notes } = await readProjects(listOf(values.projects) ?? [], reads);
  const planned = await Promise.all([
    ...projects.map(async (project) => ({
      projectId: project.id,
      ...(await plan(holderOf({ ...project, isNew: false }), [project.id], asked, reads, earlier)),
    })),
    ...(values.organization === true ? [plan(ORGANIZATION, [], asked, reads, earlier)] : []),
  ]);
  const [only, another] = projects;
  const isOne = only !== undefined && another === undefined;
  const whose = [
    ...(isOne ? [holderOf({ ...only, isNew: false }).told] : []),
    ...(another === undefined ? [] : [`${projects.length} projects`]),
    ...(values.organization === true ? [ORGANIZATION.told] : []),
  ];
  return {
    what: `${verbFor(asked.limit)}: ${whose.join(' and ')}`,
    names: isOne && values.organization !== true ? [only.name, only.id] : [],
    brief: briefOf(asked),
    steps: planned.flatMap(({ steps }) => steps),
    notes: [...notes, ...lackingIn(planned), ...planned.flatMap((one) => one.notes)],
    undo: undoOf(planned),
  };
};

function listOf(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}

function verbFor(limit: Asked['limit']): string {
  if (limit === undefined) return 'Add spend alerts';
  return limit === 'none' ? 'Take away spend limits' : 'Set spend limits';
}

/** What was asked, not what it comes to for each. */
function briefOf({ limit, alerts }: Asked): string[] {
  const told = alerts.map((alert) => ('cents' in alert ? dollars(alert.cents) : alert.text));
  return [
    ...(limit === undefined ? [] : [limitTold(limit)]),
    ...(told.length === 0 ? [] : [`${told.length === 1 ? 'alert' : 'alerts'} at ${told.join(', ')}`]),
  ];
}

function limitTold(limit: LimitAsked): string {
  if (limit === 'none') return 'no limit';
  if ('cents' in limit) return `limit ${dollars(limit.cents)}`;
  return `limit ${limit.text}${/^[+-]/.test(limit.text) ? '' : ' of what it is'}`;
}

async function plan(
  holder: Holder,
  ids: readonly string[],
  { limit: asked, alerts: asksAlerts, emails }: Asked,
  reads: ReportReads,
  earlier: EarlierRun | undefined,
): Promise<Omit<Planned, 'projectId'>> {
  const [now, alerts] = await Promise.all([
    readLimit(holder, ids, reads),
    asksAlerts.length === 0 ? [] : readAlerts(holder, ids, reads),
  ]);
  const limit = wantedLimit(asked, beforeEarlier(earlier, holder) ?? now?.cents);
  const wanted = limit === 'lacking' ? undefined : limit;
  const holds = wanted === undefined ? now?.cents : wanted === 'none' ? undefined : wanted;
  const amounts = asksAlerts.map((alert) => {
    if ('cents' in alert) return alert.cents;
    return holds === undefined ? 'lacking' : Math.round(holds * alert.share);
  });
  const wantedAlerts = amounts.filter((amount) => amount !== 'lacking');
  const recipients = emails ?? recipientsOf(alerts);
  if (wantedAlerts.length > 0 && recipients.length === 0) {
    throw new ArgumentError([`alert_emails: say who is told of the alerts of ${holder.told}.`]);
  }
  const planned = planSpending(
    holder,
    { limit: wanted, alerts: wantedAlerts.map((amount) => ({ cents: amount, recipients })) },
    { limit: now, alerts },
  );
  const isChanged = planned.steps.some(({ path }) => path.endsWith('/spend_limit'));
  return {
    steps: planned.steps,
    notes: planned.notes,
    ...([limit, ...amounts].includes('lacking') && { lacks: holder.told }),
    ...(isChanged && { changed: { before: now?.cents } }),
  };
}

const MOST_NAMED = 20;

function lackingIn(planned: readonly Planned[]): string[] {
  const without = planned.flatMap(({ lacks }) => lacks ?? []);
  if (without.length === 0) return [];
  const more = without.length - MOST_NAMED;
  const named = without.slice(0, MOST_NAMED).join(', ');
  return [`No spend limit to take percent of: ${named}${more > 0 ? ` and ${more} more` : ''}.`];
}

/** @param before what a change in percent counts from */
function wantedLimit(
  asked: LimitAsked | undefined,
  before: number | undefined,
): number | 'none' | 'lacking' | undefined {
  if (asked === undefined || asked === 'none') return asked;
  if ('cents' in asked) return asked.cents;
  if (before === undefined) return 'lacking';
  const cents = Math.round(before * asked.factor);
  if (cents > 0) return cents;
  throw new ArgumentError([
    `limit: ${asked.text} of ${dollars(before)} would leave nothing. Pass an amount, or "none" to take the limit away.`,
  ]);
}

/** What the limit was before the last run of this call. */
function beforeEarlier(earlier: EarlierRun | undefined, { path, given }: Holder): number | undefined {
  const step = earlier?.steps.find(
    (one) => one.path === `${path}/spend_limit` && one.given.project_id === given.project_id,
  );
  return exactNumber(step?.now?.threshold_amount)?.toNumber();
}

/** The calls that set the limits back to what they were; those of the same amount share one. */
function undoOf(planned: readonly Planned[]): { tool: string; arguments: Record<string, unknown> }[] {
  const calls = new Map<string, { projects: string[]; organization: boolean }>();
  for (const { projectId, changed } of planned) {
    if (changed === undefined) continue;
    const limit = changed.before === undefined ? 'none' : plainDollars(changed.before);
    const { projects, organization } = calls.get(limit) ?? { projects: [], organization: false };
    calls.set(limit, {
      projects: projectId === undefined ? projects : [...projects, projectId],
      organization: organization || projectId === undefined,
    });
  }
  return [...calls].map(([limit, { projects, organization }]) => ({
    tool: 'set_spend_limits',
    arguments: {
      ...(projects.length > 0 && { projects }),
      ...(organization && { organization }),
      limit,
    },
  }));
}
