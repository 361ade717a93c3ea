/** Owns the proof that filters decide what is listed and what can be called, and that nothing hidden is ever sent. */
import { describe, expect, it } from 'vitest';
import { environmentName } from '../../src/settings/options.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { errorOf, PROJECT_KEY, startServer } from './start-server.ts';
import { startUpstream } from './upstream.ts';

const isCore = ({ tags }: ToolSpec) => tags.includes('core');

type Filter = [name: string, flags: Record<string, string>, shows: (tool: ToolSpec) => boolean];

/** A flag without a value is a switch. */
const FILTERS: Filter[] = [
  ['nothing', {}, isCore],
  ['everything', { tags: 'all' }, () => true],
  ['reads', { 'read-only': '' }, (tool) => isCore(tool) && isRead(tool)],
  ['writes of everything', { methods: 'write', tags: 'all' }, (tool) => !isRead(tool)],
  [
    'two methods',
    { methods: 'create,delete', tags: 'all' },
    ({ method }) => /^(create|delete)$/.test(method),
  ],
  ['a contradiction', { methods: 'write', 'read-only': '', tags: 'all' }, () => false],
  [
    'billing, read-only',
    { 'read-only': '', tags: 'billing' },
    (tool) => tool.tags.includes('billing') && isRead(tool),
  ],
  ['without keys', { tags: 'all', 'exclude-tags': 'keys' }, ({ tags }) => !tags.includes('keys')],
  ['one tool', { tools: 'list_projects' }, ({ name }) => name === 'list_projects'],
  [
    'a glob, less another',
    { tools: '*_project', 'exclude-tools': 'archive_*,create_?roject' },
    ({ name }) => name === 'get_project' || name === 'update_project',
  ],
  [
    'a tag and a tool',
    { tags: 'billing', tools: 'get_project' },
    ({ name, tags }) => name === 'get_project' || tags.includes('billing'),
  ],
  [
    'a named write under read-only',
    { tools: 'create_project,get_project', 'read-only': '' },
    ({ name }) => name === 'get_project',
  ],
];

function asFlags(given: Record<string, string>): string[] {
  return Object.entries(given).flatMap(([flag, value]) =>
    value === '' ? [`--${flag}`] : [`--${flag}`, value],
  );
}

function asEnvironment(given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([flag, value]) => [environmentName(flag), value || 'true']),
  );
}

/** Starts with both keys, so that filters alone decide. */
async function checkExposure(
  args: string[],
  environment: Record<string, string>,
  shows: (tool: ToolSpec) => boolean,
): Promise<void> {
  const upstream = await startUpstream();
  const server = await startServer({
    args,
    environment: { OPENAI_API_KEY: PROJECT_KEY, ...environment },
    upstream: upstream.url,
  });
  const shown = catalogue.tools.filter(shows).map((tool) => tool.name);
  expect((await server.list()).map((tool) => tool.name).sort()).toEqual(shown.sort());
  for (const tool of catalogue.tools) {
    if (shows(tool)) continue;
    const refusal = errorOf(await server.call(tool.name, tool.example?.arguments));
    expect(refusal, tool.name).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(refusal.message, tool.name).toContain(tool.name);
  }
  expect(upstream.requests).toEqual([]);
  expect(upstream.connections()).toBe(0);
}

describe('what is not listed sends nothing', () => {
  it.each(FILTERS)('by flags: %s', (_, given, shows) => checkExposure(asFlags(given), {}, shows));

  it.each(FILTERS)('by environment: %s', (_, given, shows) => checkExposure([], asEnvironment(given), shows));

  it('by both, where a tool has to pass each', async () => {
    const narrow = { OPENAI_ADMIN_MCP_READ_ONLY: 'true', OPENAI_ADMIN_MCP_EXCLUDE_TOOLS: 'list_users' };
    await checkExposure(
      ['--tags', 'all', '--tools', '*_user*'],
      narrow,
      (tool) => isRead(tool) && tool.name !== 'list_users',
    );
    await checkExposure(['--tags', 'billing'], { OPENAI_ADMIN_MCP_TAGS: 'all' }, ({ tags }) =>
      tags.includes('billing'),
    );
    await checkExposure(['--tags', 'all'], { OPENAI_ADMIN_MCP_TAGS: 'billing' }, ({ tags }) =>
      tags.includes('billing'),
    );
  });
});

describe('--read-only --tags billing', () => {
  it('lists exactly costs, usage, and the reads of spend limits and alerts', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ args: ['--read-only', '--tags', 'billing'], upstream: upstream.url });
    expect((await server.list()).map((tool) => tool.name).sort()).toEqual([
      'get_project_spend_alert',
      'get_project_spend_limit',
      'get_spend_alert',
      'get_spend_limit',
      'list_costs',
      'list_project_spend_alerts',
      'list_spend_alerts',
      'list_usage',
    ]);
    expect(server.greeting.instructions).toMatch(/On: .*Costs.* Off: .*--tags billing/);
  });
});

describe('without its key a family is off', () => {
  it('sends nothing for tools that need the project key', async () => {
    const upstream = await startUpstream();
    const server = await startServer({ args: ['--tags', 'all'], upstream: upstream.url });
    const listed = (await server.list()).map((tool) => tool.name);
    for (const tool of catalogue.tools.filter(({ key }) => key === 'project')) {
      expect(listed).not.toContain(tool.name);
      const refusal = errorOf(await server.call(tool.name, tool.example?.arguments));
      expect(refusal.message, tool.name).toContain('openai-admin-mcp auth login');
    }
    expect(upstream.connections()).toBe(0);
    expect(server.greeting.instructions).toMatch(/Off: .*families of tools \(no project key\)/);
  });
});
