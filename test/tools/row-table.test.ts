/** Rows that share a form come as a table that names its columns once, as docs/answers.md shows. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { toolNamed } from '../catalogue/catalogue.ts';
import { sampleTool } from './sample-tool.ts';
import { shaped } from './shaped.ts';

const listOf = (...data: unknown[]) => shaped(sampleTool({}), { object: 'list', data, has_more: false });

test('the example of the page is what its rows give', async () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(readFileSync('docs/answers.md', 'utf8')) ?? [];
  const owner = { type: 'user', user: { id: 'user-1' } };
  const projects = [{ id: 'proj_1', role: 'owner' }];
  const answer = await shaped(sampleTool({}, { pagination: 'after_last_id' }), {
    data: [{ object: 'key', id: 'key_1', name: 'ci', owner, projects }],
    has_more: false,
  });
  expect(answer).toEqual(JSON.parse(example));
});

describe('a table', () => {
  test('has dotted names for members of members, without the level that the type says', async () => {
    const row = { id: 'a', at: { x: { y: 1 } }, owner: { type: 'user', user: { id: 'u', name: 'n' } } };
    expect(await listOf(row)).toMatchObject({
      columns: ['id', 'at.x.y', 'owner.type', 'owner.id', 'owner.name'],
      rows: [['a', 1, 'user', 'u', 'n']],
    });
  });

  test('names the members of a list of objects once', async () => {
    const rows = [{ of: [{ id: 'p', role: 'r' }, { id: 'q' }] }, { of: [{ id: 's', role: 't' }] }];
    expect(await listOf(...rows)).toMatchObject({
      columns: ['of[id, role]'],
      rows: [
        [
          [
            ['p', 'r'],
            ['q', null],
          ],
        ],
        [[['s', 't']]],
      ],
    });
  });

  test('has no column that is empty throughout, and null for what one row does not have', async () => {
    const rows = [
      { id: 'a', never: null, some: null },
      { id: 'b', never: null, some: 1 },
    ];
    expect(await listOf(...rows)).toMatchObject({
      columns: ['id', 'some'],
      rows: [
        ['a', null],
        ['b', 1],
      ],
    });
  });

  test('has at most 12 columns, and with more rows are objects', async () => {
    const rowOf = (members: number) =>
      Object.fromEntries(Array.from({ length: members }, (_, index) => [`m${index}`, index]));
    expect(await listOf(rowOf(12))).toMatchObject({ rows: [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]] });
    const wide = await listOf(rowOf(13));
    expect(wide).toMatchObject({ items: [rowOf(13)] });
    expect(wide).not.toHaveProperty('rows');
  });

  test('is the form of users and API keys whatever they have, and never that of audit logs', async () => {
    const wide = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`m${index}`, index]));
    const body = (row: object) => ({ data: [{ id: 'x', ...row }], has_more: false });
    for (const name of ['list_users', 'list_project_api_keys'])
      expect(await shaped(toolNamed(name), body(wide))).toHaveProperty('columns');
    expect(await shaped(toolNamed('list_audit_logs'), body({}))).toHaveProperty('items');
  });
});
