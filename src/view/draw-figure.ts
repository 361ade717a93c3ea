/** A figure in the page: its digits as they came, set in groups of three by space that is no text. */
import type { Figure } from './figure.ts';
import type { Make } from './make.ts';

/** Four digits are read at a glance. */
const LEAST_DIGITS = 5;

export function drawFigure(make: Make, { text, size }: Figure, unit?: string): HTMLElement {
  const [, sign = '', whole = '', rest = ''] = /^(-?)(\d+)(.*)$/.exec(text) ?? [];
  const isGrouped = size !== undefined && whole.length >= LEAST_DIGITS;
  const groups = isGrouped ? whole.split(/(?=(?:\d{3})+$)/) : [];
  const digits = groups.map((group) => make.element('span', { class: 'digits' }, group));
  return make.element(
    'span',
    { class: size === undefined ? 'figure unknown' : 'figure' },
    ...(isGrouped ? [sign, ...digits, rest] : [text]),
    ...(unit === undefined ? [] : [' ', make.element('small', {}, unit)]),
  );
}
