/** What whoever approves is told of a call's effect: what it does, and not what calls of its kind may do. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { ASKING, guardSetting, plainAnswer } from './guard-setting.ts';

const OWNER = { id: 'user-ann', role: 'owner' };
const READER = { id: 'user-bo', role: 'reader', name: 'Bo', projects: { data: [{ id: 'proj_1' }] } };

/** An organization of an owner and a reader that has spent so much this month. */
function answering(spent: unknown) {
  return (request: ApiRequest, tool: ToolSpec): unknown => {
    const list = (items: unknown[]) => ({ object: 'list', data: items, has_more: false });
    switch (tool.name) {
      case 'list_users':
        return list([OWNER, READER]);
      case 'get_user':
        return READER;
      case 'list_costs':
        return list([{ results: [{ amount: { value: spent } }] }]);
      case 'list_project_api_keys':
        return list([
          {
            id: 'key_1',
            redacted_value: 'sk-***0001',
            owner: { type: 'user', user: { id: 'user-bo' } },
            last_used_at: 1_795_000_000,
          },
          { id: 'key_2', redacted_value: 'sk-***0002', owner: { type: 'user', user: { id: 'user-ann' } } },
        ]);
      default:
        return plainAnswer(request, tool);
    }
  };
}

async function askedFor(tool: string, given: object, spent: unknown = '1'): Promise<string> {
  const { ask, error } = await guardSetting({ answer: answering(spent) }).call(tool, given, ASKING);
  expect(error).toBeUndefined();
  return ask?.message ?? '';
}

const limit = (threshold_usd: number) => ({ threshold_usd, currency: 'USD', interval: 'month' });

describe('a spend limit', () => {
  test.each<[number, unknown, string, string]>([
    [500, '13114.005', 'This stops all API traffic at once.', '$13114.01 of $500.00 are spent this month'],
    [500, 500, 'This stops all API traffic at once.', '$500.00 of $500.00 are spent this month'],
    [500, 499.99, 'This stops all API traffic within a day.', '$18.18 a day'],
    [500, 483, 'This stops all API traffic within a day.', 'reached within a day'],
    [500, 480, 'This may stop all API traffic.', 'So far $480.00 of $500.00 are spent this month.'],
    [500, null, 'This may stop all API traffic at once.', "this month's spend could not be read"],
    [500, '$1', 'This may stop all API traffic at once.', "this month's spend could not be read"],
  ])('of $%d where %j is spent', async (threshold, spent, risk, because) => {
    const message = await askedFor('update_spend_limit', limit(threshold), spent);
    expect(message).toContain(risk);
    expect(message).toContain(because);
    expect(message).not.toContain('This may cost money.');
  });

  test('of a project asks for what that project spent', async () => {
    const setting = guardSetting({ answer: answering('700') });
    const { ask } = await setting.call(
      'update_project_spend_limit',
      { project_id: 'proj_1', ...limit(500) },
      ASKING,
    );
    expect(ask?.message).toContain("This stops the project's API traffic at once.");
    const costs = setting.sent.find(({ tool }) => tool === 'list_costs');
    expect(new URLSearchParams(costs?.query).getAll('project_ids[]')).toEqual(['proj_1']);
  });
});

describe('a person', () => {
  test('who is no owner locks nobody out; what goes with them is told first', async () => {
    const message = await askedFor('delete_user', { user_id: 'user-bo' });
    expect(message).not.toContain('lock');
    expect(message.split('\n').slice(0, 3).join('. ')).toContain('1 API key of theirs');
    expect(message).toContain('This cannot be undone.');
    expect(message).toContain('API keys that they own stop working.');
  });

  test('who is removed from a project is told with the keys that they own there', async () => {
    const setting = guardSetting({ mode: 'writes', answer: answering('1') });
    const { ask } = await setting.call(
      'delete_project_user',
      { project_id: 'proj_1', user_id: 'user-bo' },
      ASKING,
    );
    expect(ask?.message).toContain('1 API key of theirs');
  });
});
