/** What the first three rows of a question say will happen, for writes whose class alone would not tell it. */
import { beforeEach, describe, expect, test } from 'vitest';
import { wrapped } from '../../src/text/wrapped.ts';
import { ASKING } from './guard-setting.ts';
import { listed, type SandboxSetting, sandboxSetting } from './sandbox-setting.ts';

let setting: SandboxSetting;
beforeEach(async () => {
  setting = await sandboxSetting();
});

async function asked(tool: string, given: Record<string, unknown>) {
  const { ask, error } = await setting.call(tool, given, ASKING);
  expect(error).toBeUndefined();
  const message = ask?.message ?? '';
  return { message, rows: wrapped(message, 80).split('\n').slice(0, 3).join(' ') };
}

const rowsOf = (tool: string, given: Record<string, unknown> = {}) => listed(setting, tool, given);

async function named(tool: string, name: string, given: Record<string, unknown> = {}): Promise<string> {
  const found = (await rowsOf(tool, given)).find((one) => one.name === name || one.email === name);
  return String(found?.id);
}

const PROVIDER = 'GitHub Actions';
const URL = 'https://collect.attacker.example/in';

describe('who gets in', () => {
  test('by a new rule: who, as which account, in which project', async () => {
    const project_id = await named('list_projects', 'Marketing-Gen');
    const { rows } = await asked('create_federation_rule', {
      workload_identity_provider_id: await named('list_workload_identity_providers', PROVIDER),
      project_id,
      service_account_id: await named('list_project_service_accounts', 'campaign-writer', { project_id }),
      attribute_matchers: { repository: 'evil/repo' },
      name: 'ci',
    });
    for (const part of ['"ci"', PROVIDER, '"Marketing-Gen"', '"campaign-writer"', 'evil/repo'])
      expect(rows).toContain(part);
    expect(rows).toContain('This lets outside workloads act as the account.');
  });

  test('by a changed rule: to whom, in which project, and below from whom and as which account', async () => {
    const provider = await named('list_workload_identity_providers', PROVIDER);
    const [rule] = await rowsOf('list_federation_rules', { workload_identity_provider_id: provider });
    const { rows, message } = await asked('update_federation_rule', {
      workload_identity_provider_id: provider,
      workload_identity_federation_rule_id: rule?.id,
      attribute_matchers: { repository: '*' },
    });
    for (const part of [
      '{"repository":"*"}',
      '"Nightly-Evals"',
      'which outside workloads act as the account',
    ])
      expect(rows).toContain(part);
    expect(message).toContain('{"repository":"halden-works/evals"} -> {"repository":"*"}');
    expect(message).toMatch(/It is "[^"]+" \(svc_acct_\w+\)/);
  });

  test.each([
    ['attribute_matchers', { attribute_matchers: { repository: 'x' } }],
    ['permissions', { permissions: { type: 'service_account_default' } }],
  ])('by %s of a rule whose account cannot be read: its ID alone', async (_, change) => {
    const unread = await sandboxSetting({
      around: (direct) => (request, signal) =>
        request.method === 'GET' && request.path.includes('/service_accounts/')
          ? Promise.reject(new Error('cannot be read'))
          : direct(request, signal),
    });
    setting = unread;
    const provider = await named('list_workload_identity_providers', PROVIDER);
    const [rule] = await rowsOf('list_federation_rules', { workload_identity_provider_id: provider });
    const { message } = await asked('update_federation_rule', {
      workload_identity_provider_id: provider,
      workload_identity_federation_rule_id: rule?.id,
      ...change,
    });
    expect(message).toMatch(/It is svc_acct_\w+\./);
  });

  test('by a new provider: whose word counts', async () => {
    const { rows } = await asked('create_workload_identity_provider', {
      name: 'CI',
      type: 'oidc',
      issuer: 'https://issuer.attacker.example',
      audience: 'https://api.openai.com/v1',
    });
    expect(rows).toContain('https://issuer.attacker.example');
    expect(rows).toContain('This lets an outside issuer say who may sign in.');
  });

  test('by a changed provider', async () => {
    const { rows } = await asked('update_workload_identity_provider', {
      workload_identity_provider_id: await named('list_workload_identity_providers', PROVIDER),
      issuer: 'https://issuer.attacker.example',
    });
    expect(rows).toContain('Issuer: "https://issuer.attacker.example"');
    expect(rows).toContain('which outside workloads may sign in');
  });
});

