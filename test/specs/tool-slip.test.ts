import { describe, expect, test } from 'vitest';
import { toolSlip } from '../../src/specs/tool-slip.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const NAMES = catalogue.tools.map(({ name }) => name);
const ACTIONS = [...new Set(NAMES.map((name) => name.split('_')[0] ?? ''))];

describe('a name that no tool has means', () => {
  test.each([
    ['list_project', 'list_projects'],
    ['LIST_PROJECTS', 'list_projects'],
    ['listProjects', 'list_projects'],
    ['lst_projects', 'list_projects'],
    ['udpate_project', 'update_project'],
    ['crate_project', 'create_project'],
    ['delete_projct_user', 'delete_project_user'],
  ])('%s: %s', (given, meant) => expect(toolSlip(given, NAMES)).toBe(meant));

  test.each([
    'delete_project',
    'remove_project',
    'drop_project',
    'erase_user',
    '*_project',
    'x_*',
    '',
    'ban_user',
  ])('no tool of another action: %s', (given) => {
    const meant = toolSlip(given, NAMES);
    if (meant !== undefined) expect(meant.split('_')[0]).toBe(given.split('_')[0]);
  });

  test('only a tool of its own action, for every action with every thing', () => {
    const things = new Set(NAMES.map((name) => name.slice(name.indexOf('_') + 1)));
    for (const action of ACTIONS) {
      for (const thing of things) {
        const given = `${action}_${thing}`;
        const others = NAMES.filter((name) => name !== given);
        const meant = toolSlip(given, others);
        if (meant !== undefined) expect(meant.split('_')[0], given).toBe(action);
      }
    }
  });

  test('never the contrary, where only that one is there', () => {
    expect(toolSlip('activate_certificates', ['deactivate_certificates'])).toBeUndefined();
    expect(toolSlip('unarchive_project', ['archive_project'])).toBeUndefined();
    expect(toolSlip('enable_thing', ['disable_thing'])).toBeUndefined();
  });
});
