/** Which steps open a project, in which order, and what of another project is taken over. */
import { describe, expect, test } from 'vitest';
import type { EarlierRun } from '../../../src/jobs/job.ts';
import { jobOnboard } from '../../../src/jobs/onboard/job-onboard.ts';
import { madeUpReads, type Things } from '../made-up-reads.ts';

const RATES = [{ id: 'rl-gpt-5', model: 'gpt-5', max_requests_per_1_minute: 1000 }];

const SOURCE = '/organization/projects/proj_source';

const WORLD: Required<Things> = {
  lists: {
    '/organization/projects': [
      { id: 'proj_source', name: 'Source', status: 'active' },
      { id: 'proj_old', name: 'Old', status: 'archived' },
    ],
    [`${SOURCE}/rate_limits`]: RATES,
    [`${SOURCE}/spend_alerts`]: [
      { threshold_amount: 4000, notification_channel: { type: 'email', recipients: ['ops@example.com'] } },
    ],
    [`${SOURCE}/users`]: [{ id: 'user-ana', role: 'owner' }],
    [`${SOURCE}/service_accounts`]: [{ id: 'svc_acct_1', name: 'ci' }],
    '/organization/users': [{ id: 'user-ana', email: 'ana@example.com' }],
  },
  settings: {
    [`${SOURCE}/spend_limit`]: { threshold_amount: 50_000 },
    [`${SOURCE}/model_permissions`]: { mode: 'allow_list', model_ids: ['gpt-5'] },
    [`${SOURCE}/hosted_tool_permissions`]: { web_search: { enabled: true }, mcp: { enabled: false } },
  },
};

const plan = (values: Record<string, unknown>, world: Things = WORLD, earlier?: EarlierRun) =>
  jobOnboard({ values, reads: madeUpReads(world), earlier, madeBefore: async () => [], now: 0 });

const kinds = (steps: { method: string; path: string }[]) =>
  steps.map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

describe('a new project', () => {
  test('gets its guards before people, and the key last', async () => {
    const { steps } = await plan({
      name: 'New',
      service_account: 'ci',
      members: [{ user: 'user-ana', role: 'owner' }],
      rate_limits: [{ requests_per_minute: '5' }],
      spend_limit_usd: 100_00,
      alerts_usd: [80_00],
      alert_emails: ['ops@example.com'],
      allowed_models: ['gpt-5'],
      hosted_tools: [],
    });
    expect(kinds(steps)).toEqual([
      'create projects',
      'update {rate_limit_id}',
      'update spend_limit',
      'create spend_alerts',
      'update model_permissions',
      'update hosted_tool_permissions',
      'create users',
      'create service_accounts',
    ]);
    expect(steps[2]?.given).toMatchObject({ threshold_usd: 100, currency: 'USD', interval: 'month' });
  });

  test('takes over the settings of another one, and neither its people nor its keys', async () => {
    const { steps } = await plan({ name: 'New', like: 'proj_source' });
    expect(kinds(steps)).toEqual([
      'create projects',
      'update {rate_limit_id}',
      'update spend_limit',
      'create spend_alerts',
      'update model_permissions',
      'update hosted_tool_permissions',
    ]);
    expect(JSON.stringify(steps)).not.toMatch(/user-ana|svc_acct|"ci"/);
    expect(steps[2]?.given).toMatchObject({ threshold_usd: 500 });
  });

  test('has what the call says where another one has something else', async () => {
    const { steps } = await plan({ name: 'New', like: 'proj_source', spend_limit_usd: 7_00 });
    expect(steps.find(({ path }) => path.endsWith('spend_limit'))?.given).toMatchObject({ threshold_usd: 7 });
  });

  test('is another one than an archived one of the same name', async () => {
    expect(kinds((await plan({ name: 'Old' })).steps)).toEqual(['create projects']);
  });
});

describe('a project that is there', () => {
  test('gets only what it does not have', async () => {
    const { what, steps } = await plan({
      name: 'Source',
      service_account: 'ci',
      members: [{ user: 'user-ana', role: 'owner' }],
      rate_limits: [{ requests_per_minute: '1000' }],
      spend_limit_usd: 500_00,
      alerts_usd: [40_00],
      alert_emails: ['ops@example.com'],
      allowed_models: ['gpt-5'],
    });
    expect(steps).toEqual([]);
    expect(what).toBe('Complete project: "Source" (proj_source)');
  });

  test('is the one that an earlier run made, whatever others are called', async () => {
    const twice = { id: 'proj_twin', name: 'Source', status: 'active' };
    const lists = {
      ...WORLD.lists,
      '/organization/projects': [...(WORLD.lists['/organization/projects'] ?? []), twice],
    };
    const world = { ...WORLD, lists };
    await expect(plan({ name: 'Source' }, world)).rejects.toThrow('2 active projects are called "Source"');
    const earlier = { made: [{ path: '/organization/projects', id: 'proj_source' }], steps: [] };
    expect((await plan({ name: 'Source' }, world, earlier)).what).toContain('(proj_source)');
  });
});

test('alerts without anybody who is told of them are refused', async () => {
  await expect(plan({ name: 'New', alerts_usd: [5_00] })).rejects.toThrow('alert_emails');
});