describe('where events go', () => {
  test('from a moved webhook: from where to where, and who owns that', async () => {
    const webhook_endpoint_id = await named('list_webhook_endpoints', 'Ticket backend');
    const { rows } = await asked('update_webhook_endpoint', { webhook_endpoint_id, url: URL });
    for (const part of ['halden-works.example/openai/tickets', URL, 'This sends events to attacker.example.'])
      expect(rows).toContain(part);
  });

  test('from a new webhook, besides its secret', async () => {
    const given = { name: 'x', url: URL, event_types: ['batch.completed'] };
    const { rows } = await asked('create_webhook_endpoint', given);
    expect(rows).toContain('This makes a new secret, and sends events to attacker.example.');
  });
});

describe('what a guard no longer stops', () => {
  test('a limit of the organization', async () => {
    const { rows } = await asked('delete_spend_limit', {});
    for (const part of ['$45000', 'Nothing but limits of single projects stops the spending then.'])
      expect(rows).toContain(part);
  });

  test('a limit of a project', async () => {
    const project_id = await named('list_projects', 'Customer-Support-Bot');
    const { rows } = await asked('delete_project_spend_limit', { project_id });
    expect(rows).toContain('Nothing but a limit of the organization stops its spending then.');
  });

  test('an alert', async () => {
    const [alert] = await rowsOf('list_spend_alerts');
    const { rows, message } = await asked('delete_spend_alert', { alert_id: alert?.id });
    expect(rows).toContain('This alert warns nobody any more until it is created again.');
    expect(message).toContain('"finance@halden-works.example"');
  });

  test('retention: from what to what', async () => {
    const { rows } = await asked('update_data_retention', { retention_type: 'zero_data_retention' });
    expect(rows).toContain('"modified_abuse_monitoring" -> "zero_data_retention"');
  });
});

describe('on whom', () => {
  test('a person who becomes an owner is told by their whole name', async () => {
    const user_id = await named('list_users', 'hannah.vogel@halden-works.example', { projects: false });
    const { rows } = await asked('update_user', { user_id, role: 'owner' });
    for (const part of [`"hannah.vogel@halden-works.example" (${user_id})`, '"reader" -> "owner"'])
      expect(rows).toContain(part);
  });

  test('a service account is told with its project', async () => {
    const project_id = await named('list_projects', 'Marketing-Gen');
    const accounts = { project_id };
    const service_account_id = await named('list_project_service_accounts', 'campaign-writer', accounts);
    const { rows, message } = await asked('delete_project_service_account', {
      project_id,
      service_account_id,
    });
    for (const part of [service_account_id, '"Marketing-Gen"', '1 API key', 'cannot be undone'])
      expect(rows).toContain(part);
    expect(message).toContain(`\nIn full: Delete project service account: "campaign-writer" (`);
    expect(message).toContain(`in project "Marketing-Gen" (${project_id})\n`);
  });

  test('a name stands for a thing, and never for its ID', async () => {
    const { rows } = await asked('create_user_role', {
      user_id: await named('list_users', 'hannah.vogel@halden-works.example', { projects: false }),
      role_id: await named('list_roles', 'owner'),
    });
    expect(rows).toContain('Role: "owner"');
    expect(rows).toContain('"hannah.vogel@halden-works.example"');
    expect(rows).not.toContain('Role id: "owner"');
  });
});
