/** What the guard reads for its picture stays out of results where the filters hide the tool that reads it. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import { isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { ASKING, guardSetting, plainAnswer, type SettingOptions, typing } from './guard-setting.ts';

const WRITES = catalogue.tools.filter((tool) => !isRead(tool));

/** Every record and every name in it says where it was read; so does what a month has cost. */
const marked = (request: ApiRequest, tool: ToolSpec): unknown => {
  const body = plainAnswer(request, tool);
  if (request.method !== 'GET') return body;
  if (tool.name === 'list_costs')
    return { data: [{ results: [{ amount: { value: 7777.77, currency: 'usd' } }] }], has_more: false };
  if (tool.method !== 'get') return body;
  return { ...(body as object), name: `Canary by ${tool.name}`, note: 'canary' };
};

const ONLY_WRITES = { filters: [toolFilter({ methods: ['write'], tags: ['all'] })] };
const under = (more: SettingOptions) => guardSetting({ answer: marked, ...more });

describe.each([
  ['a dry run', { dryRun: true }],
  ['a plan', { mode: 'writes' as const }],
])('%s', (_, options) => {
  test('tells of no write what was read for it where nothing that reads is on', async () => {
    const one = under({ ...options, authority: ONLY_WRITES });
    for (const { name, example } of WRITES) {
      const { value } = await one.call(name, example?.arguments);
      expect(JSON.stringify(value), name).not.toMatch(/canary|7777/i);
    }
    expect(one.sent.some(({ method }) => method === 'GET')).toBe(true);
  });

  test('tells it where the tools that read it are on, so the test above can fail', async () => {
    const one = under(options);
    const { value } = await one.call('delete_group', { group_id: 'group_1' });
    expect(JSON.stringify(value)).toContain('Canary by get_group');
  });
});

test('a plan says why without what was spent where costs are hidden', async () => {
  const limit = { threshold_usd: 1, currency: 'USD', interval: 'month' };
  const shown = await under({}).call('update_spend_limit', limit);
  expect(shown.value.why).toContain('7777.77');
  const { value } = await under({
    authority: { filters: [toolFilter({ excludeTools: ['list_costs'] })] },
  }).call('update_spend_limit', limit);
  expect(value).toMatchObject({ needs_approval: true, why: expect.stringContaining('traffic') });
  expect(value.why).not.toContain('7777');
});

test('a plan for what reading showed does not say that it can be undone where that reading is hidden', async () => {
  const given = { user_id: 'user-bo', role_id: 'role_1' };
  const shown = await under({}).call('create_user_role', given);
  expect(shown.value.why).toContain("This may give an owner's rights");
  const { value } = await under({
    authority: { filters: [toolFilter({ excludeTools: ['list_roles'] })] },
  }).call('create_user_role', given);
  expect(value.needs_approval).toBe(true);
  expect(value.why).toContain('the tools that would show it are off here');
  expect(value.why).not.toContain('can be unassigned');
});

test('of a thing and its project, each is told by its own tool', async () => {
  const given = { project_id: 'proj_1', service_account_id: 'svc_acct_1' };
  const what = async (...excludeTools: string[]) =>
    (
      await under({ authority: { filters: [toolFilter({ excludeTools })] } }).call(
        'delete_project_service_account',
        given,
      )
    ).value.what;
  expect(await what('get_project')).toBe(
    'Delete project service account: "Canary by get_project_service_account" (svc_acct_1) in project proj_1',
  );
  expect(await what('get_project_service_account')).toBe(
    'Delete project service account: svc_acct_1 in project "Canary by get_project" (proj_1)',
  );
});

test('a rule that keeps the caller from reading it keeps it out, too', async () => {
  const rule = { kind: 'deny', tools: new Set(['get_group']), place: 'p.yaml:1' } as const;
  const one = under({ dryRun: true, authority: { policies: [{ rules: [rule] }] } });
  const { value } = await one.call('update_group', { group_id: 'group_1', name: 'New' });
  expect(value).toMatchObject({ after: { name: 'New' }, not_known: expect.stringContaining('is off here') });
  expect(value).not.toHaveProperty('before');
  expect(JSON.stringify(value)).not.toMatch(/canary/i);
});

describe('a refusal', () => {
  const HIDDEN = { mode: 'writes', authority: ONLY_WRITES } as const;

  test('of a wrongly typed name does not tell the right one', async () => {
    const one = under(HIDDEN);
    const { ask } = await one.call('delete_group', { group_id: 'group_1' }, ASKING);
    expect(ask?.message).toContain('Canary by get_group');
    const { error } = await one.call('delete_group', { group_id: 'group_1' }, typing('wrong', ask));
    expect(error?.message).toContain('What was typed is not its name');
    expect(error?.message).not.toMatch(/canary/i);
  });

  test('of what is in an archived project names its ID only', async () => {
    const answer = (request: ApiRequest, tool: ToolSpec) => ({
      ...(marked(request, tool) as object),
      status: 'archived',
    });
    const one = guardSetting({ ...HIDDEN, answer });
    const { error } = await one.call('update_project_rate_limit', {
      project_id: 'proj_1',
      rate_limit_id: 'rl-1',
      max_requests_per_1_minute: 0,
    });
    expect(error?.message).toContain('Project proj_1 is archived');
  });

  test('of a lock-out says what it may be, and the record says which', async () => {
    const owner = { object: 'list', data: [{ id: 'user-1', role: 'owner' }], has_more: false };
    const answer = (request: ApiRequest, tool: ToolSpec) =>
      tool.name === 'list_users' ? owner : marked(request, tool);
    const reason = 'No owner of the organization would be left.';
    const open = guardSetting({ answer });
    expect((await open.call('delete_user', { user_id: 'user-1' })).error?.message).toContain(reason);
    const hidden = guardSetting({ ...HIDDEN, answer });
    const { error } = await hidden.call('delete_user', { user_id: 'user-1' });
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error?.message).not.toContain(reason);
    expect(error?.message).toContain('audit tail');
    expect(hidden.lines()[0]?.reason).toContain(reason);
  });
});
