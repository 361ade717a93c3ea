/** Settings decide what is listed and what can be called, wherever they come from, and nothing hidden is ever sent. */
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { startInProcess } from '../cli/in-process.ts';
import { errorOf } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';
import { asEnvironment, checkExposure, FILTERS } from './exposure-cases.ts';

function check(
  flags: OptionTexts,
  environment: Record<string, string>,
  shows: (tool: ToolSpec) => boolean,
): Promise<void> {
  return checkExposure(
    ({ upstream, environment: keys }) =>
      startInProcess({ flags, upstream, environment: { ...keys, ...environment } }),
    shows,
  );
}

describe('what is not listed sends nothing', () => {
  test.each(FILTERS)('by flags: %s', (_, given, shows) => check(given, {}, shows));

  test.each(FILTERS)('by environment: %s', (_, given, shows) => check({}, asEnvironment(given), shows));

  test('by both, where a tool has to pass each', async () => {
    const narrow = asEnvironment({ 'read-only': 'true', 'exclude-tools': 'list_users' });
    await check(
      { tags: 'all', tools: '*_user*' },
      narrow,
      (tool) => isRead(tool) && tool.name !== 'list_users',
    );
    const isBilling = ({ tags }: ToolSpec) => tags.includes('billing');
    await check({ tags: 'billing' }, asEnvironment({ tags: 'all' }), isBilling);
    await check({ tags: 'all' }, asEnvironment({ tags: 'billing' }), isBilling);
  });
});

describe('--read-only --tags billing', () => {
  test('lists exactly costs, usage, and the reads of spend limits and alerts', async () => {
    const upstream = await startUpstream();
    const flags: OptionTexts = { 'read-only': 'true', tags: 'billing' };
    const server = await startInProcess({ flags, upstream: upstream.url });
    expect((await server.list()).map((tool) => tool.name).sort()).toEqual([
      'get_project_spend_alert',
      'get_project_spend_limit',
      'get_spend_alert',
      'get_spend_limit',
      'list_costs',
      'list_project_spend_alerts',
      'list_spend_alerts',
      'list_usage',
      'report_costs',
      'report_limits',
      'report_usage',
    ]);
    expect(server.greeting.instructions).toMatch(/On: .*Costs.* Off: .*--tags billing/);
  });
});

describe('without its key a family is off', () => {
  test('sends nothing for tools that need the project key', async () => {
    const upstream = await startUpstream();
    const server = await startInProcess({ flags: { tags: 'all' }, upstream: upstream.url });
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
