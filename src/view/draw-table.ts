/** A table of a report; where it has no room beside itself, each row becomes a list of its columns. */
import type { Make } from './make.ts';
import type { Table } from './report.ts';

/** With more, a row is never read in one line. */
const MOST_COLUMNS = 7;

/** Roles are written out, since a row that is laid out as a list loses its own. */
export function drawTable(make: Make, { caption, columns, rows, note }: Table): HTMLElement {
  const head = columns.map((name) => make.element('th', { scope: 'col', role: 'columnheader' }, name));
  const body = rows.map((cells) =>
    make.element(
      'tr',
      { role: 'row' },
      ...cells.map((text, index) =>
        make.element('td', { role: 'cell', 'data-column': columns[index] ?? '' }, text),
      ),
    ),
  );
  const table = make.element(
    'table',
    { role: 'table', ...(columns.length > MOST_COLUMNS && { class: 'listed' }) },
    make.element('caption', {}, caption),
    make.element('thead', { role: 'rowgroup' }, make.element('tr', { role: 'row' }, ...head)),
    make.element('tbody', { role: 'rowgroup' }, ...body),
  );
  return make.element(
    'div',
    {},
    table,
    ...(note === undefined ? [] : [make.element('p', { class: 'note' }, note)]),
  );
}
