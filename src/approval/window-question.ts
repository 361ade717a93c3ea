/** A plan as a window shows it: the same picture as in a terminal, in lines that no window has to break. */
import { quote } from '../text/clean.ts';
import { wrapped } from '../text/wrapped.ts';
import type { WindowQuestion } from '../window/window.ts';
import { firstLines } from './first-lines.ts';
import type { Plan } from './plan.ts';
import { askerOf } from './plan-origin.ts';
import { describeSummary } from './summary.ts';

const COLUMNS = 80;

export function questionFor(plan: Plan, now: number): WindowQuestion {
  const origin = `Asked by ${askerOf(plan)}.`;
  return {
    picture: inLines([...describeSummary(plan.summary), '', origin]),
    brief: inLines([...firstLines(plan.summary), plan.summary.account, '', origin]),
    label: `To approve, type ${quote(plan.typed)} without the quotes.`,
    seconds: Math.max(1, Math.ceil((plan.expiresAt - now) / 1000)),
  };
}

/** Between words, and those that are longer than a line behind a sign between their parts where there is one. */
function inLines(lines: string[]): string {
  return wrapped(lines.join('\n'), COLUMNS)
    .split('\n')
    .flatMap((line) => line.match(ROW) ?? [''])
    .join('\n');
}

const ROW = new RegExp(`.{1,${COLUMNS}}$|.{1,${COLUMNS - 1}}[/.,:?&]|.{1,${COLUMNS}}`, 'gsu');
