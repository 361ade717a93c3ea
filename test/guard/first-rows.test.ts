/** What a client that folds a question away after three rows still shows: on what, what is set, how far it reaches. */
import { beforeEach, describe, expect, test } from 'vitest';
import { wrapped } from '../../src/text/wrapped.ts';
import { ASKING } from './guard-setting.ts';
import { listed, type SandboxSetting, sandboxSetting } from './sandbox-setting.ts';

const COLUMNS = 80;

let setting: SandboxSetting;
beforeEach(async () => {
  setting = await sandboxSetting({ mode: 'writes' });
});

async function firstRows(tool: string, given: Record<string, unknown>): Promise<string> {
  const { ask } = await setting.call(tool, given, ASKING);
  const lines = ask?.message.split('\n') ?? [];
  const rows = lines.flatMap((line) => line.match(new RegExp(`.{1,${COLUMNS}}`, 'g')) ?? ['']);
  return rows.slice(0, 3).join('');
}

const rowsOf = (tool: string, given: Record<string, unknown> = {}) => listed(setting, tool, given);

describe('what is set', () => {
  test('with what is created', async () => {
    const rows = await firstRows('create_invite', { email: 'a@b.example', role: 'owner' });
    expect(rows).toContain('Create invite: "a@b.example"');
    expect(rows).toContain('Role: "owner"');
  });

  test('a name under another member is the name', async () => {
    const permissions = Array.from({ length: 31 }, (_, index) => `api.thing${index}.read`);
    const rows = await firstRows('create_role', { role_name: 'Everything', permissions });
    expect(rows).toContain('Create organization role: "Everything"');
    expect(rows).toContain('31 permissions');
  });

  test('from what to what', async () => {
    const users = await rowsOf('list_users', { projects: false });
    const reader = users.find(({ role }) => role === 'reader');
    const rows = await firstRows('update_user', { user_id: reader?.id, role: 'owner' });
    expect(rows).toContain('ole: "reader" -> "owner"');
    expect(rows).toContain('API key');
  });

  test('the new value alone where both are too long', async () => {
    const [endpoint] = await rowsOf('list_webhook_endpoints');
    const url = 'https://hooks.example.net/x';
    const rows = await firstRows('update_webhook_endpoint', { webhook_endpoint_id: endpoint?.id, url });
    expect(rows).toContain(url);
  });

  test('nothing that stays as it is', async () => {
    const users = await rowsOf('list_users', { projects: false });
    const owner = users.filter(({ role }) => role === 'owner').at(-1);
    const rows = await firstRows('update_user', { user_id: owner?.id, role: 'owner' });
    expect(rows).not.toContain('ole: ');
  });
});

describe('what is meant by IDs among the arguments', () => {
  test.each([1, 2])('%i certificates, by name and ID, and below when they end', async (count) => {
    const certificates = (await rowsOf('list_certificates')).slice(0, count);
    const given = { certificate_ids: certificates.map(({ id }) => id) };
    const rows = await firstRows('deactivate_certificates', given);
    const { ask } = await setting.call('deactivate_certificates', given, ASKING);
    for (const { id, name } of certificates) {
      expect(rows).toContain(`"${name}" (${id})`);
      expect(ask?.message).toMatch(new RegExp(`"${name}" \\(${id}\\), expires 20\\d\\d-`));
    }
  });

  test('a person and a role', async () => {
    const [, person] = await rowsOf('list_users', { projects: false });
    const [role] = await rowsOf('list_roles');
    const [group] = await rowsOf('list_groups');
    const member = await firstRows('create_group_user', { group_id: group?.id, user_id: person?.id });
    expect(member).toContain(`"${person?.name}" (${person?.id})`);
    const { ask } = await setting.call(
      'create_user_role',
      { user_id: person?.id, role_id: role?.id },
      ASKING,
    );
    expect(ask?.message).toContain(`"${role?.name}" (${role?.id})`);
  });

  test('not, where no list has them', async () => {
    const rows = await firstRows('deactivate_certificates', { certificate_ids: ['cert_unknown'] });
    expect(rows).toContain('Certificate ids: "cert_unknown"');
  });
});

describe('what is removed and has no name', () => {
  test('a limit: its amount', async () => {
    expect(await firstRows('delete_spend_limit', {})).toContain('Threshold: $45000');
  });

  test('an alert: its amount and whom it warned', async () => {
    const [alert] = await rowsOf('list_spend_alerts');
    const { ask } = await setting.call('delete_spend_alert', { alert_id: alert?.id }, ASKING);
    expect(ask?.message.split('\n').slice(0, 3).join('\n')).toMatch(/threshold: \$\d+/i);
    expect(ask?.message).toMatch(/recipients: \S+@/i);
  });

  test('a storage: its project and its bucket', async () => {
    const [storage] = await rowsOf('list_external_storage');
    const rows = await firstRows('delete_external_storage', { external_storage_id: storage?.id });
    expect(rows).toMatch(/bucket/i);
    expect(rows).toContain('Legal-Contract-R');
  });
});

