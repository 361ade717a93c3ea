/** How many requests each report takes of 40 projects and 200 people: nothing asks each project unless the question needs it. */
import { expect, test } from 'vitest';
import { startGenerated } from './generated-server.ts';

const NOW = Date.parse('2026-11-18T12:30:00Z');
const PROJECTS = 40;

/** Few: a page or two of each list, and the parts of the period. */
const FEW = 20;
/** One for each project besides. */
const ONE_EACH = PROJECTS + FEW;
/** Rows that a report shows unless it is asked for more. */
const SHOWN = 10;

test.each([
  ['report_costs', {}, FEW],
  ['report_costs', { by: ['project', 'model'], compare: true, forecast: true }, FEW],
  ['report_costs', { by: ['user'], period: 'last_month' }, FEW],
  // Keys of the projects whose rows are shown.
  ['report_usage', {}, FEW + SHOWN],
  ['report_changes', {}, ONE_EACH],
  // Keys of each project: who owns which, and when it was last used, stands nowhere else.
  ['report_access', {}, ONE_EACH + FEW],
  // Each member's roles, and only of those that are shown, since the project has roles of its own.
  ['report_access', { subject: 'proj_3', top: 5 }, FEW],
  ['report_access', { subject: 'proj_3', findings_only: true }, FEW],
  // The limit and the rate limits of each project; alerts of those that are shown; hours, and minutes of the busiest.
  ['report_limits', {}, 2 * PROJECTS + SHOWN + 3 * FEW],
  ['report_limits', { projects: ['proj_3', 'proj_4'] }, 2 * FEW],
  // The stores of each project, and of those that are shown the files that failed, which have names in another list.
  ['report_vector_stores', {}, ONE_EACH + 3 * SHOWN],
  ['find', { words: 'Project 7' }, FEW],
  ['find', { words: 'person.3@example.com' }, FEW],
])('%s %j takes at most %i', async (name, given, most) => {
  const { server, requests } = await startGenerated({ projects: PROJECTS, people: 200, now: NOW });
  const { isError, text } = await server.call(name, given);
  expect(isError, text).toBe(false);
  const asked = requests.map(({ line }) => line);
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(most);
});
