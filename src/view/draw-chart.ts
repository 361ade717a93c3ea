/** Days, weeks or hours as steps on a line of time; arrow keys and pointers go along it and tell each. */
import { drawFigure } from './draw-figure.ts';
import { type Figure, figureOf } from './figure.ts';
import type { Make } from './make.ts';
import { movedTo } from './move-by-keys.ts';
import type { Row } from './report.ts';
import { HEIGHT, heightOf, pathsOf, type Steps, stepsOf } from './steps.ts';

/** Of one currency: across them no height can be compared. */
export function drawChart(make: Make, rows: readonly Row[], measure: string, name: string): HTMLElement {
  const steps = stepsOf(rows, measure);
  const { points, slots } = steps;
  const mark = make.drawing('rect', { class: 'mark', width: '1', height: String(HEIGHT), y: '0' });
  const chart = make.element(
    'div',
    {
      class: 'chart',
      tabindex: '0',
      role: 'slider',
      'aria-label': name,
      'aria-valuemin': '1',
      'aria-valuemax': String(points.length),
    },
    drawSteps(make, steps, mark),
  );
  const details = make.element('p', { class: 'details', 'aria-hidden': 'true' });
  let at = points.length - 1;
  const choose = (next: number) => {
    const point = points[next];
    if (point === undefined) return;
    at = next;
    mark.setAttribute('x', String(point.slot));
    const told = point.row.cells.map(([column, text]) => `${column} ${text}`).join(', ');
    chart.setAttribute('aria-valuenow', String(next + 1));
    chart.setAttribute('aria-valuetext', told);
    details.textContent = told;
  };
  choose(at);
  chart.addEventListener('keydown', (event) => {
    const next = movedTo(event.key, at, points.length);
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
  });
  const point = ({ clientX }: PointerEvent) => {
    const { left, width } = chart.getBoundingClientRect();
    if (width > 0) choose(nearest(steps, ((clientX - left) / width) * slots - 0.5));
  };
  chart.addEventListener('pointermove', point);
  chart.addEventListener('pointerdown', point);
  const ends = [points[0], points.at(-1)].map((end) => make.element('span', {}, end?.row.label ?? ''));
  return make.element(
    'section',
    {},
    make.element(
      'p',
      { class: 'scale' },
      'Highest ',
      drawFigure(make, highest(steps, measure), rows[0]?.unit),
    ),
    chart,
    make.element('p', { class: 'ends', 'aria-hidden': 'true' }, ...ends),
    details,
  );
}

/** It is stretched to the width that there is; lines keep theirs. */
function drawSteps(make: Make, steps: Steps, mark: SVGRectElement): SVGSVGElement {
  const { line, ground } = pathsOf(steps);
  const base = String(heightOf(0, steps));
  return make.drawing(
    'svg',
    { viewBox: `0 0 ${steps.slots} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    mark,
    make.drawing('path', { class: 'ground', d: ground }),
    make.drawing('line', { class: 'base', x1: '0', x2: String(steps.slots), y1: base, y2: base }),
    make.drawing('path', { class: 'line', d: line }),
  );
}

function nearest({ points }: Steps, place: number): number {
  let found = 0;
  for (const [index, { slot }] of points.entries()) {
    if (Math.abs(slot - place) < Math.abs((points[found]?.slot ?? 0) - place)) found = index;
  }
  return found;
}

function highest({ points, highest: most }: Steps, measure: string): Figure {
  return points.find(({ size }) => size === most)?.row.figures.get(measure) ?? figureOf(null);
}
