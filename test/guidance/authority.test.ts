/** A completion reads what a report of its caller may read and nothing else: exclusions, policy, pins and the end of access. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HttpResponse, http } from 'msw';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { startInProcess } from '../cli/in-process.ts';
import { temporaryFolder } from '../e2e/start-server.ts';
import { startCannedApi } from '../openai/canned-api.ts';

const PERSON = { id: 'user-1', email: 'dana@x.example', name: 'Dana', role: 'reader', added_at: 1 };
const PROJECT = { id: 'proj_one', name: 'Alpha', status: 'active', created_at: 1 };

async function start(flags: OptionTexts, policy?: string) {
  const list = (data: unknown[]) => HttpResponse.json({ object: 'list', data, has_more: false });
  const upstream = await startCannedApi(
    http.get('*/v1/organization/users', () => list([PERSON])),
    http.get('*/v1/organization/projects', () => list([PROJECT])),
  );
  const home = temporaryFolder();
  const file = join(home, 'policy.yaml');
  if (policy !== undefined) writeFileSync(file, policy, { mode: 0o600 });
  const server = await startInProcess({
    flags: { ...flags, ...(policy !== undefined && { policy: file }) },
    environment: { HOME: home },
    upstream: upstream.url,
  });
  const guidance = await server.openGuidance();
  const { signal } = new AbortController();
  const values = async (prompt: string, argument: string) => {
    const completion = await guidance.completePrompt(prompt, argument, '', signal);
    return 'wrong' in completion ? completion.wrong : completion.values;
  };
  return {
    people: () => values('off_board_person', 'person'),
    projects: () => values('monthly_cost_review', 'project'),
    sent: () => upstream.requests.map(({ line }) => line),
  };
}

test.each([
  ['by default', {}],
  ['whatever the list shows', { tools: 'report_access,report_costs' }],
  ['behind discovery', { exposure: 'discovery' }],
  ['where only reading is on', { 'read-only': 'true' }],
] as const)('people and projects are offered %s', async (_, flags) => {
  const { people, projects, sent } = await start({ ...flags });
  expect(await people()).toEqual(['dana@x.example']);
  expect(await projects()).toEqual(['Alpha']);
  expect(sent()).toEqual([
    'GET /v1/organization/users?limit=100 HTTP/1.1',
    'GET /v1/organization/projects?limit=100 HTTP/1.1',
  ]);
});

describe('nothing is read, and nothing told', () => {
  test.each([
    ['what is excluded by name', { 'exclude-tools': 'list_users,list_projects' }, undefined],
    ['what is excluded by tag', { 'exclude-tags': 'users,projects' }, undefined],
    ['what a policy denies', {}, 'deny: [{ tools: [list_users, list_projects] }]\n'],
    ['when access has ended', { 'expires-at': '2020-01-01' }, undefined],
  ])('of %s', async (_, flags, policy) => {
    const { people, projects, sent } = await start(flags, policy);
    expect(await people()).toEqual([]);
    expect(await projects()).toEqual([]);
    expect(sent()).toEqual([]);
  });

  test('of people under a pin, which leaves the pinned project', async () => {
    const { people, projects, sent } = await start({ project: 'proj_one' });
    expect(await people()).toEqual([]);
    expect(await projects()).toEqual(['proj_one']);
    expect(sent()).toEqual([]);
  });

  test('for a prompt that is off', async () => {
    const { people, projects, sent } = await start({ 'exclude-tools': 'report_*' });
    expect(await people()).toContain('report_access is switched off by --exclude-tools report_*');
    expect(await projects()).toContain('report_costs is switched off by --exclude-tools report_*');
    expect(sent()).toEqual([]);
  });
});
