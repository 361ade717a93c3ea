/** What an answer leaves out is what was not wanted, or what stands in it already; nothing else goes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { itemsOf } from '../../scripts/items-of.ts';
import { withoutRepeats, withShortMasks } from '../../src/tools/leave-out.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { shaped } from './shaped.ts';

const REPEATS = { created: 'added_at', 'user.id': 'id', 'user.name.first': 'name' };

describe('a member that repeats another of its row', () => {
  test.each([
    [
      { id: 'a', added_at: 1, created: 1 },
      { id: 'a', added_at: 1 },
    ],
    [
      { added_at: 1, created: 2 },
      { added_at: 1, created: 2 },
    ],
    [{ created: 1 }, { created: 1 }],
    [
      { id: 'a', user: { id: 'a', banned: false } },
      { id: 'a', user: { banned: false } },
    ],
    [
      { id: 'a', user: { id: 'b' } },
      { id: 'a', user: { id: 'b' } },
    ],
    [
      { id: 'a', user: 'a' },
      { id: 'a', user: 'a' },
    ],
    [
      { name: 'x', user: { name: { first: 'x', last: 'y' } } },
      { name: 'x', user: { name: { last: 'y' } } },
    ],
    [
      { id: { a: 1 }, user: { id: { a: 1 } } },
      { id: { a: 1 }, user: { id: { a: 1 } } },
    ],
    ['text', 'text'],
  ])('of %j leaves %j', async (row, left) => expect(withoutRepeats(row, REPEATS)).toEqual(left));

  test('is the only thing that goes', async () => {
    const value = fc.oneof(
      fc.constantFrom('a', 'b', 1, null),
      fc.dictionary(fc.constantFrom('id', 'x'), fc.constantFrom('a', 2)),
    );
    const row = fc.dictionary(fc.constantFrom('id', 'name', 'user', 'created', 'added_at'), value);
    fc.assert(
      fc.property(row, (given) => {
        const left = withoutRepeats(given, REPEATS) as Record<string, unknown>;
        for (const [name, member] of Object.entries(given)) {
          if (name === 'created' && member === given.added_at && typeof member !== 'object')
            expect(left).not.toHaveProperty(name);
          else if (name !== 'user') expect(left[name]).toEqual(member);
        }
      }),
    );
  });
});

const shape = (tool: string, body: unknown, values: Record<string, unknown>) =>
  shaped(toolNamed(tool), body, { values });

test('list_users leaves projects out when they are not wanted', async () => {
  const user = { id: 'user-1', projects: { data: [{ id: 'proj_1' }] } };
  const body = { data: [user], has_more: false };
  expect(itemsOf(await shape('list_users', body, {}))).toEqual([user]);
  expect(itemsOf(await shape('list_users', body, { projects: true }))).toEqual([user]);
  expect(itemsOf(await shape('list_users', body, { projects: false }))).toEqual([{ id: 'user-1' }]);
});

test.each(['list_costs', 'list_usage'])(
  '%s leaves the rows by bucket out when totals are enough',
  async (tool) => {
    const body = {
      data: [
        {
          start_time: 1_793_491_200,
          end_time: 1_793_577_600,
          results: [{ amount: { value: 1 }, images: 1 }],
        },
      ],
    };
    expect(await shape(tool, body, {})).toHaveProperty('by_bucket');
    expect(await shape(tool, body, { by_bucket: false })).not.toHaveProperty('by_bucket');
    expect(await shape(tool, body, { by_bucket: false })).toHaveProperty('totals');
  },
);

test.each([
  ['sk-proj-********************PaFw', '…PaFw'],
  ['sk-svcacct-****y1Ft', '…y1Ft'],
  ['********y1Ft', '…y1Ft'],
  ['sk-abc...def', 'sk-abc...def'],
  ['sk-***def', 'sk-***def'],
  ['****', '****'],
  ['sk-****-****-abcd', 'sk-****-****-abcd'],
  ['no mask', 'no mask'],
  [5, 5],
])('of a masked text %j a list shows %j', async (value, shown) => {
  const row = { id: 'key_1', redacted_value: value, name: 'sk-********abcd' };
  expect(withShortMasks(row, ['redacted_value'])).toEqual({ ...row, redacted_value: shown });
  const body = { data: [row], has_more: false };
  expect(itemsOf(await shape('list_project_api_keys', body, {}))).toEqual([
    { ...row, redacted_value: shown },
  ]);
});
