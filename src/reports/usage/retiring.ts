/** Who still calls models that OpenAI is about to shut down: by project and key, with the key's owner. */
import { shownNumber } from '../../tools/exact-number.ts';
import { keyNames, projectNames } from '../names.ts';
import { dateOf } from '../period.ts';
import type { ReportReads } from '../report-reads.ts';
import { whyUnread } from '../why-unread.ts';
import { COUNTED_TWICE } from './categories.ts';
import { readUsage, type Usage } from './read-usage.ts';
import { RETIREMENTS_AS_OF, RETIREMENTS_SOURCE, retirementOf } from './retirements.ts';
import type { UsageDimension } from './usage-dimension.ts';
import type { UsageQuery } from './usage-query.ts';
import type { Figures } from './usage-sums.ts';

export type Retiring = { shown: Record<string, unknown>; gaps: string[]; unread: string[] };

/** The others are counted. */
const MOST_ROWS = 8;

type Caller = { model: string; date: string; project?: string; key?: string; figures: Figures };
type Span = Pick<UsageQuery, 'start' | 'end' | 'width' | 'projects'>;

/** @param used by model, among others; one request more for each of these that has a model about to go */
export async function retiringModels(
  used: readonly Usage[],
  span: Span,
  now: number,
  reads: ReportReads,
): Promise<Retiring> {
  const today = dateOf(Math.floor(now / 1000));
  const gaps: string[] = [];
  const found = await Promise.all(
    used.map(async (usage) => {
      const { category } = usage;
      const models = [...new Set(valuesOf(usage, 'model'))].filter((model) => isAhead(model, today));
      if (models.length === 0 || category === COUNTED_TWICE) return [];
      try {
        const read = await readUsage({ ...span, category, by: BY, withRunning: false, models }, reads);
        const refused = BY.filter((dimension) => !read.by.includes(dimension));
        const less =
          refused.length > 0 ? [`OpenAI refused to group by ${refused.join(' and ')} besides`] : [];
        gaps.push(...[...less, ...read.gaps].map((gap) => `Retiring models, ${category}: ${gap}`));
        return callersIn(read, today);
      } catch (error) {
        gaps.push(`Retiring models, ${category}: ${whyUnread(error)}`);
        return [];
      }
    }),
  );
  const callers = found.flat().sort(byDateAndUse);
  return { ...(await tableOf(callers, reads)), gaps };
}

const BY: readonly UsageDimension[] = ['model', 'project', 'api_key'];

function isAhead(model: string, today: string): boolean {
  const date = retirementOf(model);
  return date !== undefined && date >= today;
}

function valuesOf({ by, sums }: Usage, dimension: UsageDimension): string[] {
  const at = by.indexOf(dimension);
  return [...sums.groups.values()].flatMap(({ values }) => {
    const value = values[at];
    return typeof value === 'string' ? [value] : [];
  });
}

function callersIn({ by, sums }: Usage, today: string): Caller[] {
  return [...sums.groups.values()].flatMap(({ values, figures }) => {
    const [model, project, key] = BY.map((dimension) => values[by.indexOf(dimension)]);
    if (typeof model !== 'string' || !isAhead(model, today)) return [];
    return {
      model,
      date: retirementOf(model) ?? '',
      ...(typeof project === 'string' && { project }),
      ...(typeof key === 'string' && { key }),
      figures,
    };
  });
}

function byDateAndUse(one: Caller, other: Caller): number {
  const [mine, others] = [one, other].map(({ figures }) => figures.get('requests'));
  return one.date.localeCompare(other.date) || (others?.cmp(mine ?? 0) ?? 0);
}

async function tableOf(callers: readonly Caller[], reads: ReportReads): Promise<Omit<Retiring, 'gaps'>> {
  const rows = callers.slice(0, MOST_ROWS);
  const [projects, keys] = await Promise.all([
    projectNames(
      rows.flatMap(({ project }) => project ?? []),
      reads,
    ),
    keyNames(
      rows.flatMap(({ key, project }) => (key === undefined ? [] : [{ id: key, project }])),
      reads,
    ),
  ]);
  const shownRows = rows.map(({ model, date, project = null, key = null, figures }) => {
    const requests = figures.get('requests');
    const named = key === null ? undefined : keys.of(key);
    return [
      model,
      date,
      project && (projects.of(project).name ?? project),
      named?.name ?? key,
      named?.owner ?? null,
      requests === undefined ? null : shownNumber(requests),
    ];
  });
  return {
    shown: {
      as_of: RETIREMENTS_AS_OF,
      source: RETIREMENTS_SOURCE,
      columns: ['model', 'date', 'project', 'key', 'owner', 'requests'],
      rows: shownRows,
      ...(callers.length > rows.length && { more_rows: callers.length - rows.length }),
    },
    unread: [...projects.unread, ...keys.unread],
  };
}
