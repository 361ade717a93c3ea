/** The demo's first workflow: what costs most this month, and who can use it; a call each. */
import * as z from 'zod';
import { itemsOf } from '../items-of.ts';
import { tableLines } from '../table-lines.ts';
import { DemoFailure, print, printCallTitles, type Session } from './session.ts';

const AMOUNT = z.union([z.number(), z.string()]).transform(Number);
const tableOf = <Row>(row: z.ZodType<Row>) =>
  z
    .record(z.string(), z.unknown())
    .transform((answer): unknown => itemsOf(answer))
    .pipe(z.array(row));
const COST = z.object({
  project: z.string(),
  id: z.string(),
  state: z.string(),
  amount: AMOUNT,
  share_percent: z.number(),
});
const COSTS = z
  .object({ period: z.object({ from: z.string() }), total: AMOUNT, complete: z.literal(true) })
  .loose()
  .transform((answer) => ({ ...answer, projects: tableOf(COST).parse(answer) }));
const MEMBER = z.object({ member: z.string(), roles: z.string() });
const ACCESS = z.object({ members: tableOf(MEMBER), complete: z.literal(true) });

const SHOWN = 3;

export async function auditCosts(session: Session): Promise<void> {
  printCallTitles();
  // A day's costs come when it is over, so a month has none on its first day.
  const period = new Date().getUTCDate() === 1 ? 'last_month' : 'this_month';
  const costs = await session.call('report_costs', { period, top: SHOWN }, COSTS);
  const [dearest] = costs.projects;
  if (dearest === undefined || costs.projects.length < SHOWN) {
    throw new DemoFailure(`Fewer than ${SHOWN} projects have costs.`);
  }
  const { members } = await session.call('report_access', { subject: dearest.id }, ACCESS);
  if (members.length === 0) throw new DemoFailure(`Nobody has access to ${dearest.project}.`);

  print();
  printIndented(
    `Costs of ${costs.period.from.slice(0, 7)}, ${money(costs.total)} in all`,
    ['project', 'state', 'cost', 'share'],
    costs.projects.map(({ project, state, amount, share_percent }) => [
      project,
      state,
      money(amount),
      `${share_percent} %`,
    ]),
  );
  printIndented(
    `Who has access to ${dearest.project}`,
    ['member', 'role'],
    members.map(({ member, roles }) => [member, roles]),
  );
}

function printIndented(caption: string, titles: string[], rows: string[][]): void {
  print(`  ${caption}`);
  print();
  for (const line of tableLines(titles, ['cost', 'share'], rows)) print(`    ${line}`);
  print();
}

function money(dollars: number): string {
  return `$${dollars.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}
