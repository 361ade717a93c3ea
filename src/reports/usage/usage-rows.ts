/** The rows of a usage report: the largest groups with their names, and the rest and what is not attributed beside them. */
import Big from 'big.js';
import { groupLabels } from '../group-labels.ts';
import type { ReportReads } from '../report-reads.ts';
import { CATEGORIES, type Measure } from './categories.ts';
import type { Usage } from './read-usage.ts';
import { retirementOf } from './retirements.ts';
import { isTime, type UsageDimension } from './usage-dimension.ts';
import { addAll, type Figures, shownFigure, sizeOf, type UsageGroup } from './usage-sums.ts';

export type UsageRows = {
  columns: string[];
  rows: unknown[][];
  rest: { rows: number; figures: Figures };
  notAttributed: Figures;
  measures: readonly Measure[];
  /** Names that could not be read. */
  unread: string[];
};

export async function usageRows(
  { category, sums, by }: Usage,
  top: number,
  reads: ReportReads,
): Promise<UsageRows> {
  const measures = CATEGORIES[category].measures.filter((measure) => isWorthAColumn(measure, sums.total));
  // What was stored on one day and on another is no sum.
  const isAddable = !(by.some(isTime) && measures.some(({ isLevel }) => isLevel === true));
  const nothing = () => new Map(isAddable ? [...sums.total.keys()].map((name) => [name, new Big(0)]) : []);
  const notAttributed: Figures = nothing();
  const attributed: UsageGroup[] = [];
  for (const group of sums.groups.values()) {
    if (isNobodys(group, by)) addAll(notAttributed, isAddable ? group.figures : NO_FIGURES);
    else attributed.push(group);
  }
  const size = ({ figures }: UsageGroup) => sizeOf(figures, measures);
  attributed.sort((one, other) => size(other).cmp(size(one)));
  const shown = attributed.slice(0, top);
  const rest = { rows: attributed.length - shown.length, figures: nothing() };
  for (const { figures } of attributed.slice(top)) addAll(rest.figures, isAddable ? figures : NO_FIGURES);
  if (by.every(isTime)) shown.sort((one, other) => one.key.localeCompare(other.key));
  const labels = await groupLabels(shown, by, reads);
  const model = by.indexOf('model');
  const retires = ({ values }: UsageGroup) => retirementOf(String(values[model] ?? '')) ?? null;
  return {
    columns: [
      ...labels.columns,
      ...measures.map((measure) => measure.shown),
      ...(model === -1 ? [] : ['retires']),
    ],
    rows: shown.map((group) => [
      ...labels.of(group),
      ...measures.map((measure) => shownFigure(group.figures, measure.shown)),
      ...(model === -1 ? [] : [retires(group)]),
    ]),
    rest,
    notAttributed,
    measures,
    unread: labels.unread,
  };
}

const NO_FIGURES: Figures = new Map();

/** Writing to the cache is paid for with some models only. */
function isWorthAColumn({ shown, isPart }: Measure, total: Figures): boolean {
  return isPart !== true || shown === 'of_which_cached' || total.get(shown)?.gt(0) === true;
}

/** The API says neither whose nor what it is. */
function isNobodys({ values }: UsageGroup, by: readonly UsageDimension[]): boolean {
  const named = values.filter((_, index) => !isTime(by[index] as UsageDimension));
  return named.length > 0 && named.every((value) => value === null);
}
