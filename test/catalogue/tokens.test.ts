import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { isOffered } from '../../src/policy/authorize.ts';
import { describeTool } from '../../src/tools/describe.ts';
import { catalogue, everyTool, listed } from './catalogue.ts';

const tokensOf = (value: unknown) => encode(JSON.stringify(value)).length;

const jobs = catalogue.tools.filter(({ job }) => job !== undefined);

/** What every argument explained costs where eleven reports share a tool and where filters nest: today's size, as a bound. */
const LARGEST: Record<string, number> = { list_usage: 484, search_vector_store: 441 };

describe('size of what the model reads, in o200k tokens', () => {
  test.each(everyTool)('%s takes at most 400, or 600 as a job', (name, tool) => {
    expect(tokensOf(listed(tool))).toBeLessThanOrEqual(LARGEST[name] ?? (tool.job ? 600 : 400));
  });

  test('the jobs of the default list take at most 900 together, and all jobs 1,600', () => {
    const sizes = (tools: typeof jobs) => tools.reduce((sum, tool) => sum + tokensOf(listed(tool)), 0);
    expect(sizes(jobs.filter(({ tags }) => tags.includes('core')))).toBeLessThanOrEqual(900);
    expect(sizes(jobs)).toBeLessThanOrEqual(1600);
  });

  test('everything takes at most 26,500 as name, description and schema, and 33,000 with titles and hints', () => {
    const tools = catalogue.tools.map(listed);
    const needed = tools.map(({ name, description, inputSchema }) => ({ name, description, inputSchema }));
    expect(tokensOf({ tools: needed })).toBeLessThanOrEqual(26_500);
    expect(tokensOf({ tools })).toBeLessThanOrEqual(33_000);
  });

  test.each([
    ['with a project key', true, 8300],
    ['without a project key', false, 7200],
  ])('the default list %s has at most 40 tools and few tokens', (_, hasProjectKey, most) => {
    const authority = { filters: [], hasAdminKey: true, hasProjectKey };
    const exposed = catalogue.tools.filter((tool) => isOffered(tool, authority));
    const names = new Set(exposed.map((tool) => tool.name));
    const list = exposed.map((tool) => describeTool(tool, (name) => names.has(name)));
    expect(list.length).toBeLessThanOrEqual(40);
    expect(tokensOf({ tools: list })).toBeLessThanOrEqual(most);
  });
});
