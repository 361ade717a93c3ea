/** The proof that every tool is found by its name, its title and the plainest orders, and that none destroys unasked. */
import { describe, expect, test } from 'vitest';
import { createToolSearch } from '../../src/search/search-tools.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue, everyTool, toolNamed } from '../catalogue/catalogue.ts';

const search = createToolSearch(catalogue.tools);
const firstFor = (asked: string) => search(asked, 1)[0]?.name;

/** What a tool is for, as its name says: "vector store file" for `get_vector_store_file`. */
const thingOf = (name: string) => name.replace(/^[a-z]+_/, '').replaceAll('_', ' ');
const named = (verb: string) => everyTool.filter(([name]) => name.startsWith(`${verb}_`));

describe('every tool is first', () => {
  test.each(everyTool)('for its name and its title: %s', (name, { title }) => {
    for (const asked of [name, name.replaceAll('_', ' '), title, `${title.toLowerCase()}.`]) {
      expect(firstFor(asked), asked).toBe(name);
    }
  });

  test.each([
    [
      'create',
      ['Create a THING called Phoenix', 'create a new THING', 'please create a THING named batch keys'],
    ],
    ['delete', ['Delete the THING foo', 'how do I delete a THING']],
    ['update', ['Update the THING foo', 'I want to change the THING']],
    ['get', ['Show THING foo', 'get the THING Foo']],
    ['list', ['List all THING', 'Show me all THING', 'which THING are there']],
  ])('that is named after what is ordered: %s', (verb, orders) => {
    for (const [name] of named(verb)) {
      for (const order of orders) {
        const asked = order.replace('THING', thingOf(name));
        expect(firstFor(asked), asked).toBe(name);
      }
    }
  });

  test('and the shorter of two that hold all that is asked', () => {
    expect(search('create project', 3).map(({ name }) => name)[0]).toBe('create_project');
    expect(firstFor('Add a project that is called Phoenix')).toBe('create_project');
    expect(firstFor('show me the group')).toBe('get_group');
  });
});

describe('nothing that destroys is first', () => {
  const takesAway = ({ method, risk }: ToolSpec) => method === 'delete' || risk?.class === 'irreversible';

  test.each(everyTool.filter(([, tool]) => takesAway(tool)))('unless it is ordered: %s', (name) => {
    const thing = thingOf(name);
    for (const asked of [
      `${thing} of the marketing team`,
      `${thing} published by our interns`,
      `${thing} that somebody committed to a public repository`,
      `state of a given ${thing}`,
      `the ${thing} is old`,
      `do not delete the ${thing}`,
      `should we delete the ${thing}`,
      `which ${thing} did somebody remove`,
    ]) {
      const first = firstFor(asked);
      expect(first === undefined || !takesAway(toolNamed(first)), `${asked}: ${first}`).toBe(true);
    }
  });

  test('in answer to what reads all reading tools are for', () => {
    const reads = catalogue.tools
      .filter(isRead)
      .flatMap(({ docs }) => [docs.summary, ...(docs.use_when ?? [])]);
    expect(reads.filter((asked) => search(asked, 1).some(({ name }) => takesAway(toolNamed(name))))).toEqual(
      [],
    );
  });

  test('though it is found when it is ordered', () => {
    expect(firstFor('throw the project away')).toBe('archive_project');
    expect(firstFor('revoke the admin key of the old laptop')).toBe('delete_admin_api_key');
  });
});

describe('a report that is narrowed to one project', () => {
  test.each([
    ['How much did the chatbot project cost in September?', 'list_costs'],
    ['cost of project Apollo', 'list_costs'],
    ['how much money did the chatbot project spend', 'list_costs'],
    ['project costs', 'list_costs'],
    ['usage by project', 'report_usage'],
    ['tokens per user in the billing project', 'list_usage'],
  ])('%s: is that report', (question, name) => {
    expect(search(question, 1)[0]?.name).toBe(name);
  });

  test('and a limit of it stays a limit', () => {
    expect(search('what limit does the Apollo project have on spend', 1)[0]?.name).toBe(
      'get_project_spend_limit',
    );
  });
});
