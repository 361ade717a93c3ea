import { describe, expect, test } from 'vitest';
import { toolNamed } from '../catalogue/catalogue.ts';
import { check, problemsOf } from './sample-tool.ts';

const problems = (tool: string, given: object) => problemsOf(() => check(toolNamed(tool), given));
const values = (tool: string, given: object) => check(toolNamed(tool), given).values;

describe('arguments that depend on others', () => {
  const usage = { category: 'vector_stores', start_time: '2026-11-01' };

  test('only_for: refused beside other values, with the values that allow it', () => {
    expect(problems('list_usage', { ...usage, batch: true })).toEqual([
      'batch: only goes with category completions, decisions.',
    ]);
    expect(values('list_usage', { ...usage, category: 'completions', batch: true })).toHaveProperty(
      'batch',
      true,
    );
  });

  test('values_only_for: single choices are refused', () => {
    expect(problems('list_usage', { ...usage, group_by: ['project_id', 'size', 'batch'] })).toEqual([
      'group_by: size only goes with category images.',
      'group_by: batch only goes with category completions, decisions.',
    ]);
  });

  test('an argument that is left out counts as its default', () => {
    const account = { project_id: 'proj_1', name: 'ci', expires_in_seconds: 60 };
    expect(values('create_project_service_account', account)).toEqual(account);
    expect(
      problems('create_project_service_account', { ...account, create_service_account_only: true }),
    ).toEqual(['expires_in_seconds: only goes with create_service_account_only false.']);
  });

  test('exactly_one_of on a tool', () => {
    const member = { project_id: 'proj_1', role: 'member' };
    for (const given of [member, { ...member, user_id: 'user-1', email: 'a@example.com' }]) {
      expect(problems('create_project_user', given)).toEqual(['Pass exactly one of user_id, email.']);
    }
    expect(values('create_project_user', { ...member, email: 'a@example.com' })).toHaveProperty('email');
  });

  test('at_least_one_of on a tool', () => {
    expect(problems('update_project', { project_id: 'proj_1' })).toEqual([
      'Nothing to change: pass at least one of name, external_key_id, geography.',
    ]);
    expect(problems('update_chat_completion', { completion_id: 'chatcmpl-1' })).toEqual([
      'Nothing to change: pass metadata.',
    ]);
    const cleared = { completion_id: 'chatcmpl-1', clear: ['metadata'] };
    expect(check(toolNamed('update_chat_completion'), cleared).clear).toEqual(['metadata']);
  });
});

describe('nested arguments', () => {
  const store = (chunking_strategy: unknown) => ({ name: 'a', chunking_strategy });
  const sizes = { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 };

  test.each([
    [{ type: 'auto' }],
    [{ type: 'static', static: sizes }],
    [JSON.stringify({ type: 'static', static: sizes })],
    [{ type: 'auto', static: null }],
  ])('%j is accepted', (given) => expect(() => values('create_vector_store', store(given))).not.toThrow());

  test.each([
    [{ type: 'static' }, 'chunking_strategy.static: required with type static.'],
    [{ type: 'auto', static: sizes }, 'chunking_strategy.static: only goes with type static.'],
    [{ static: sizes }, 'chunking_strategy.type: required.'],
    [
      { type: 'static', static: { max_chunk_size_tokens: 99 } },
      'chunking_strategy.static.max_chunk_size_tokens: 99 is out',
    ],
    [{ type: 'static', static: { max_chunk_size_tokens: 800 } }, 'static.chunk_overlap_tokens: required.'],
    [{ type: 'auto', size: 5 }, 'chunking_strategy: "size" is unknown here; known: type, static.'],
    [{ type: 'auto', ['__proto__']: 5 }, 'chunking_strategy: "__proto__" is unknown here'],
    ['auto', 'chunking_strategy: pass an object such as {"type":"auto"}; its members: type, static.'],
    [['auto'], 'chunking_strategy: pass an object such as {"type":"auto"}; its members: type, static.'],
  ])('%j is refused', (given, words) => {
    expect(problems('create_vector_store', store(given)).join()).toContain(words);
  });

  test('in a list are told by their place', () => {
    const files = [{ file_id: 'file-1' }, { attributes: { a: [] } }];
    expect(problems('create_vector_store_file_batch', { vector_store_id: 'vs_1', files })[0]).toContain(
      'files[1].attributes."a"',
    );
  });
});

describe('filters within filters', () => {
  const search = (filters: unknown) => ({ vector_store_id: 'vs_1', query: 'q', filters });
  const region = { type: 'eq', key: 'region', value: 'eu' };
  const deep = {
    type: 'and',
    filters: [region, { type: 'or', filters: [{ type: 'gt', key: 'year', value_number: '2024' }, region] }],
  };

  test('are checked at every depth, and their values converted', () => {
    expect(values('search_vector_store', search(deep))).toHaveProperty(
      ['filters', 'filters', 1, 'filters', 0, 'value_number'],
      2024,
    );
  });

  test.each([
    [
      { type: 'eq', key: 'a' },
      'filters: pass exactly one of value, value_number, value_boolean, value_list, value_numbers.',
    ],
    [{ ...region, value_number: 5 }, 'filters: pass exactly one of'],
    [{ type: 'eq', value: 'a' }, 'filters.key: required with type eq, ne'],
    [{ type: 'and' }, 'filters.filters: required with type and, or.'],
    [{ type: 'and', filters: [] }, 'filters.filters: has too few items; at least 1.'],
    [{ type: 'and', key: 'a', filters: [region] }, 'filters.key: only goes with type'],
    [{ type: 'and', filters: [region], value: 'a' }, 'filters.value: only goes with type'],
    [{ type: 'in', key: 'a', value: 'b' }, 'filters.value: only goes with type eq'],
    [{ type: 'gt', key: 'a', value_boolean: true }, 'filters.value_boolean: only goes with type eq, ne.'],
    [
      { type: 'and', filters: [{ type: 'or', filters: [{ type: 'eq', key: 'a', vlaue: 1 }] }] },
      'filters.filters[0].filters[0]: "vlaue" is unknown here',
    ],
  ])('%j is refused', (given, words) => {
    expect(problems('search_vector_store', search(given)).join()).toContain(words);
  });
});
