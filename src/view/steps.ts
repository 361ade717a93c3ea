/** Where the days, weeks or hours of a report stand on a line of time, and the steps that they make on it. */
import type { Row } from './report.ts';

export type Point = { slot: number; size: number | undefined; row: Row };

export type Steps = {
  points: Point[];
  /** From the first time to the last, with those that no row is about. */
  slots: number;
  lowest: number;
  highest: number;
};

/** Each takes the place of its time, so that what no row is about stays empty and is not drawn as nothing spent. */
export function stepsOf(rows: readonly Row[], measure: string): Steps {
  const times = rows.map(({ label }) => Date.parse(label));
  const spans = times.slice(1).map((time, index) => time - (times[index] ?? time));
  const span = Math.min(...spans.filter((one) => one > 0));
  const start = times[0] ?? 0;
  const points = rows.map((row, index): Point => {
    const slot = Math.round(((times[index] ?? Number.NaN) - start) / span);
    return { slot: isSlot(slot, index) ? slot : index, size: row.figures.get(measure)?.size, row };
  });
  const sizes = points.flatMap(({ size }) => (size === undefined ? [] : [size]));
  return {
    points,
    slots: Math.max(...points.map(({ slot }) => slot), 0) + 1,
    lowest: Math.min(0, ...sizes),
    highest: Math.max(0, ...sizes),
  };
}

/** A year of hours and more; what is further away was no time. */
const MOST_SLOTS = 10_000;

const isSlot = (slot: number, index: number) => slot >= index && slot < MOST_SLOTS;

/** Height of the drawing; a slot is one wide. */
export const HEIGHT = 100;

export function heightOf(size: number, { lowest, highest }: Steps): number {
  const range = highest - lowest || 1;
  return Number((HEIGHT - ((size - lowest) / range) * HEIGHT).toFixed(2));
}

/** Paths of an SVG: the line on top of the steps, and the ground below them. Both end where a time is missing. */
export function pathsOf(steps: Steps): { line: string; ground: string } {
  const base = heightOf(0, steps);
  let [line, ground] = ['', ''];
  let open: number | undefined;
  const close = () => {
    if (open !== undefined) ground += `V${base}Z`;
    open = undefined;
  };
  for (const { slot, size } of steps.points) {
    if (size === undefined || slot !== open) close();
    if (size === undefined) continue;
    const top = heightOf(size, steps);
    line += `${open === undefined ? `M${slot} ${top}` : `V${top}`}H${slot + 1}`;
    ground += `${open === undefined ? `M${slot} ${base}` : ''}V${top}H${slot + 1}`;
    open = slot + 1;
  }
  close();
  return { line, ground };
}
