/** Nothing outside the pinned projects is ever sent: all tools, several pins, ordinary and hostile arguments. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pinCatalogue } from '../../src/policy/pin-projects.ts';
import { catalogue, everyTool, operations } from '../catalogue/catalogue.ts';
import { anyCall, type Call, plainCalls } from '../referee/generate-arguments.ts';
import { recordingService, type Sent } from './recording-service.ts';

const PINS = [
  ['proj_aaaa1111'],
  ['proj_aaaa1111', 'proj_bbbb2222'],
  ['proj_bbbb2222', 'proj_c', 'proj_d-4_'],
];

/** Tools without a project in their path that a filter can keep within projects. */
const FILTERED = [
  'list_audit_logs',
  'list_checkpoint_permissions',
  'list_costs',
  'list_external_storage',
  'list_usage',
];

/** Reports that can be about some projects alone. */
const REPORTS = [
  'report_costs',
  'report_usage',
  'report_limits',
  'report_vector_stores',
  'report_access',
  'report_changes',
  'find',
];

/** What these jobs do is within the projects that they name. */
const JOBS = ['set_project_rate_limits', 'rotate_service_account_key', 'set_spend_limits'];

const WITHIN = catalogue.tools.filter(
  (tool) =>
    REPORTS.includes(tool.name) ||
    JOBS.includes(tool.name) ||
    tool.key === 'project' ||
    tool.endpoint.path.includes('/projects/{') ||
    FILTERED.includes(tool.name),
);

