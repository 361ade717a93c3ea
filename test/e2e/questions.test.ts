/**
 * The questions that people asked in public and the reading jobs of an administrator, each with the one call that answers
 * it, over the sandbox: what an answer costs whoever asks, in tokens.
 */
import { expect, test } from 'vitest';
import { countTokens } from '../text/budget.ts';
import { type Server, startServer } from './start-server.ts';

type Call = [tool: string, given: Record<string, unknown>];

const PERSON = 'dana.reyes@example.com';
const PROJECT = 'search-relevance';

const QUESTIONS: Record<string, Call> = {
  'Why am I charged, I used no key?': ['report_costs', { by: ['api_key', 'user'], top: 5 }],
  'What does each key cost?': ['report_costs', { by: ['api_key'] }],
  'What did each team spend this month?': ['report_costs', {}],
  'Which feature costs most?': ['report_costs', { by: ['project', 'model'] }],
  'What made the bill jump?': ['report_costs', { by: ['line_item'], compare: true }],
  'Why does the realtime bill not match?': [
    'report_costs',
    { by: ['line_item'], models: ['gpt-realtime*'], period: 'last_month' },
  ],
  'Why do costs show $0?': ['report_costs', { period: 'last_7_days' }],
  'Will we pass the budget by the end of the month?': ['report_limits', {}],
  'Credits against the invoice': ['report_costs', { period: 'last_month' }],
  'Usage by user': ['report_usage', { by: ['user'] }],
  'When did the leaked key spend 93 million tokens?': [
    'report_usage',
    { by: ['api_key', 'hour'], period: 'last_7_days' },
  ],
  'Who still calls gpt-5-2025-08-07?': ['report_usage', { by: ['model', 'api_key'] }],
  'How much is cached?': ['report_usage', { category: 'completions' }],
  'Keys unused for 90 days, or whose owner is gone': ['report_access', {}],
  'A person leaves: what do they hold?': ['report_access', { subject: PERSON }],
  'Who deleted our service account?': [
    'report_changes',
    { kinds: ['service_account.deleted'], period: 'last_28_days' },
  ],
  'How near are we to our rate limits?': ['report_limits', { over_percent: 50 }],
  'Why did the hard limit not stop us?': ['report_limits', { projects: [PROJECT] }],
  'Failed or unused vector stores': ['report_vector_stores', { findings_only: true }],
  'Projects with dates and status': ['list_projects', {}],
  'Who deleted the service account of a project in the last 24 hours?': [
    'report_changes',
    { kinds: ['service_account.deleted'], period: 'last_2_days' },
  ],
  'Costs since the first by project and line item': [
    'report_costs',
    { by: ['project', 'line_item'], top: 5 },
  ],
  'Who made whom an owner in 7 days?': ['report_changes', { kinds: ['owner'], period: 'last_7_days' }],
  'Which projects have no spend limit?': ['report_limits', { top: 1 }],
  'Which models are used by whom, and what do they cost?': ['report_costs', { by: ['model', 'user'] }],
  'Chargeback of last month by project and user': [
    'report_costs',
    { by: ['project', 'user'], period: 'last_month' },
  ],
  'Failed files and why': ['report_vector_stores', {}],
  'This month against the last': ['report_costs', { compare: true }],
  'Who still has access after leaving?': ['report_access', { findings_only: true, top: 10 }],
};

const MOST = 1800;
const MOST_IN_THE_MIDDLE = 700;
const MOST_OF_TWO = 2500;

async function tokensOf(server: Server, [tool, given]: Call): Promise<number> {
  const { isError, text, value } = await server.call(tool, given);
  expect(isError, text).toBe(false);
  expect(value.complete ?? true, text).toBe(true);
  return countTokens(text);
}

test('one call answers each question, with few tokens', async () => {
  const server = await startServer({ args: ['--sandbox'] });
  const counts: number[] = [];
  for (const [question, call] of Object.entries(QUESTIONS)) {
    const count = await tokensOf(server, call);
    expect(count, question).toBeLessThanOrEqual(MOST);
    counts.push(count);
  }
  counts.sort((one, other) => one - other);
  expect(counts[Math.floor(counts.length / 2)], counts.join()).toBeLessThan(MOST_IN_THE_MIDDLE);
}, 120_000);

test('two calls answer which three projects cost most, and who has access to the first', async () => {
  const server = await startServer({ args: ['--sandbox'] });
  const { value } = await server.call('report_costs', { top: 3 });
  const [[, first] = []] = value.rows as string[][];
  const costs = await tokensOf(server, ['report_costs', { top: 3 }]);
  const access = await tokensOf(server, ['report_access', { subject: first }]);
  expect(costs + access).toBeLessThanOrEqual(MOST_OF_TWO);
}, 60_000);
