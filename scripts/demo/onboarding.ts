/** The demo's second workflow: a project for a team, with a service account and a cap on every model, approved once by a person. */
import * as z from 'zod';
import { tableLines } from '../table-lines.ts';
import { listOf } from './list-of.ts';
import { DemoFailure, print, printCallTitles, type Session } from './session.ts';

const JOB = z.object({
  is_done: z.literal(true),
  shown_once: z.array(z.object({ value: z.string() })).length(1),
});
const PROJECTS = listOf(z.object({ id: z.string(), name: z.string(), status: z.string() }));
const SERVICE_ACCOUNTS = listOf(z.object({ id: z.string(), name: z.string() }));
const RATE_LIMITS = listOf(
  z.object({
    model: z.string(),
    max_requests_per_1_minute: z.number(),
    max_tokens_per_1_minute: z.number().optional(),
  }),
).refine(({ next_cursor }) => next_cursor === undefined);

const PROJECT_NAME = 'Alpha-RAG-Testing';
const ACCOUNT_NAME = 'Alpha-CI-CD';
const REQUESTS_PER_MINUTE = 500;

export async function onboardTeam(session: Session): Promise<void> {
  printCallTitles();
  const job = await session.call(
    'onboard_project',
    {
      name: PROJECT_NAME,
      service_account: ACCOUNT_NAME,
      rate_limits: [{ requests_per_minute: String(REQUESTS_PER_MINUTE) }],
    },
    JOB,
  );

  const { items } = await session.call('list_projects', { limit: 100 }, PROJECTS);
  const project = items.find(({ name }) => name === PROJECT_NAME);
  if (project?.status !== 'active') throw new DemoFailure(`There is no active project ${PROJECT_NAME}.`);
  const { id: project_id } = project;
  const accounts = await session.call('list_project_service_accounts', { project_id }, SERVICE_ACCOUNTS);
  const limits = await session.call('list_project_rate_limits', { project_id }, RATE_LIMITS);
  const account = accounts.items.find(({ name }) => name === ACCOUNT_NAME);
  if (account === undefined) {
    throw new DemoFailure(`The service account ${ACCOUNT_NAME} is not in the project's list.`);
  }
  const uncapped = limits.items.filter((row) => row.max_requests_per_1_minute !== REQUESTS_PER_MINUTE);
  if (limits.items.length === 0 || uncapped.length > 0) {
    const models = uncapped.map(({ model }) => model).join(', ');
    throw new DemoFailure(`Not capped at ${REQUESTS_PER_MINUTE} requests a minute: ${models || 'no model'}.`);
  }

  const [key] = job.shown_once;
  print();
  print(`  Project          ${PROJECT_NAME} (${project_id}), ${project.status}`);
  print(`  Service account  ${ACCOUNT_NAME} (${account.id})`);
  print(`  Its first key    ${key?.value.slice(0, 24)}…  fake: it works in this sandbox only`);
  print();
  print('  Rate limits, read back');
  print();
  const rows = limits.items.map((row) => [
    row.model,
    figure(row.max_requests_per_1_minute),
    figure(row.max_tokens_per_1_minute),
  ]);
  const titles = ['model', 'requests a minute', 'tokens a minute'];
  for (const line of tableLines(titles, titles.slice(1), rows)) print(`    ${line}`);
  print();
}

function figure(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en');
}
