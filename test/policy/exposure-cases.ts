/** Filters with what each of them shows, in words of its own, and the check that the rest is not listed and sends nothing. */
import { expect } from 'vitest';
import { environmentName, type OptionFlag } from '../../src/settings/options.ts';
import type { OptionTexts } from '../../src/settings/read-options.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import type { InProcess } from '../cli/in-process.ts';
import { errorOf, PROJECT_KEY } from '../e2e/start-server.ts';
import { startUpstream } from '../e2e/upstream.ts';

const isCore = ({ tags }: ToolSpec) => tags.includes('core');

export type Filter = [name: string, given: OptionTexts, shows: (tool: ToolSpec) => boolean];

export const FILTERS: Filter[] = [
  ['nothing', {}, isCore],
  ['everything', { tags: 'all' }, () => true],
  ['reads', { 'read-only': 'true' }, (tool) => isCore(tool) && isRead(tool)],
  ['writes of everything', { methods: 'write', tags: 'all' }, (tool) => !isRead(tool)],
  [
    'two methods',
    { methods: 'create,delete', tags: 'all' },
    ({ method }) => /^(create|delete)$/.test(method),
  ],
  ['a contradiction', { methods: 'write', 'read-only': 'true', tags: 'all' }, () => false],
  [
    'billing, read-only',
    { 'read-only': 'true', tags: 'billing' },
    (tool) => tool.tags.includes('billing') && isRead(tool),
  ],
  ['without keys', { tags: 'all', 'exclude-tags': 'keys' }, ({ tags }) => !tags.includes('keys')],
  ['one tool', { tools: 'list_projects' }, ({ name }) => name === 'list_projects'],
  [
    'a glob, less another',
    { tools: '*_project', 'exclude-tools': 'archive_*,create_?roject' },
    ({ name }) => ['get_project', 'update_project', 'onboard_project'].includes(name),
  ],
  [
    'a tag and a tool',
    { tags: 'billing', tools: 'get_project' },
    ({ name, tags }) => name === 'get_project' || tags.includes('billing'),
  ],
  [
    'a named write under read-only',
    { tools: 'create_project,get_project', 'read-only': 'true' },
    ({ name }) => name === 'get_project',
  ],
];

/** One that needs every flag but the last, and one that needs that: for servers, which take longer to ask. */
export const FILTERS_TOGETHER: Filter[] = [
  [
    'tags, tools, methods and what they exclude',
    {
      tags: 'billing',
      tools: '*_user*',
      methods: 'list,update',
      'exclude-tags': 'costs',
      'exclude-tools': 'update_?ser',
    },
    ({ name, tags, method }) =>
      (tags.includes('billing') || name.includes('_user')) &&
      /^(list|update)$/.test(method) &&
      !/^(list_costs|update_user)$/.test(name),
  ],
  ['reads', { 'read-only': 'true' }, (tool) => isCore(tool) && isRead(tool)],
];

/** A switch has no value on a command line. */
export function asArguments(given: OptionTexts): string[] {
  return Object.entries(given).flatMap(([flag, value]) =>
    value === 'true' ? [`--${flag}`] : [`--${flag}`, value],
  );
}

export function asEnvironment(given: OptionTexts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(given).map(([flag, value]) => [environmentName(flag as OptionFlag), value]),
  );
}

/** Starts with both keys, so that filters alone decide. */
export async function checkExposure(
  start: (inputs: { upstream: string; environment: Record<string, string> }) => Promise<InProcess>,
  shows: (tool: ToolSpec) => boolean,
): Promise<void> {
  const upstream = await startUpstream();
  const server = await start({ upstream: upstream.url, environment: { OPENAI_API_KEY: PROJECT_KEY } });
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
