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
    [`${SOURCE}/groups`]: [{ group_id: 'group_ops' }],
    '/projects/proj_source/roles': [
      { id: 'role_owner', name: 'owner', predefined_role: true },
      { id: 'role_member', name: 'member', predefined_role: true },
      { id: 'role_curator', name: 'curator', predefined_role: false },
    ],
    '/projects/proj_source/groups/group_ops/roles': [{ id: 'role_member', name: 'member' }],
    '/organization/users': [
      { id: 'user-ana', email: 'ana@example.com' },
      { id: 'user-bo', email: 'bo@example.com' },
    ],
    '/organization/groups': [
      { id: 'group_ops', name: 'Ops' },
      { id: 'group_dev', name: 'Dev' },
    ],
  },
  settings: {
    [`${SOURCE}/spend_limit`]: { threshold_amount: 50_000 },
    [`${SOURCE}/model_permissions`]: { mode: 'allow_list', model_ids: ['gpt-5'] },
    [`${SOURCE}/hosted_tool_permissions`]: { web_search: { enabled: true }, mcp: { enabled: false } },
  },
};

const plan = (values: Record<string, unknown>, world: Things = WORLD, earlier?: EarlierRun) =>
  jobOnboard({ values, reads: madeUpReads(world), earlier, madeBefore: async () => [], now: 0 });

type Row = Record<string, unknown>;

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

  test('takes over the people of another one, with their roles, only where that is asked for', async () => {
    const { steps, brief } = await plan({ name: 'New', like: 'proj_source', like_people: true });
    expect(kinds(steps).slice(-2)).toEqual(['create users', 'create groups']);
    expect(steps.at(-2)?.given).toMatchObject({ user_id: 'user-ana', role: 'owner' });
    expect(steps.at(-1)?.given).toMatchObject({ group_id: 'group_ops' });
    expect(brief).toEqual(expect.arrayContaining(['1 member', '1 group']));
    expect(JSON.stringify(steps)).not.toMatch(/svc_acct|"ci"/);
  });

  test('gives those whom the call names what it says, beside the people of another one', async () => {
    const members = [
      { user: 'user-ana', role: 'member' },
      { user: 'user-bo', role: 'owner' },
    ];
    const { steps } = await plan({ name: 'New', like: 'proj_source', like_people: true, members });
    const added = steps.filter(({ path }) => path.endsWith('/users')).map(({ given }) => given);
    expect(added).toMatchObject([
      { user_id: 'user-ana', role: 'member' },
      { user_id: 'user-bo', role: 'owner' },
    ]);
  });

  test('leaves out roles that only the other one has, and says so', async () => {
    const roles = '/projects/proj_source/groups/group_ops/roles';
    const held = [
      { id: 'role_member', name: 'member' },
      { id: 'role_curator', name: 'curator' },
    ];
    const world = { ...WORLD, lists: { ...WORLD.lists, [roles]: held } };
    const { steps, notes } = await plan({ name: 'New', like: 'proj_source', like_people: true }, world);
    expect(steps.filter(({ path }) => path.endsWith('/groups'))).toHaveLength(1);
    expect(notes.join()).toMatch(/group_ops.*"curator"/);
  });

  test('is refused the people of no project', async () => {
    await expect(plan({ name: 'New', like_people: true })).rejects.toThrow(/like_people.*like/);
  });

  test('has what the call says where another one has something else', async () => {
    const { steps } = await plan({ name: 'New', like: 'proj_source', spend_limit_usd: 7_00 });
    expect(steps.find(({ path }) => path.endsWith('spend_limit'))?.given).toMatchObject({ threshold_usd: 7 });
  });

  test("tells each of another project's alerts to whom it goes there, and to others only if they are named", async () => {
    const alerts = [
      { threshold_amount: 4000, notification_channel: { type: 'email', recipients: ['ops@example.com'] } },
      { threshold_amount: 9000, notification_channel: { type: 'email', recipients: ['cfo@example.com'] } },
    ];
    const world = { ...WORLD, lists: { ...WORLD.lists, [`${SOURCE}/spend_alerts`]: alerts } };
    const told = async (more: Record<string, unknown>) =>
      (await plan({ name: 'New', like: 'proj_source', ...more }, world)).steps
        .filter(({ path }) => path.endsWith('spend_alerts'))
        .map(({ given }) => [given.threshold_usd, (given.notification_channel as Row).recipients]);
    expect(await told({})).toEqual([
      [40, ['ops@example.com']],
      [90, ['cfo@example.com']],
    ]);
    expect(await told({ alert_emails: ['new@example.com'] })).toEqual([
      [40, ['new@example.com']],
      [90, ['new@example.com']],
    ]);
  });

  test('counts percent from what another project has, and refuses them where nothing is known', async () => {
    const rate_limits = [{ requests_per_minute: '+20%' }];
    const { steps } = await plan({ name: 'New', like: 'proj_source', rate_limits });
    expect(steps[1]?.given).toMatchObject({ max_requests_per_1_minute: 1200 });
    await expect(plan({ name: 'New', rate_limits })).rejects.toThrow(/a new project are not known.*or like/);
  });

  test('says whose models it goes by, and what is not done without claiming to have read the new one', async () => {
    const rate_limits = [{ requests_per_minute: '5' }, { models: 'gpt-9', requests_per_minute: '5' }];
    const { reach, notes } = await plan({ name: 'New', rate_limits });
    expect(reach).toEqual([expect.stringContaining('was read of "Source" (proj_source)')]);
    expect(notes).toEqual(['"Source" (proj_source) has no rate limit for "gpt-9".']);
  });

  test('lets groups in with the roles that every project has, and with no others', async () => {
    const { steps } = await plan({ name: 'New', groups: [{ group: 'group_dev', role: 'member' }] });
    expect(steps.at(-1)?.given).toMatchObject({
      group_id: 'group_dev',
      role: { listedAt: '/projects/{project_id}/roles', member: 'name', value: 'member' },
    });
    await expect(
      plan({ name: 'New', like: 'proj_source', groups: [{ group: 'group_dev', role: 'curator' }] }),
    ).rejects.toThrow(/groups\[0\]\.role: .*no role "curator", only "owner", "member".*create_project_role/);
  });

  test('is summed up by what is done, alerts too', async () => {
    const { brief } = await plan({
      name: 'New',
      like: 'proj_source',
      service_account: 'ci',
      members: [{ user: 'user-ana' }, { user: 'user-bo' }],
      groups: [{ group: 'group_dev', role: 'member' }],
    });
    expect(brief).toEqual([
      'service account "ci" with a key',
      'spend limit $500.00',
      '1 alert',
      'only 1 model',
      '2 members',
      '1 group',
      'settings of "Source"',
    ]);
  });

  test('is another one than an archived one of the same name', async () => {
    expect(kinds((await plan({ name: 'Old' })).steps)).toEqual(['create projects']);
  });
});

