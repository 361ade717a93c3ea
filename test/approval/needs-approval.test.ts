/** Which of all writes a human has to approve, in each mode and under each word of a policy file. */
import { describe, expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { operations } from '../catalogue/catalogue.ts';
import { aboutEverything, guardSetting, plainAnswer, type SettingOptions } from '../guard/guard-setting.ts';

const WRITES = operations.filter((tool) => !isRead(tool));

/** Asks every write with its example, each in a server of its own, and returns the names of those that were sent and of those that wait. */
async function callAll(options: SettingOptions): Promise<{ sent: string[]; waiting: string[] }> {
  const [sent, waiting]: [string[], string[]] = [[], []];
  for (const { name, example } of WRITES) {
    const setting = guardSetting({ secrets: 'reveal', answer: withAnOwner, ...options });
    // Its example makes no key; whether one is made is told further below.
    const { create_service_account_only: _, ...given } = example?.arguments ?? {};
    const { value, error } = await setting.call(name, given);
    expect(error, name).toBeUndefined();
    const wasSent = setting.writes().length > 0;
    expect(value.needs_approval === true, name).toBe(!wasSent);
    if (wasSent) sent.push(name);
    else waiting.push(name);
  }
  return { waiting, sent };
}

/** Somebody who stays, so that no call is one that shuts everybody out, and roles, limits and alerts that may be changed. */
const withAnOwner: NonNullable<SettingOptions['answer']> = (request, tool) => {
  const list = (...data: object[]) => ({ object: 'list', data, has_more: false });
  const role = (id: string) => ({
    id,
    name: 'Auditor',
    predefined_role: false,
    permissions: ['api.all.read'],
  });
  switch (tool.name) {
    case 'list_users':
      return list({ id: 'user-stays', role: 'owner' });
    case 'list_roles':
      return list(role('role_01J8KQ2M'));
    case 'list_project_roles':
      return list(role('role_01J9PRX4'));
    case 'list_project_rate_limits':
      return list(limitOf('rl-gpt-5-mini'), limitOf('rl-gpt-5'));
    case 'get_spend_alert':
    case 'get_project_spend_alert':
      return { threshold_amount: 74_999, notification_channel: { recipients: ['kim@example.com'] } };
    default:
      return plainAnswer(request, tool);
  }
};

const limitOf = (id: string) => ({
  id,
  model: 'gpt-5',
  max_requests_per_1_minute: 1_000,
  max_tokens_per_1_minute: 9,
});

const ALL = WRITES.map(({ name }) => name);
/** Their examples change who may act as a service account, or make somebody the owner of a project. */
const OPENING = [
  'create_invite',
  'update_federation_rule',
  'update_project_user',
  'update_workload_identity_provider',
];
const REVERSIBLE = WRITES.filter(
  ({ name, risk }) => risk?.class === 'reversible' && !OPENING.includes(name),
).map(({ name }) => name);

test('no fewer writes than ever are asked, and some of every class', () => {
  expect(ALL.length).toBeGreaterThanOrEqual(98);
  const classes = WRITES.map(({ risk }) => risk?.class);
  for (const risk of ['reversible', 'costly', 'irreversible', 'mints_secret', 'self_lockout']) {
    expect(classes.filter((one) => one === risk).length, risk).toBeGreaterThanOrEqual(5);
  }
});

describe('without a policy', () => {
  test('off lets every write go', async () => {
    expect(await callAll({ mode: 'off' })).toEqual({ sent: ALL, waiting: [] });
  });

  test('writes lets none go', async () => {
    expect(await callAll({ mode: 'writes' })).toEqual({ sent: [], waiting: ALL });
  });

  test('irreversible lets what can be undone go, and nothing else', async () => {
    const { sent, waiting } = await callAll({ mode: 'irreversible' });
    expect(sent).toEqual(REVERSIBLE);
    expect(waiting).toEqual(ALL.filter((name) => !REVERSIBLE.includes(name)));
    expect(sent).toEqual(expect.arrayContaining(['create_project', 'update_project', 'create_user_role']));
    expect(waiting).toEqual(
      expect.arrayContaining([
        'archive_project',
        'delete_user',
        'update_user',
        'create_admin_api_key',
        'create_project_service_account',
        'rotate_webhook_endpoint_secret',
        'update_spend_limit',
        'delete_spend_limit',
        'activate_certificates',
        'deactivate_certificates',
      ]),
    );
  });
});

describe('a service account', () => {
  const ACCOUNT = { project_id: 'proj_1', name: 'ci' };

  test.each([
    ['with a key needs approval', {}, true],
    ['without a key needs none', { create_service_account_only: true }, false],
    ['with a key asked for in so many words needs approval', { create_service_account_only: false }, true],
  ])('%s', async (_, more, needed) => {
    const setting = guardSetting();
    const { value } = await setting.call('create_project_service_account', { ...ACCOUNT, ...more });
    expect(value.needs_approval === true).toBe(needed);
    expect(setting.writes()).toHaveLength(needed ? 0 : 1);
  });
});

describe('what the arguments of a call make of it', () => {
  const rate = (more: object) => ({ project_id: 'proj_1', rate_limit_id: 'rl-gpt-5', ...more });
  test.each<[string, object, boolean]>([
    ['update_project_rate_limit', rate({ max_requests_per_1_minute: 500 }), false],
    ['update_project_rate_limit', rate({ max_requests_per_1_minute: 0 }), true],
    ['update_project_rate_limit', rate({ max_requests_per_1_minute: 500, max_tokens_per_1_minute: 0 }), true],
    ['update_webhook_endpoint', { webhook_endpoint_id: 'whe_1', name: 'x' }, false],
    ['update_webhook_endpoint', { webhook_endpoint_id: 'whe_1', url: 'https://x.example/' }, true],
    ['update_workload_identity_provider', { workload_identity_provider_id: 'wip_1', name: 'x' }, false],
    ['update_workload_identity_provider', { workload_identity_provider_id: 'wip_1', enabled: true }, true],
  ])('%s with %j', async (tool, given, needed) => {
    const setting = guardSetting({ answer: withAnOwner });
    const { value, error } = await setting.call(tool, given);
    expect(error).toBeUndefined();
    expect(value.needs_approval === true).toBe(needed);
    expect(setting.writes()).toHaveLength(needed ? 0 : 1);
  });
});

describe('a policy', () => {
  test.each(['off', 'irreversible', 'writes'] as const)('that allows counts before %s', async (mode) => {
    expect(await callAll({ mode, authority: aboutEverything('allow') })).toEqual({ sent: ALL, waiting: [] });
  });

  test.each(['off', 'irreversible', 'writes'] as const)('that asks counts before %s', async (mode) => {
    expect(await callAll({ mode, authority: aboutEverything('approve') })).toEqual({
      sent: [],
      waiting: ALL,
    });
  });

  test('that denies is told, and nothing is sent or asked', async () => {
    const setting = guardSetting({ mode: 'off', authority: aboutEverything('deny') });
    for (const { name, example } of WRITES) {
      const { error } = await setting.call(name, example?.arguments);
      expect(error, name).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(error?.message, name).toContain('is denied by the policy (policy.yaml:7)');
    }
    expect(setting.sent).toEqual([]);
    expect(setting.record()).toEqual(ALL.map(() => 'refused'));
  });

  test('that allows stands in the record as who approved', async () => {
    const setting = guardSetting({ authority: aboutEverything('allow') });
    await setting.call('archive_project', { project_id: 'proj_1' });
    expect(setting.lines()[0]).toMatchObject({
      decision: 'pre-approved',
      approved_by: 'policy (policy.yaml:7)',
    });
  });
});
