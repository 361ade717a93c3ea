import { describe, expect, test } from 'vitest';
import { catalogue, everyTool, operations, requestsOf } from './catalogue.ts';

describe('operations', () => {
  test('no two tools make the same request', () => {
    const requests = operations.flatMap(requestsOf).map((request) => request.replace(/\{[^}]*\}/g, '{}'));
    expect(requests.filter((request, index) => requests.indexOf(request) !== index)).toEqual([]);
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

/** Methods that are the first word of the name; queries and actions have verbs of their own. */
const VERBS = ['list', 'get', 'create', 'update', 'delete'];

describe('names and titles', () => {
  test.each(everyTool)('%s is verb_noun with a plain title', (name, tool) => {
    // What it finds is any thing, so a noun would say less.
    if (name !== 'find') expect(name).toMatch(/^[a-z]+(_[a-z0-9]+)+$/);
    expect(name.length).toBeLessThanOrEqual(40);
    const verb = name.split('_')[0] ?? '';
    expect(VERBS.includes(verb) ? verb : 'another').toBe(
      VERBS.includes(tool.method) ? tool.method : 'another',
    );
    expect(tool.title).toMatch(/^[A-Z][ -~]{2,59}$/);
  });

  test('no two tools share a name or a title', () => {
    const titles = catalogue.tools.map((tool) => tool.title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(new Set(catalogue.tools.map((tool) => tool.name)).size).toBe(titles.length);
  });
});