/** What leaves the process, judged without any help of the code under test; empty when it stays within. */
function escapes({ tool, request }: Sent, pins: string[]): string[] {
  const projectId = request.key.class === 'project' ? request.key.projectId : undefined;
  const url = new URL(`https://api.openai.com/v1${request.path}?${request.query}`);
  const path = decodeURIComponent(url.pathname);
  const found: string[] = [];
  if (url.host !== 'api.openai.com' || /\/\.\.?(\/|$)|\/\//.test(path)) found.push(`path ${path}`);
  const [, inPath] = /\/projects\/([^/]*)/.exec(path) ?? [];
  const filters = [...url.searchParams].filter(([name]) => /^project/.test(name)).map(([, value]) => value);
  const body = JSON.stringify(request.body ?? {});
  const inBody = [...body.matchAll(/"project_ids?":[["]+(proj_[^"]*)/g)].map((match) => match[1] ?? '');
  const named = [inPath, ...filters, ...inBody, projectId].filter((id) => id !== undefined);
  for (const id of named) if (!pins.includes(id)) found.push(`project ${id}`);
  if (url.searchParams.has('tenant_only')) found.push('tenant');
  const isKept =
    tool.key === 'project' ? projectId !== undefined : inPath !== undefined || filters.length > 0;
  if (!isKept) found.push('the whole organization');
  if (inPath === undefined && tool.key === 'admin' && request.method !== 'GET') found.push('a write');
  return found;
}

const HOSTILE: unknown[] = [
  'proj_zzzz9999',
  'proj_aaaa1111/../proj_zzzz9999',
  'proj_aaaa1111%2f..%2fproj_zzzz9999',
  'proj_aaaa1111 ',
  'PROJ_AAAA1111',
  'рroj_aaaa1111', // a Cyrillic first letter
  'proj_aaaa１111', // a full-width digit
  'proj_aaaa1111\u200b',
  'proj_aaaa1111,proj_zzzz9999',
  'proj_aaaa1111\u0000',
  '..',
  '*',
  '',
  [],
  [[]],
  ['proj_aaaa1111', 'proj_zzzz9999'],
  ['proj_zzzz9999'],
  [null],
  '[]',
  '["proj_zzzz9999"]',
  null,
  0,
  true,
  { toString: 'proj_aaaa1111' },
  { id: 'proj_aaaa1111' },
];

/** Arguments of the kind that might name a project. */
const PROJECT_ARGUMENTS = ['project_id', 'project_ids', 'project_ids[]', 'projects', '__proto__'];

/** An example's arguments with its project made a pinned one, in path, filter or as the choice of the key. */
function keptExample(example: Call | undefined, pins: string[], isProjectKey: boolean): Call {
  const text = JSON.stringify(example ?? {}).replace(/"proj_[^"]*"/g, JSON.stringify(pins[0]));
  return { ...JSON.parse(text), ...(isProjectKey && { project_id: pins[0] }) };
}

describe.each(PINS.map((pins) => [pins]))('kept to %j', (pins) => {
  const pinned = pinCatalogue(catalogue, pins);

  test('shows exactly the tools that stay within projects', () => {
    const { service } = recordingService(pinned);
    expect(service.list().map((tool) => tool.name)).toEqual(WITHIN.map((tool) => tool.name));
    expect(WITHIN.length).toBeGreaterThan(60);
    expect(WITHIN.length).toBeLessThan(catalogue.tools.length - 50);
  });

  test('refuses everything else by name, with the reason', async () => {
    const { call, sent } = recordingService(pinned);
    const untold: string[] = [];
    for (const tool of catalogue.tools.filter((tool) => !WITHIN.includes(tool))) {
      for (const given of [tool.example?.arguments, { project_id: pins[0], project_ids: pins }]) {
        const { error } = (await call(tool.name, given)) as { error?: Record<string, string> };
        if (error?.kind !== 'refused' || !error.message?.includes('--project')) untold.push(tool.name);
      }
    }
    expect(untold).toEqual([]);
    expect(sent).toEqual([]);
  });

  test('sends the ordinary calls of every other tool, within the pin', async () => {
    const { call, sent } = recordingService(pinned);
    const unsent: string[] = [];
    for (const tool of WITHIN.filter((tool) => operations.includes(tool))) {
      const before = sent.length;
      await call(tool.name, keptExample(tool.example?.arguments, pins, tool.key === 'project'));
      if (sent.length !== before + 1) unsent.push(tool.name);
    }
    expect(unsent).toEqual([]);
    expect(sent.flatMap((entry) => escapes(entry, pins))).toEqual([]);
  });

  test.each(everyTool)('%s: hostile project arguments', async (name, tool) => {
    const { call, sent } = recordingService(pinned);
    const example = keptExample(tool.example?.arguments, pins, tool.key === 'project');
    for (const argument of [...PROJECT_ARGUMENTS, ...Object.keys(tool.params)]) {
      for (const value of HOSTILE) {
        await call(name, Object.fromEntries([...Object.entries(example), [argument, value]]));
        await call(name, { [argument]: value });
      }
    }
    await call(name, { ...example, tenant_only: true });
    expect(sent.flatMap((entry) => escapes(entry, pins))).toEqual([]);
  });

  test.each(everyTool)('%s: whatever is valid without a pin', async (name, tool) => {
    const { call, sent } = recordingService(pinned);
    const calls = [...plainCalls(tool, {}), ...fc.sample(anyCall(tool, {}), { numRuns: 20, seed: 11 })];
    for (const given of calls) await call(name, given);
    expect(sent.flatMap((entry) => escapes(entry, pins))).toEqual([]);
  });
});

test('the judge of these tests sees escapes', () => {
  const costs = catalogue.tools.find((tool) => tool.name === 'list_costs');
  if (costs === undefined) throw new Error('No list_costs');
  const request = {
    method: 'GET' as const,
    path: '/organization/costs',
    query: 'start_time=1',
    key: { class: 'admin' as const },
    safe: true,
  };
  expect(escapes({ tool: costs, request }, ['proj_a'])).toEqual(['the whole organization']);
  const other = { ...request, query: 'project_ids%5B%5D=proj_b' };
  expect(escapes({ tool: costs, request: other }, ['proj_a'])).toEqual(['project proj_b']);
});
