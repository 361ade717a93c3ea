/** docs/measurements.md says what `npm run bench` holds itself to, and what it measured is within that. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROWS = [...readFileSync('docs/measurements.md', 'utf8').matchAll(/^\| (.*) \|$/gm)].map(
  ([, row = '']) => row.split(' | ').map((cell) => cell.trim()),
);

/** Its bounds, in the order in which it measures. */
const HELD = ['startup', 'calls'].flatMap((name) =>
  [...readFileSync(`scripts/bench/${name}.ts`, 'utf8').matchAll(/^ +promise: ([\d.]+),$/gm)].map(
    ([, bound]) => Number(bound),
  ),
);

const numberIn = (cell: string | undefined) => Number(/[\d.]+/.exec(cell ?? '')?.[0]);

test('the bounds of time and memory are those that the benchmark holds', () => {
  const bounded = ROWS.filter((cells) => cells.at(-1)?.startsWith('at most'));
  expect(bounded.map((cells) => numberIn(cells.at(-1)))).toEqual(HELD);
  expect(HELD).toHaveLength(4);
  for (const cells of bounded) expect(numberIn(cells[3])).toBeLessThanOrEqual(numberIn(cells.at(-1)));
});