describe('how far it reaches', () => {
  test('the keys of a service account and when they were used', async () => {
    const projects = await rowsOf('list_projects');
    for (const { id: project_id } of projects) {
      const [account] = await rowsOf('list_project_service_accounts', { project_id: String(project_id) });
      if (account === undefined) continue;
      const given = { project_id, service_account_id: account.id };
      expect(await firstRows('delete_project_service_account', given)).toMatch(/1 API key.*used 20\d\d-/);
      return;
    }
    expect.unreachable('the sandbox has service accounts');
  });

  test('how many files a vector store has, and when it was used', async () => {
    const [store] = await rowsOf('list_vector_stores');
    const rows = await firstRows('delete_vector_store', { vector_store_id: store?.id });
    expect(rows).toMatch(/last used 20\d\d-\d\d-\d\d, \d+ vector store files?/i);
  });
});

test('a person was last active when the latest of their keys was', async () => {
  const [project] = await rowsOf('list_projects');
  const keys = await rowsOf('list_project_api_keys', {
    project_id: project?.id,
    owner_project_access: 'any',
  });
  const users = await rowsOf('list_users', { projects: false });
  const seen = keys.flatMap((key) => {
    const user = users.find(({ id }) => id === key['owner.id']);
    return user === undefined || key.last_used_at === null
      ? []
      : [[user.api_key_last_used_at, key.last_used_at]];
  });
  expect(seen.length).toBeGreaterThan(0);
  for (const [of, used] of seen) expect(String(of) >= String(used)).toBe(true);
});

describe('broken between words, as clients do', () => {
  const words = (text: string) => wrapped(text, COLUMNS).split('\n').slice(0, 3).join(' ');

  test.each([
    [
      'create_service_account_api_key',
      'This makes a new secret.',
      'Scopes: "api.all.read", expires in 90 days.',
    ],
    ['create_project_user_role', 'This can be undone.', 'Role: "member".'],
    ['activate_project_certificates', 'This can lock administrators out.', 'Certificates: "Staging gateway"'],
  ])('%s says what it does and at what risk', async (tool, risk, sets) => {
    const project_id = (await rowsOf('list_projects', { limit: 20 })).find(
      ({ name }) => name === 'Customer-Support-Bot',
    )?.id;
    const of = async (listing: string) => (await rowsOf(listing, { project_id }))[0]?.id;
    const given = {
      create_service_account_api_key: {
        project_id,
        service_account_id: await of('list_project_service_accounts'),
        name: 'ci-2026-11',
        scopes: ['api.all.read'],
        expires_in_seconds: 7_776_000,
      },
      create_project_user_role: {
        project_id,
        user_id: await of('list_project_users'),
        role_id: (await rowsOf('list_project_roles', { project_id })).find(({ name }) => name === 'member')
          ?.id,
      },
      activate_project_certificates: {
        project_id,
        certificate_ids: [(await rowsOf('list_certificates'))[0]?.id],
      },
    }[tool];
    const { ask } = await setting.call(tool, given ?? {}, ASKING);
    const rows = words(ask?.message ?? '');
    expect(rows).toContain(risk);
    expect(rows).toContain(sets);
  });
});

describe('what is said of a thing', () => {
  const asked = async (tool: string, given: Record<string, unknown>) =>
    (await setting.call(tool, given, ASKING)).ask?.message ?? '';

  test('leaves out what is not so, unless that is what counts', async () => {
    const people = await rowsOf('list_users', { projects: false });
    const text = await asked('delete_user', { user_id: people.at(-1)?.id });
    expect(text).toContain('User.enabled: true');
    expect(text).not.toMatch(/: false$/m);
  });

  test('is what the record calls by a shorter name', async () => {
    expect(await asked('update_data_retention', { retention_type: 'zero_data_retention' })).toContain(
      'retention_type: "modified_abuse_monitoring" -> "zero_data_retention"',
    );
  });

  test('of an account without a key claims no key', async () => {
    const [project] = await rowsOf('list_projects');
    const text = await asked('create_project_service_account', {
      project_id: project?.id,
      name: 'Robot',
      create_service_account_only: true,
    });
    expect(text).not.toMatch(/working API key|only once/);
  });

  test('counts a list of records', async () => {
    const invites = await rowsOf('list_invites');
    for (const { id } of invites)
      expect(await asked('delete_invite', { invite_id: id })).not.toContain('[object');
  });
});
