/** Rows as bars, in the order in which they came; each can be reached by keys and then tells all that is known of it. */
import { drawFigure } from './draw-figure.ts';
import type { Figure } from './figure.ts';
import type { Make } from './make.ts';
import { movedTo } from './move-by-keys.ts';
import type { Row } from './report.ts';

export function drawBars(make: Make, rows: readonly Row[], measure: string, name: string): HTMLElement {
  const details = make.element('p', { class: 'details', 'aria-hidden': 'true' }, HINT);
  const largest = largestByUnit(rows, measure);
  const hasShares = rows.some((row) => shareOf(row) !== undefined);
  const bars = rows.map((row) => drawRow(make, row, measure, largest.get(row.unit ?? '') ?? 0, hasShares));
  const list = make.element('div', { role: 'list', 'aria-label': name }, ...bars);
  const choose = (at: number) => {
    for (const [index, bar] of bars.entries()) bar.tabIndex = index === at ? 0 : -1;
    details.textContent = rows[at] === undefined ? HINT : detailsOf(rows[at]);
  };
  for (const [at, bar] of bars.entries()) {
    bar.tabIndex = at === 0 ? 0 : -1;
    bar.addEventListener('focus', () => choose(at));
    bar.addEventListener('keydown', (event) => {
      const next = movedTo(event.key, at, bars.length);
      if (next === undefined) return;
      event.preventDefault();
      bars[next]?.focus();
    });
  }
  const thin = rows.some(({ before }) => before !== undefined)
    ? [make.element('p', { class: 'note' }, THIN)]
    : [];
  return make.element('section', {}, list, ...thin, details);
}

const THIN = 'Thin bars are the time before.';
const HINT = 'Choose a row to see all of it.';

function drawRow(make: Make, row: Row, measure: string, largest: number, hasShares: boolean): HTMLElement {
  const figure = row.figures.get(measure) ?? { text: '' };
  const share = shareOf(row);
  const head = make.element(
    'div',
    { class: 'head' },
    make.element('span', { class: 'label' }, row.label),
    ...row.states.map((state) => make.element('span', { class: 'state' }, state)),
    make.element(
      'span',
      { class: 'amount' },
      drawFigure(make, figure, row.unit),
      ...(hasShares
        ? [make.element('span', { class: 'share' }, share === undefined ? '' : `${share}%`)]
        : []),
    ),
  );
  const { before } = row;
  return make.element(
    'div',
    { class: `row ${row.kind}`, role: 'listitem', 'aria-label': `${row.label}: ${detailsOf(row)}` },
    head,
    drawBar(make, figure, largest, 'bar'),
    ...(before === undefined ? [] : [drawBar(make, before, largest, 'bar before')]),
  );
}

const shareOf = ({ cells }: Row) => cells.find(([column]) => column === 'share percent')?.[1];

function drawBar(make: Make, { size }: Figure, largest: number, kind: string): HTMLElement {
  const bar = make.element('div', { class: size !== undefined && size < 0 ? `${kind} below` : kind });
  const part = size === undefined || largest === 0 ? 0 : Math.abs(size) / largest;
  bar.style.setProperty('width', `${(part * 100).toFixed(2)}%`);
  return make.element('div', { class: 'track', 'aria-hidden': 'true' }, bar);
}

/** Across currencies no length can be compared. */
function largestByUnit(rows: readonly Row[], measure: string): Map<string, number> {
  const largest = new Map<string, number>();
  for (const { unit = '', figures, before } of rows) {
    const sizes = [figures.get(measure)?.size ?? 0, before?.size ?? 0].map(Math.abs);
    largest.set(unit, Math.max(largest.get(unit) ?? 0, ...sizes));
  }
  return largest;
}

const detailsOf = ({ cells }: Row) => cells.map(([column, text]) => `${column} ${text}`).join(', ');
