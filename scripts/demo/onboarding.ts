/** The demo's second workflow: a new project with a service account, approved by a person, and a cap on every model. */
import * as z from 'zod';
import { tableLines } from '../table-lines.ts';
import { listOf } from './list-of.ts';
import { DemoFailure, print, printCallTitles, type Session } from './session.ts';

const PROJECT = z.object({ id: z.string(), name: z.string(), status: z.string() });
const SERVICE_ACCOUNT = z.object({
  id: z.string(),
  name: z.string(),
  api_key: z.object({ value: z.string() }),
});
const SERVICE_ACCOUNTS = listOf(z.object({ id: z.string(), name: z.string() }));
const RATE_LIMITS = listOf(
  z.object({
    id: z.string(),
    model: z.string(),
    max_requests_per_1_minute: z.number(),
    max_tokens_per_1_minute: z.number().optional(),
  }),
).refine(({ next_cursor }) => next_cursor === undefined);
const ANYTHING = z.looseObject({});

const PROJECT_NAME = 'Alpha-RAG-Testing';
const ACCOUNT_NAME = 'Alpha-CI-CD';
const REQUESTS_PER_MINUTE = 500;

export async function onboardTeam(session: Session): Promise<void> {
  printCallTitles();
  const { id: project_id } = await session.call('create_project', { name: PROJECT_NAME }, PROJECT);
  const account = await session.call(
    'create_project_service_account',
    { project_id, name: ACCOUNT_NAME },
    SERVICE_ACCOUNT,
  );
  const before = await session.call('list_project_rate_limits', { project_id }, RATE_LIMITS);
  for (const { id } of before.items) {
    await session.call(
      'update_project_rate_limit',
      { rate_limit_id: id, max_requests_per_1_minute: REQUESTS_PER_MINUTE, project_id },
      ANYTHING,
    );
  }

  const project = await session.call('get_project', { project_id }, PROJECT);
  const accounts = await session.call('list_project_service_accounts', { project_id }, SERVICE_ACCOUNTS);
  const after = await session.call('list_project_rate_limits', { project_id }, RATE_LIMITS);
  if (project.name !== PROJECT_NAME || project.status !== 'active') {
    throw new DemoFailure(`The new project reads back as ${project.name}, ${project.status}.`);
  }
  if (!accounts.items.some(({ id, name }) => id === account.id && name === ACCOUNT_NAME)) {
    throw new DemoFailure(`The service account ${ACCOUNT_NAME} is not in the project's list.`);
  }
  const uncapped = after.items.filter((row) => row.max_requests_per_1_minute !== REQUESTS_PER_MINUTE);
  if (after.items.length === 0 || after.items.length !== before.items.length || uncapped.length > 0) {
    const models = uncapped.map((row) => row.model).join(', ');
    throw new DemoFailure(`Not capped at ${REQUESTS_PER_MINUTE} requests a minute: ${models || 'no model'}.`);
  }

  print();
  print(`  Project          ${project.name} (${project.id}), ${project.status}`);
  print(`  Service account  ${ACCOUNT_NAME} (${account.id})`);
  print(`  Its first key    ${account.api_key.value.slice(0, 24)}…  fake: it works in this sandbox only`);
  print();
  print('  Rate limits, read back');
  print();
  const former = new Map(before.items.map((row) => [row.id, row.max_requests_per_1_minute]));
  const rows = after.items.map((row) => [
    row.model,
    figure(former.get(row.id)),
    figure(row.max_requests_per_1_minute),
    figure(row.max_tokens_per_1_minute),
  ]);
  const titles = ['model', 'requests a minute before', 'now', 'tokens a minute'];
  for (const line of tableLines(titles, titles.slice(1), rows)) print(`    ${line}`);
  print();
}

function figure(value: number | undefined): string {
  return value === undefined ? '' : value.toLocaleString('en');
}
