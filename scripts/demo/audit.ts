/** The demo's first workflow: what costs most this month, and who can use it. */
import * as z from 'zod';
import { itemsOf } from '../items-of.ts';
import { tableLines } from '../table-lines.ts';
import { listOf } from './list-of.ts';
import { DemoFailure, print, printCallTitles, type Session } from './session.ts';

const AMOUNT = z.union([z.number(), z.string()]).transform(Number);
const COST = z.object({ project_id: z.string().optional(), amount: AMOUNT });
const COSTS = z.object({
  complete: z.boolean(),
  range: z.object({ from: z.string() }),
  currency: z.string(),
  totals: z.record(z.string(), z.unknown()).transform(itemsOf).pipe(z.array(COST)),
});
const PROJECTS = listOf(z.object({ id: z.string(), name: z.string(), status: z.string() }));
const USERS = listOf(z.object({ name: z.string(), email: z.string(), role: z.string() }));

/** Small enough that the cursor has something to do. */
const PROJECTS_A_PAGE = 6;
const SHOWN = 3;

export async function auditCosts(session: Session): Promise<void> {
  printCallTitles();
  // A day's costs come when it is over, so a month has none on its first day.
  const start_time = new Date().getUTCDate() === 1 ? 'last_month' : 'month';
  const costs = await session.call('list_costs', { start_time, group_by: ['project_id'] }, COSTS);
  if (!costs.complete) throw new DemoFailure('The costs of this month do not fit one answer.');
  const projects = await allPages(session, 'list_projects', PROJECTS, {
    include_archived: true,
    limit: PROJECTS_A_PAGE,
  });
  const byId = new Map(projects.map((project) => [project.id, project]));
  const whole = costs.totals.reduce((sum, { amount }) => sum + amount, 0);
  const ranking = costs.totals
    .flatMap(({ project_id: id, amount }) => {
      const project = id === undefined ? undefined : byId.get(id);
      return project ? [{ ...project, amount }] : [];
    })
    .sort((one, other) => other.amount - one.amount)
    .slice(0, SHOWN);
  const [dearest] = ranking;
  if (dearest === undefined || ranking.length < SHOWN) {
    throw new DemoFailure(`Fewer than ${SHOWN} projects with a name have costs.`);
  }
  const users = await allPages(session, 'list_project_users', USERS, { project_id: dearest.id, limit: 100 });
  if (users.length === 0) throw new DemoFailure(`Nobody has access to ${dearest.name}.`);

  print();
  printIndented(
    `Costs of ${costs.range.from.slice(0, 7)}, ${projects.length} projects, ${money(whole)} in all`,
    ['project', 'status', 'cost', 'share'],
    ranking.map(({ name, status, amount }) => [
      name,
      status,
      money(amount),
      `${((100 * amount) / whole).toFixed(0)} %`,
    ]),
  );
  printIndented(
    `Who has access to ${dearest.name}`,
    ['user', 'email', 'role'],
    users.map(({ name, email, role }) => [name, email, role]),
  );
}

/** Follows next_cursor the way the tools' descriptions ask for. */
async function allPages<Item>(
  session: Session,
  tool: string,
  page: z.ZodType<{ items: Item[]; next_cursor?: string | undefined }>,
  given: Record<string, unknown>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const answer = await session.call(tool, { ...given, ...(cursor && { cursor }) }, page);
    items.push(...answer.items);
    cursor = answer.next_cursor;
  } while (cursor !== undefined);
  return items;
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
