/** The rows of a cost report: the largest groups with their names, and the rest and what is not attributed beside them. */
import Big from 'big.js';
import { shownNumber } from '../../tools/exact-number.ts';
import { groupLabels } from '../group-labels.ts';
import { Money, sharePercent } from '../money.ts';
import type { ReportReads } from '../report-reads.ts';
import type { CostSums, Group } from './cost-sums.ts';
import { type Dimension, isTime } from './dimension.ts';

/** One group in one currency. */
type Line = { group: Group; currency: string; amount: Big; before: Big };

export type CostRows = {
  columns: string[];
  rows: unknown[][];
  rest: { rows: number; money: Money };
  notAttributed: Money;
  /** What moved most against the period before, whichever rows are shown. */
  moved?: { columns: string[]; rows: unknown[][] };
  /** Names that could not be read. */
  unread: string[];
};

/** Of what moved most. */
const MOST_MOVED = 3;

type Asked = { by: readonly Dimension[]; top: number; currencies: readonly string[] };

/** What the rows are compared with. `isWhole`: nothing is missing in it; `isComparable`: nor in the time compared. */
export type Before = { sums: CostSums; isWhole: boolean; isComparable: boolean };

export async function costRows(
  sums: CostSums,
  before: Before | undefined,
  { by, top, currencies }: Asked,
  reads: ReportReads,
): Promise<CostRows> {
  const notAttributed = new Money();
  const attributed: Group[] = [];
  for (const group of sums.groups.values()) {
    if (isNobodys(group, by)) notAttributed.addAll(group.money);
    else attributed.push(group);
  }
  const earlier = (key: string) => before?.sums.groups.get(key)?.money;
  const lines = linesOf(attributed, earlier);
  lines.sort(by.every(isTime) ? byTime : byAmount);
  const shown = lines.slice(0, top);
  const rest = { rows: lines.length - shown.length, money: new Money() };
  for (const { group, currency } of lines.slice(top)) rest.money.addFrom(group.money, currency);
  const isCompared = before !== undefined && !by.some(isTime);
  // Between what is not whole no difference is told.
  const isMoveTold = isCompared && before.isComparable;
  const moved = isMoveTold ? movedMost(sums, before.sums, by) : [];
  const labels = await groupLabels(
    [...shown, ...moved].map(({ group }) => group),
    by,
    reads,
  );
  const isOne = currencies.length < 2;
  const head = [...labels.columns, ...(isOne ? [] : ['currency'])];
  const headOf = ({ group, currency }: Line) => [...labels.of(group), ...(isOne ? [] : [currency])];
  const compared = ({ amount, before: was }: Line) => [
    shownNumber(was),
    ...(isMoveTold ? [shownNumber(amount.minus(was))] : []),
  ];
  return {
    columns: [
      ...head,
      'amount',
      'share_percent',
      ...(isCompared ? [before.isWhole ? 'before' : 'before_at_least'] : []),
      ...(isMoveTold ? ['moved'] : []),
    ],
    rows: shown.map((line) => [
      ...headOf(line),
      shownNumber(line.amount),
      sharePercent(line.amount, sums.total.in(line.currency)),
      ...(isCompared ? compared(line) : []),
    ]),
    rest,
    notAttributed,
    ...(moved.length > 0 && {
      moved: {
        columns: [...head, 'amount', 'before', 'moved'],
        rows: moved.map((line) => [...headOf(line), shownNumber(line.amount), ...compared(line)]),
      },
    }),
    unread: labels.unread,
  };
}

/** The API says neither whose nor what it is. */
function isNobodys({ values }: Group, by: readonly Dimension[]): boolean {
  const named = values.filter((_, index) => !isTime(by[index] as Dimension));
  return named.length > 0 && named.every((value) => value === null);
}

function linesOf(groups: readonly Group[], earlier: (key: string) => Money | undefined): Line[] {
  return groups.flatMap((group) => {
    const before = earlier(group.key);
    return group.money.currencies.map((currency) => ({
      group,
      currency,
      amount: group.money.in(currency),
      before: before?.in(currency) ?? new Big(0),
    }));
  });
}

/** What is gone counts as well as what is new. */
function movedMost(sums: CostSums, before: CostSums, by: readonly Dimension[]): Line[] {
  const gone = [...before.groups.values()].filter(({ key }) => !sums.groups.has(key));
  const groups = [...sums.groups.values(), ...gone].filter((group) => !isNobodys(group, by));
  const lines = groups.flatMap((group) => {
    const now = sums.groups.get(group.key)?.money ?? new Money();
    const was = before.groups.get(group.key)?.money ?? new Money();
    return [...new Set([...now.currencies, ...was.currencies])].map((currency) => ({
      group,
      currency,
      amount: now.in(currency),
      before: was.in(currency),
    }));
  });
  const size = ({ amount, before: earlier }: Line) => amount.minus(earlier).abs();
  return lines
    .filter((line) => !size(line).eq(0))
    .sort((one, other) => size(other).cmp(size(one)))
    .slice(0, MOST_MOVED);
}

const byAmount = (one: Line, other: Line) => other.amount.cmp(one.amount);

const byTime = (one: Line, other: Line) =>
  String(one.group.values[0]).localeCompare(String(other.group.values[0]));