describe('a project that is there', () => {
  test('gets only what it does not have', async () => {
    const { what, steps, brief, notes } = await plan({
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
    expect(brief).toEqual([]);
    expect(what).toBe('Complete project: "Source" (proj_source)');
    expect(notes).toEqual([expect.stringMatching(/"ci" .*is there already and gets no other key; rotate_/)]);
  });

  test('says nothing of the account that an earlier run of the same call made', async () => {
    const path = '/organization/projects/{project_id}/service_accounts';
    const earlier = { made: [{ path, id: 'svc_acct_1' }], steps: [] };
    const { steps, notes } = await plan({ name: 'Source', service_account: 'ci' }, WORLD, earlier);
    expect([steps, notes]).toEqual([[], []]);
  });

  test('leaves people the role that they have where none is asked', async () => {
    const members = [{ user: 'user-ana' }, { user: 'user-bo' }];
    const { steps } = await plan({ name: 'Source', members });
    expect(steps.map(({ given }) => [given.user_id, given.role])).toEqual([['user-bo', 'member']]);
    const asked = await plan({ name: 'Source', members: [{ user: 'user-ana', role: 'member' }] });
    expect(asked.steps.map(({ change }) => change)).toEqual(['role owner -> member']);
  });

  test('gives groups that are in it the role besides those that they have', async () => {
    const groups = (role: string) => plan({ name: 'Source', groups: [{ group: 'group_ops', role }] });
    expect((await groups('member')).steps).toEqual([]);
    expect((await groups('curator')).steps).toMatchObject([
      {
        path: '/projects/{project_id}/groups/{group_id}/roles',
        given: { project_id: 'proj_source', group_id: 'group_ops', role_id: 'role_curator' },
        change: 'give the role curator, besides member',
      },
    ]);
    await expect(groups('boss')).rejects.toThrow(/no role "boss", only "owner", "member", "curator"/);
  });

  test('is not begun where somebody is named twice', async () => {
    const members = [{ user: 'user-ana' }, { user: 'user-ana', role: 'owner' }];
    await expect(plan({ name: 'Source', members })).rejects.toThrow(/^members: "ana@example.com".*twice/);
    const groups = ['owner', 'member'].map((role) => ({ group: 'group_dev', role }));
    await expect(plan({ name: 'Source', groups })).rejects.toThrow(/^groups: "Dev".*twice/);
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
