import { describe, expect, test } from 'vitest';
import { DISCOVERY_NAMES } from '../../src/server/discovery-tools.ts';
import { meantName, prefixedNames } from '../../src/server/tool-names.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const TOOLS = catalogue.tools.map((tool) => tool.name);
const { shown, bare, inText, inNotes } = prefixedNames('acme', [...TOOLS, ...DISCOVERY_NAMES]);

describe('with a prefix', () => {
  test('names go there and back, and nothing else is a name', () => {
    for (const name of TOOLS) expect(bare(shown(name))).toBe(name);
    expect(bare('list_projects')).toBeUndefined();
    expect(prefixedNames('acme-', TOOLS).shown('list_users')).toBe('acme-list_users');
    expect(prefixedNames('acme_', TOOLS).shown('list_users')).toBe('acme_list_users');
  });

  test('texts show it wherever a tool is named', () => {
    expect(inText('IDs come from list_projects and list_users. See get_project.')).toBe(
      'IDs come from acme_list_projects and acme_list_users. See acme_get_project.',
    );
  });

  test('a name that is a word of sentences counts where it is marked as one', () => {
    const { inText } = prefixedNames('acme', ['find', 'list_projects']);
    expect(inText('List things first to find the ID; `find` finds it.')).toBe(
      'List things first to find the ID; `acme_find` finds it.',
    );
  });

  test('what others wrote and what filters take stays', () => {
    for (const text of [
      'nothing has the name "list_projects".',
      'a name such as "say \\"list_users\\"" is quoted',
      'off by --tools list_costs,list_users',
      'off by OPENAI_ADMIN_MCP_EXCLUDE_TOOLS list_users',
      'my_list_projects is no tool',
    ]) {
      expect(inText(text)).toBe(text);
    }
  });

  test('a result keeps its data', () => {
    const data = { items: [{ name: 'list_users' }], notes: ['See list_users.'], note: 'Then get_user.' };
    expect(inNotes(data)).toEqual({
      items: [{ name: 'list_users' }],
      notes: ['See acme_list_users.'],
      note: 'Then acme_get_user.',
    });
  });
});

describe('the tool that is meant', () => {
  test.each([
    ['mcp__openai-admin__list_projects', 'list_projects'],
    ['openai_admin_create_project_user', 'create_project_user'],
    ['functions.delete_user', 'delete_user'],
    ['server:get_project', 'get_project'],
    ['MCP__X__List_Costs', 'list_costs'],
    ['mcp__x__list_project', 'list_projects'],
    ['lst_projects', 'list_projects'],
  ])('by %s is %s', (given, name) => expect(meantName(given, TOOLS)).toBe(name));

  test('by something else is none', () =>
    expect(meantName('send_email_to_everybody', TOOLS)).toBeUndefined());
});
