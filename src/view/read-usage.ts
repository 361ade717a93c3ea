/** What is drawn of `report_usage`, from its JSON. */
import { isRecord } from '../model/record.ts';
import { figureOf, inWords } from './figure.ts';
import type { Report, Table } from './report.ts';
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

/** Undefined for JSON that is no such report. */
export function readUsage(json: Json): Report | undefined {
  const period = periodOf(json);
  const totalsName = 'totals' in json ? 'totals' : 'totals_at_least';
  const { category, rest, not_attributed: nobodys, [totalsName]: totals } = json;
  const saved = savedFact(json);
  const table = readTable(json) ?? (saved && { columns: [], rows: [] });
  if (period === undefined || table === undefined || !isRecord(totals)) return undefined;
  if (typeof category !== 'string') return undefined;
  const measures = Object.keys(totals);
  if (measures.length === 0) return undefined;
  const { columns } = table;
  const isCut = isRecord(rest) && rest.rows !== 0;
  const hasNobodys = isRecord(nobodys) && measures.some((name) => (figureOf(nobodys[name]).size ?? 0) !== 0);
  return {
    heading: `Usage: ${inWords(category)}`,
    period,
    ...remarksOf(json),
    facts: [
      ...measures.map((name) => ({
        name: totalsName === 'totals' ? inWords(name) : `${inWords(name)}, at least`,
        figure: figureOf(totals[name]),
      })),
      ...(saved ? [saved] : []),
    ],
    forecasts: [],
    measures,
    isTime: isTimeAlone(columns),
    rows: [
      ...table.rows.map((values) => namedRow(columns, values, measures, undefined)),
      ...(isCut ? [sumRow('rest', restName(rest), figuresOf(rest, measures))] : []),
      ...(hasNobodys ? [sumRow('nobody', 'Not attributed', figuresOf(nobodys, measures))] : []),
    ],
    tables: [
      ...(columns.length > 0 ? [tableWithSums(table, sumsOf(json, totalsName, measures))] : []),
      ...retiringIn(json),
      ...othersIn(json),
    ],
  };
}

const figuresOf = (of: Json, measures: readonly string[]) =>
  measures.map((name) => [name, figureOf(of[name])] as const);

function sumsOf(json: Json, totalsName: string, measures: readonly string[]): SumLine[] {
  const { period, rest, not_attributed: nobodys } = json;
  const soFar = isRecord(period) ? (period.today_so_far ?? period.hour_so_far) : undefined;
  const lines: [string, unknown][] = [
    [isRecord(rest) ? restName(rest).toLowerCase() : '', rest],
    ['not attributed', nobodys],
    [inWords(totalsName), json[totalsName]],
    ['so far, not counted above', soFar],
  ];
  return lines.flatMap(([name, of]) =>
    isRecord(of)
      ? [
          {
            name,
            values: Object.fromEntries(measures.map((measure) => [measure, figureOf(of[measure]).text])),
          },
        ]
      : [],
  );
}

function retiringIn({ retiring }: Json): Table[] {
  const table = isRecord(retiring) ? readTable(retiring) : undefined;
  if (!isRecord(retiring) || table === undefined || table.rows.length === 0) return [];
  const source = [optionalText(retiring.as_of), optionalText(retiring.source)].filter(Boolean).join(', ');
  const more =
    retiring.more_rows === undefined ? '' : ` ${figureOf(retiring.more_rows).text} more rows are not shown.`;
  return [shownTable('Calls of models that are about to go', table, `As of ${source}.${more}`)];
}

function othersIn({ other_categories: others }: Json): Table[] {
  if (!isRecord(others)) return [];
  const rows = Object.entries(others).flatMap(([category, figures]) =>
    Object.entries(isRecord(figures) ? figures : {}).map(([name, value]) => [
      inWords(category),
      inWords(name),
      figureOf(value).text,
    ]),
  );
  return rows.length === 0 ? [] : [{ caption: 'Other use', columns: ['category', 'figure', 'value'], rows }];
}
