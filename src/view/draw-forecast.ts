/** What a month will have cost: what is spent of it, and between which amounts its end is expected. */
import { drawFigure } from './draw-figure.ts';
import type { Make } from './make.ts';
import type { Forecast } from './report.ts';

export function drawForecast(make: Make, { unit, spent, low, end, high, method }: Forecast): HTMLElement {
  const most = Math.max(high.size ?? 0, spent.size ?? 0) || 1;
  const part = (size = 0) => `${((Math.max(size, 0) / most) * 100).toFixed(2)}%`;
  const placed = (name: string, from: string, to: string) => {
    const piece = make.element('div', { class: name });
    piece.style.setProperty('left', from);
    piece.style.setProperty('right', `calc(100% - ${to})`);
    return piece;
  };
  return make.element(
    'section',
    { class: 'forecast', 'aria-label': "Estimate of the month's end" },
    make.element(
      'p',
      {},
      "Month's end, estimate: ",
      drawFigure(make, end, unit),
      ', between ',
      drawFigure(make, low, unit),
      ' and ',
      drawFigure(make, high, unit),
    ),
    make.element(
      'div',
      { class: 'track', 'aria-hidden': 'true' },
      placed('bar', '0%', part(spent.size)),
      placed('range', part(low.size), part(high.size)),
      placed('end', part(end.size), part(end.size)),
    ),
    make.element('p', { class: 'note' }, method),
  );
}
