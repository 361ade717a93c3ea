import { describe, expect, test } from 'vitest';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue, everyTool } from './catalogue.ts';
import { CORE_OPERATIONS } from './core-operations.ts';
import { FURTHER_OPERATIONS } from './further-operations.ts';

const OPERATIONS: string[] = [...CORE_OPERATIONS, ...FURTHER_OPERATIONS];

/** One operation, or one for each value of a path parameter with an enum, such as the categories of usage. */
function operationsOf({ endpoint, params }: ToolSpec): string[] {
  const choice = Object.entries(params).find(([, param]) => param.in === 'path' && param.enum !== undefined);
  const paths = choice?.[1].enum?.map((value) => endpoint.path.replace(`{${choice[0]}}`, value));
  return (paths ?? [endpoint.path]).map((path) => `${endpoint.method} ${path}`);
}

/** Permissions on checkpoints are shared between projects, so they take the admin key as well. */
const ADMIN_PATHS = ['/organization/', '/projects/', '/fine_tuning/checkpoints/'];

describe('operations', () => {
  test('each is reached by exactly one tool, and nothing else is', () => {
    const reached = catalogue.tools.flatMap(operationsOf);
    expect(reached.sort()).toEqual([...OPERATIONS].sort());
    expect(CORE_OPERATIONS).toHaveLength(55);
    expect(OPERATIONS).toHaveLength(197);
    expect(catalogue.tools).toHaveLength(187);
  });

  test('the core ones, and no others, are served by default', () => {
    const core = catalogue.tools.filter((tool) => tool.tags.includes('core'));
    expect(core).toHaveLength(45);
    expect(core.flatMap(operationsOf).sort()).toEqual([...CORE_OPERATIONS].sort());
  });

  test('those of the organization take the admin key, everything else a project key', () => {
    for (const tool of catalogue.tools) {
      const { path } = tool.endpoint;
      const key = ADMIN_PATHS.some((start) => path.startsWith(start)) ? 'admin' : 'project';
      expect({ [tool.name]: tool.key }).toEqual({ [tool.name]: key });
    }
  });

  test('every tool belongs to a family of the catalogue and carries its tag', () => {
    const families = catalogue.families.map((family) => family.name);
    for (const tool of catalogue.tools) {
      expect(families).toContain(tool.family);
      expect(tool.tags).toContain(tool.family);
    }
    expect(new Set(families).size).toBe(families.length);
  });
});

const VERBS = [
  ...['list', 'get', 'search', 'create', 'update', 'delete'],
  ...['archive', 'cancel', 'activate', 'deactivate', 'validate', 'pause', 'resume', 'rotate', 'test'],
];

describe('names and titles', () => {
  test.each(everyTool)('%s is verb_noun with a plain title', (name, tool) => {
    expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)+$/);
    expect(name.length).toBeLessThanOrEqual(40);
    expect(VERBS).toContain(name.split('_')[0]);
    expect(tool.title).toMatch(/^[A-Z][ -~]{2,59}$/);
  });

  test('no two tools share a name or a title', () => {
    const titles = catalogue.tools.map((tool) => tool.title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(catalogue.tools.map((tool) => tool.name)).size).toBe(titles.length);
  });
});
