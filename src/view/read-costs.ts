/** What is drawn of `report_costs`, from its JSON. */
import { isRecord } from '../model/record.ts';
import { figureOf, inWords } from './figure.ts';
import type { Fact, Forecast, Report } from './report.ts';
import {
  isTimeAlone,
  type Json,
  namedRow,
  optionalText,
  periodOf,
  readTable,
  remarksOf,
  restName,
  type SumLine,
  savedFact,
  shownTable,
  sumRow,
  tableWithSums,
} from './report-json.ts';

const MEASURES = ['amount'];

/** Undefined for JSON that is no such report. */
export function readCosts(json: Json): Report | undefined {
  const period = periodOf(json);
  const totalName = 'total' in json ? 'total' : 'total_at_least';
  const saved = savedFact(json);
  const table = readTable(json) ?? (saved && { columns: [], rows: [] });
  if (period === undefined || table === undefined || json[totalName] === undefined) return undefined;
  const { columns } = table;
  const one = optionalText(json.currency)?.toUpperCase();
  const currencyAt = columns.indexOf('currency');
  const unitOf = (values: readonly unknown[]) =>
    currencyAt === -1 ? one : String(values[currencyAt]).toUpperCase();
  const named = table.rows.map((values) => namedRow(columns, values, MEASURES, unitOf(values)));
  const rest = isRecord(json.rest) && json.rest.rows !== 0 ? json.rest : undefined;
  const rows = [
    ...named,
    ...(rest === undefined
      ? []
      : byCurrency(rest.amount, one).map((fact) =>
          sumRow('rest', restName(rest), [['amount', fact.figure]], fact.unit),
        )),
    ...byCurrency(json.not_attributed, one)
      .filter(({ figure }) => figure.size !== 0)
      .map((fact) => sumRow('nobody', 'Not attributed', [['amount', fact.figure]], fact.unit)),
  ];
  const moved = isRecord(json.moved_most) ? readTable(json.moved_most) : undefined;
  return {
    heading: 'Costs',
    period,
    ...remarksOf(json),
    facts: [
      ...byCurrency(json[totalName], one, inWords(totalName)),
      ...todayOf(json.period, one),
      ...comparedWith(json, one),
      ...(saved ? [saved] : []),
    ],
    forecasts: forecastsOf(json.forecast, json[totalName], one),
    measures: MEASURES,
    isTime: isTimeAlone(columns),
    rows,
    tables: [
      ...(columns.length > 0 ? [tableWithSums(table, sumsOf(json, one))] : []),
      ...(moved ? [shownTable('What moved most', moved)] : []),
    ],
  };
}

const NOTHING_YET = { text: 'no figures yet' };

/** One figure where there is one currency or none, otherwise one for each. */
function byCurrency(value: unknown, one: string | undefined, name = ''): Fact[] {
  if (isRecord(value)) {
    return Object.entries(value).map(([unit, amount]) => ({
      name,
      figure: figureOf(amount),
      unit: unit.toUpperCase(),
    }));
  }
  return value === undefined
    ? []
    : [{ name, figure: figureOf(value), ...(one !== undefined && { unit: one }) }];
}

function sumsOf({ rest, not_attributed: nobodys, ...json }: Json, one: string | undefined): SumLine[] {
  const sums = [
    ...(isRecord(rest) ? byCurrency(rest.amount, one, restName(rest).toLowerCase()) : []),
    ...byCurrency(nobodys, one, 'not attributed'),
    ...byCurrency(json.total, one, 'total'),
    ...byCurrency(json.total_at_least, one, 'total at least'),
  ];
  return sums.map(({ name, figure, unit }) => ({
    name,
    values: { amount: figure.text, ...(unit !== undefined && { currency: unit.toLowerCase() }) },
  }));
}

function todayOf(period: unknown, one: string | undefined): Fact[] {
  if (!isRecord(period) || !('today_so_far' in period)) return [];
  if (period.today_so_far === null) return [{ name: 'today so far', figure: NOTHING_YET }];
  return byCurrency(period.today_so_far, one, 'today so far');
}

function comparedWith(
  { compared_with: days, before, before_at_least: least, moved }: Json,
  one: string | undefined,
): Fact[] {
  if (!isRecord(days)) return [];
  const name = `before (${figureOf(days.from).text} to ${figureOf(days.to).text})`;
  return [
    ...byCurrency(before, one, name),
    ...byCurrency(least, one, `${name}, at least`),
    ...byCurrency(moved, one, 'moved'),
  ];
}

function forecastsOf(forecast: unknown, spent: unknown, one: string | undefined): Forecast[] {
  if (!isRecord(forecast)) return [];
  const all: [string | undefined, unknown, unknown][] =
    'month_end' in forecast
      ? [[one, forecast, spent]]
      : Object.entries(forecast).map(([unit, of]) => [
          unit.toUpperCase(),
          of,
          isRecord(spent) ? spent[unit] : undefined,
        ]);
  return all.flatMap(([unit, of, spentOf]) =>
    isRecord(of)
      ? [
          {
            ...(unit !== undefined && { unit }),
            spent: figureOf(spentOf),
            low: figureOf(of.low),
            end: figureOf(of.month_end),
            high: figureOf(of.high),
            method: optionalText(of.method) ?? '',
          },
        ]
      : [],
  );
}
