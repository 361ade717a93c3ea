/** The proof that the sandbox behaves like an organization: what is written is seen by later reads. */

import Big from 'big.js';
import { describe, expect, it } from 'vitest';
import { itemsOf as rowsAsItems } from '../../scripts/items-of.ts';
import { errorOf, runToEnd, type Server, startServer, type ToolAnswer, typeAsAsked } from './start-server.ts';

type Item = Record<string, unknown> & { id: string };

/** The answer's own fields, after checking that it succeeded and says what it is. */
function fieldsOf(answer: ToolAnswer): Record<string, unknown> {
  expect(answer.isError, answer.text).toBe(false);
  expect(answer.value.sandbox).toMatch(/make-believe/);
  return answer.value;
}

function itemsOf(answer: ToolAnswer): Item[] {
  return rowsAsItems(fieldsOf(answer)) as Item[];
}

async function everyProject(server: Server): Promise<Item[]> {
  const found: Item[] = [];
  let cursor: unknown;
  do {
    const answer = await server.call('list_projects', {
      include_archived: true,
      limit: 5,
      ...(cursor !== undefined && { cursor }),
    });
    found.push(...itemsOf(answer));
    cursor = answer.value.next_cursor;
  } while (cursor !== undefined);
  return found;
}

describe('--sandbox', () => {
  it('keeps a project through its whole life', async () => {
    const asked: string[] = [];
    const server = await startServer({
      args: ['--sandbox'],
      answerQuestion: (question) => {
        asked.push(question.message.split('\n')[0] ?? '');
        return typeAsAsked(question);
      },
    });
    const { id: project_id } = fieldsOf(await server.call('create_project', { name: 'Life' })) as Item;
    fieldsOf(await server.call('update_project', { project_id, name: 'Longer life' }));
    expect(fieldsOf(await server.call('get_project', { project_id }))).toMatchObject({
      name: 'Longer life',
      status: 'active',
    });

    const account = fieldsOf(
      await server.call('create_project_service_account', { project_id, name: 'Robot' }),
    );
    expect(account.api_key).toMatchObject({ value: expect.stringContaining('sandbox') });
    const accounts = itemsOf(await server.call('list_project_service_accounts', { project_id }));
    expect(accounts.map(({ name }) => name)).toEqual(['Robot']);

    const [limit] = itemsOf(await server.call('list_project_rate_limits', { project_id }));
    const rate_limit_id = limit?.id;
    fieldsOf(
      await server.call('update_project_rate_limit', {
        project_id,
        rate_limit_id,
        max_requests_per_1_minute: 500,
      }),
    );
    const limits = itemsOf(await server.call('list_project_rate_limits', { project_id }));
    expect(limits.find(({ id }) => id === rate_limit_id)).toMatchObject({ max_requests_per_1_minute: 500 });

    fieldsOf(
      await server.call('delete_project_service_account', { project_id, service_account_id: account.id }),
    );
    expect(itemsOf(await server.call('list_project_service_accounts', { project_id }))).toEqual([]);

    fieldsOf(await server.call('archive_project', { project_id }));
    const project = (await everyProject(server)).find(({ id }) => id === project_id);
    expect(project).toMatchObject({ name: 'Longer life', status: 'archived' });
    const late = errorOf(await server.call('update_project', { project_id, name: 'Too late' }));
    expect(late).toMatchObject({ kind: 'invalid', status: 400, outcome: 'rejected' });

    expect(asked).toEqual([
      `Create project service account: "Robot" in project "Longer life" (${project_id})`,
      `Delete project service account: "Robot" (${account.id}) in project "Longer life" (${project_id}). 1 API key of it. This cannot be undone.`,
      `Archive project: "Longer life" (${project_id})`,
    ]);

    const events = itemsOf(await server.call('list_audit_logs', { limit: 10 }));
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining([
        'project.created',
        'project.updated',
        'service_account.created',
        'rate_limit.updated',
        'service_account.deleted',
        'project.archived',
      ]),
    );
  });

  it('says in a refusal of the make-believe API, too, that it is a sandbox', async () => {
    const server = await startServer({ args: ['--sandbox'] });
    const answer = await server.call('get_project', { project_id: 'proj_nothing' });
    expect(errorOf(answer)).toMatchObject({ status: 404 });
    expect(answer.value.sandbox).toMatch(/make-believe/);
    expect(server.greeting.instructions).toMatch(/make-believe/);
  });

  it('holds a believable organization', async () => {
    const server = await startServer({ args: ['--sandbox', '--tags', 'all'] });
    const projects = await everyProject(server);
    expect(projects.length).toBeGreaterThanOrEqual(12);
    expect(projects.filter(({ status }) => status === 'archived').length).toBeGreaterThanOrEqual(2);
    const people = await server.call('list_users', { limit: 100 });
    const others = await server.call('list_users', { limit: 100, cursor: people.value.next_cursor });
    expect(itemsOf(people).length + itemsOf(others).length).toBeGreaterThanOrEqual(40);
    const costs = fieldsOf(
      await server.call('list_costs', { start_time: '-119d', group_by: ['project_id'] }),
    );
    expect(costs.complete).toBe(true);
    const stores = itemsOf(await server.call('list_vector_stores', { limit: 100 }));
    expect(stores.length).toBeGreaterThan(0);
  });

  it('has one row of costs for each project, whatever labels OpenAI adds to some of its rows', async () => {
    const server = await startServer({ args: ['--sandbox', '--tags', 'all'] });
    const projects = new Map((await everyProject(server)).map(({ id, name }) => [id, name]));
    const range = { start_time: '-60d', end_time: 'today', by_bucket: false };
    const totalsOf = async (group_by: string[]) => {
      const { totals, complete, currency } = fieldsOf(
        await server.call('list_costs', { ...range, group_by }),
      );
      expect([complete, currency]).toEqual([true, 'usd']);
      return rowsAsItems(totals as Record<string, unknown>);
    };
    const sumOf = (rows: Record<string, unknown>[]) =>
      rows.reduce((sum, { amount }) => sum.plus(new Big(amount as string)), new Big(0)).toFixed();
    const byProject = await totalsOf(['project_id']);
    const named = byProject.map(({ project_id }) => project_id as string);
    expect(new Set(named).size).toBe(named.length);
    expect(byProject.some((row) => row.project_name !== undefined)).toBe(true);
    for (const row of byProject) {
      if (row.project_name !== undefined)
        expect(row.project_name).toBe(projects.get(row.project_id as string));
    }
    const byItem = await totalsOf(['line_item']);
    expect(new Set(byItem.map(({ line_item }) => line_item)).size).toBe(byItem.length);
    const [whole, ...others] = await totalsOf([]);
    expect(others).toEqual([]);
    expect(sumOf(byProject)).toBe(sumOf([whole ?? {}]));
    expect(sumOf(byItem)).toBe(sumOf([whole ?? {}]));
  });

  it('looks at no key and no base URL of the user', async () => {
    const server = await startServer({
      args: ['--sandbox'],
      environment: {
        OPENAI_ADMIN_KEY: 'sk-admin-of-the-user-0123456789',
        OPENAI_BASE_URL: 'http://127.0.0.1:1/v1',
      },
    });
    fieldsOf(await server.call('list_projects'));
    const { code } = await runToEnd(['--sandbox']);
    expect(code).toBe(0);
  });
});
