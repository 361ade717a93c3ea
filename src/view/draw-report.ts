/** A whole report: what it is about, whether it is whole, what it amounts to, its rows, and the tables behind a button. */
import { drawBars } from './draw-bars.ts';
import { drawChart } from './draw-chart.ts';
import { drawFigure } from './draw-figure.ts';
import { drawForecast } from './draw-forecast.ts';
import { drawTable } from './draw-table.ts';
import { inWords } from './figure.ts';
import type { Make } from './make.ts';
import type { Fact, Report, Row } from './report.ts';

export function drawReport(make: Make, report: Report): HTMLElement[] {
  const { heading, period, sandbox, why, note, facts, forecasts, tables } = report;
  return [
    make.element(
      'header',
      {},
      make.element('h1', {}, heading),
      make.element('p', { class: 'period' }, period),
      ...(sandbox === undefined ? [] : [make.element('p', { class: 'sandbox' }, `Sandbox: ${sandbox}`)]),
    ),
    ...(why === undefined ? [] : [drawWhy(make, why)]),
    make.element('dl', { class: 'facts' }, ...facts.map((fact) => drawFact(make, fact))),
    ...forecasts.map((forecast) => drawForecast(make, forecast)),
    ...drawMeasures(make, report),
    ...(note === undefined ? [] : [make.element('p', { class: 'note' }, note)]),
    ...(tables.length === 0 ? [] : drawTables(make, report)),
  ];
}

function drawWhy(make: Make, why: string): HTMLElement {
  return make.element(
    'div',
    { class: 'why', role: 'alert' },
    make.element('strong', {}, 'Not everything is in here. '),
    why,
  );
}

function drawFact(make: Make, { name, figure, unit }: Fact): HTMLElement {
  return make.element(
    'div',
    {},
    make.element('dt', {}, name),
    make.element('dd', {}, drawFigure(make, figure, unit)),
  );
}

/** One measure at a time, which a button chooses where there are several. */
function drawMeasures(make: Make, report: Report): HTMLElement[] {
  const { measures, rows } = report;
  if (rows.length === 0) return [make.element('p', { class: 'note' }, 'The report has no rows.')];
  const place = make.element('div');
  const buttons = measures.map((measure) =>
    make.element('button', { type: 'button', 'aria-pressed': 'false' }, inWords(measure)),
  );
  const choose = (at: number) => {
    for (const [index, button] of buttons.entries()) {
      button.setAttribute('aria-pressed', String(index === at));
    }
    place.replaceChildren(...drawRows(make, report, measures[at] ?? ''));
  };
  for (const [at, button] of buttons.entries()) button.addEventListener('click', () => choose(at));
  choose(0);
  if (measures.length < 2) return [place];
  const label = { class: 'measures', role: 'group', 'aria-label': 'What is drawn' };
  return [make.element('div', label, ...buttons), place];
}

function drawRows(make: Make, { heading, rows, isTime }: Report, measure: string): HTMLElement[] {
  const name = `${heading}, ${inWords(measure)}`;
  if (!isTime) return [drawBars(make, rows, measure, name)];
  const others = rows.filter(({ kind }) => kind !== 'named');
  const charts = byUnit(rows.filter(({ kind }) => kind === 'named')).map((same) =>
    drawChart(make, same, measure, name),
  );
  return [...charts, ...(others.length === 0 ? [] : [drawBars(make, others, measure, `${name}, the rest`)])];
}

function byUnit(rows: readonly Row[]): Row[][] {
  const groups = new Map<string | undefined, Row[]>();
  for (const row of rows) groups.set(row.unit, [...(groups.get(row.unit) ?? []), row]);
  return [...groups.values()];
}

const ID_OF_TABLES = 'tables';

function drawTables(make: Make, { tables }: Report): HTMLElement[] {
  const place = make.element('div', { id: ID_OF_TABLES }, ...tables.map((table) => drawTable(make, table)));
  const button = make.element('button', { type: 'button', 'aria-controls': ID_OF_TABLES });
  const show = (isShown: boolean) => {
    place.hidden = !isShown;
    button.setAttribute('aria-expanded', String(isShown));
    button.textContent = isShown ? 'Hide the figures' : 'Show all figures as tables';
  };
  button.addEventListener('click', () => show(button.getAttribute('aria-expanded') === 'false'));
  show(false);
  return [button, place];
}
