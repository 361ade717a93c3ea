/** How many requests each report takes of 40 projects and 200 people: nothing asks each project unless the question needs it. */
import { http } from 'msw';
import { expect, test } from 'vitest';
import { Secret } from '../../src/credentials/secret.ts';
import { startInProcess } from '../cli/in-process.ts';
import { homeFolder, writeIndex } from '../credentials/home-folder.ts';
import { memoryKeychain } from '../credentials/memory-keychain.ts';
import { startCannedApi } from '../openai/canned-api.ts';
import { generatedOrganization } from './generated-organization.ts';

const NOW = Date.parse('2026-11-18T12:30:00Z');
const PROJECTS = 40;
const ADMIN_KEY = 'sk-admin-CANARY90000123456789abcdef';
const STORED_AT = '2026-11-01T00:00:00.000Z';

const keyOf = (project: number) => `sk-proj-CANARY${String(project).padStart(4, '0')}0123456789abcdef`;
const projectOf = (authorization: string | null) => Number(/CANARY(\d{4})/.exec(authorization ?? '')?.[1]);
const stored = (key: string) => ({ fingerprint: new Secret(key).fingerprint, stored_at: STORED_AT });

async function start() {
  const answer = generatedOrganization({ projects: PROJECTS, people: 200, now: NOW });
  const upstream = await startCannedApi(
    http.all('*/v1/*', ({ request }) =>
      answer(new URL(request.url), projectOf(request.headers.get('authorization'))),
    ),
  );
  const keys = Array.from({ length: PROJECTS }, (_, project) => [`proj_${project}`, keyOf(project)] as const);
  const home = homeFolder();
  const projects = Object.fromEntries(keys.map(([id, key]) => [id, stored(key)]));
  writeIndex(home, { default: { admin: stored(ADMIN_KEY), projects } });
  const server = await startInProcess({
    upstream: upstream.url,
    now: () => NOW,
    environment: { HOME: home },
    openKeychain: () =>
      memoryKeychain({
        'default/admin': ADMIN_KEY,
        ...Object.fromEntries(keys.map(([id, key]) => [`default/project/${id}`, key])),
      }),
  });
  return { server, requests: upstream.requests };
}

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
  const { server, requests } = await start();
  const { isError, text } = await server.call(name, given);
  expect(isError, text).toBe(false);
  const asked = requests.map(({ line }) => line);
  expect(asked.length, asked.join('\n')).toBeLessThanOrEqual(most);
});
