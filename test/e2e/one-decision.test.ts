/** Rules of a policy reach whatever asks: reads and writes, direct and through discovery, look-ups, and things by their own ID. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { answer } from '../openai/fault-server.ts';
import { readAudit } from './audit-trail.ts';
import {
  errorOf,
  PROJECT_KEY,
  runToEnd,
  type StartOptions,
  startServer,
  temporaryFolder,
} from './start-server.ts';
import { startUpstream } from './upstream.ts';

/** Things by their IDs, of which those that begin with `broken` cannot be read. */
const THINGS: Record<string, object> = {
  extstorage_prod: { project_id: 'proj_prod', status: 'active' },
  extstorage_test: { project_id: 'proj_test', status: 'active' },
  extstorage_odd: { status: 'active' },
  wifr_prod: { project_id: 'proj_prod', enabled: true },
  wifr_test: { project_id: 'proj_test', enabled: true },
  'invite-prod': { email: 'a@example.com', projects: [{ id: 'proj_test' }, { id: 'proj_prod' }] },
  'invite-test': { email: 'a@example.com', projects: [{ id: 'proj_test' }] },
  'invite-none': { email: 'a@example.com', projects: [] },
  extkey_prod: { api_project_ids: ['proj_test', 'proj_prod'], status: 'active' },
  extkey_test: { api_project_ids: ['proj_test'], status: 'active' },
  group_all: { name: 'Everybody' },
};

const LISTS: Record<string, object[]> = {
  external_storage: [],
  audit_logs: [],
  permissions: [
    { id: 'cp_prod', project_id: 'proj_prod' },
    { id: 'cp_test', project_id: 'proj_test' },
  ],
  users: [{ id: 'user-1', name: 'Kim', email: 'kim@example.com', role: 'member' }],
};

const organization = () =>
  startUpstream(({ line, socket }) => {
    const [method, target = ''] = line.split(' ');
    const last =
      (target.split('?')[0] ?? '')
        .replace(/\/validate$/, '')
        .split('/')
        .at(-1) ?? '';
    const body = { object: 'thing', id: last, name: 'Thing', ...THINGS[last] };
    if (last.includes('broken')) socket.write(answer(500, '{}'));
    else if (method === 'DELETE') socket.write(answer(200, JSON.stringify({ id: last, deleted: true })));
    else if (method === 'GET' && THINGS[last] === undefined && (last in LISTS || !/[_-]/.test(last))) {
      socket.write(answer(200, JSON.stringify({ data: LISTS[last] ?? [], has_more: false })));
    } else socket.write(answer(200, JSON.stringify(body)));
  });

async function startUnder(policy: string, more: Pick<StartOptions, 'args' | 'environment'> = {}) {
  const home = temporaryFolder();
  const file = join(home, 'policy.yaml');
  writeFileSync(file, policy, { mode: 0o600 });
  const upstream = await organization();
  const { args = ['--tags', 'all', '--approval', 'off'], environment } = more;
  const server = await startServer({
    upstream: upstream.url,
    args: ['--policy', file, ...args],
    environment: { HOME: home, OPENAI_API_KEY: PROJECT_KEY, ...environment },
  });
  return {
    home,
    server,
    upstream,
    lines: () => upstream.requests.map(({ line }) => line.split(' ').slice(0, 2)),
  };
}

type Call = [tool: string, given: Record<string, unknown>, isDenied: boolean];

const READS = `deny:
  - tools: [list_costs, get_project, list_project_api_keys, list_files, list_external_storage, list_invites]
    projects: [proj_prod]
    reads: true
    because: Production is not read.
  - tools: [list_usage]
    values: { category: { is: [images] } }
  - tools: [list_audit_logs]
    values: { event_types: { is: [login.succeeded] } }
  - tools: [list_costs]
    values: { group_by: { is: [line_item] } }
`;

const READ_CALLS: Call[] = [
  ['list_costs', { start_time: '-1d', project_ids: ['proj_prod'] }, true],
  ['list_costs', { start_time: '-1d', project_ids: ['proj_test', 'proj_prod'] }, true],
  ['list_costs', { start_time: '-1d' }, true],
  ['list_costs', { start_time: '-1d', project_ids: [] }, true],
  ['list_costs', { start_time: '-1d', project_ids: ['proj_test'] }, false],
  ['list_costs', { start_time: '-1d', project_ids: ['proj_test'], group_by: ['line_item'] }, true],
  ['list_costs', { start_time: '-1d', project_ids: ['proj_test'], group_by: ['project_id'] }, false],
  ['get_project', { project_id: 'proj_prod' }, true],
  ['get_project', { project_id: 'proj_test' }, false],
  ['list_project_api_keys', { project_id: 'proj_prod' }, true],
  ['list_files', { project_id: 'proj_prod' }, true],
  ['list_files', {}, true],
  ['list_external_storage', {}, true],
  ['list_external_storage', { project_id: 'proj_test' }, false],
  ['list_invites', {}, true],
  ['list_usage', { category: 'images', start_time: '-1d' }, true],
  ['list_usage', { category: 'completions', start_time: '-1d' }, false],
  ['list_audit_logs', { event_types: ['login.succeeded'] }, true],
  ['list_audit_logs', { event_types: [] }, true],
  ['list_audit_logs', {}, true],
  ['list_audit_logs', { event_types: ['login.failed'] }, false],
];

describe('a rule about reads', () => {
  it.each([
    ['directly', false],
    ['through discovery', true],
  ])('holds for calls made %s, and each refusal leaves a line', async (_, discovers) => {
    const args = discovers ? ['--exposure', 'discovery'] : ['--tags', 'all'];
    const { home, server, upstream } = await startUnder(READS, { args });
    for (const [tool, given, isDenied] of READ_CALLS) {
      const before = upstream.requests.length;
      const result = await (discovers
        ? server.call('call_read_tool', { name: tool, arguments: given })
        : server.call(tool, given));
      const told = `${tool} ${JSON.stringify(given)}`;
      if (isDenied) {
        expect(errorOf(result), told).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
        expect(errorOf(result).message, told).toContain('denied by the policy (policy.yaml:');
      } else expect(result.value.error, told).toBeUndefined();
      expect(upstream.requests.length > before, told).toBe(!isDenied);
    }
    const refused = READ_CALLS.filter(([, , isDenied]) => isDenied);
    const recorded = (await readAudit(home)).map(({ intent }) => [
      intent.tool,
      intent.arguments,
      intent.decision,
    ]);
    expect(recorded).toEqual(refused.map(([tool, given]) => [tool, given, 'refused']));
  });

  it('holds for the look-up of a name', async () => {
    const policy = 'deny: [{ tools: [list_project_users], projects: [proj_prod] }]';
    const { server, lines } = await startUnder(policy);
    const given = { project_id: 'proj_prod', user_id: 'Kim', role: 'owner' };
    const refusal = errorOf(await server.call('update_project_user', given));
    expect(refusal).toMatchObject({ kind: 'invalid', outcome: 'not_sent' });
    expect(refusal.message).toContain('the policy');
    // Of the form of an ID, and of none that users have.
    await server.call('update_project_user', { ...given, user_id: 'usr_abcdefgh12' });
    expect(lines()).toEqual([]);
    const other = await server.call('update_project_user', { ...given, project_id: 'proj_test' });
    expect(errorOf(other).message).toContain('user-1');
  });
});

const PROD = 'deny: [{ tools: ["*"], projects: [proj_prod], reads: true }]';
const CHECKPOINT = { fine_tuned_model_checkpoint: 'ft:gpt-5-mini:example:support:9aBc3dEf' };
const PROVIDER = { workload_identity_provider_id: 'wip_1' };

const OWN_IDS: Call[] = [
  ['delete_external_storage', { external_storage_id: 'extstorage_prod' }, true],
  ['delete_external_storage', { external_storage_id: 'extstorage_test' }, false],
  ['delete_external_storage', { external_storage_id: 'extstorage_odd' }, true],
  ['delete_external_storage', { external_storage_id: 'extstorage_broken' }, true],
  ['get_external_storage', { external_storage_id: 'extstorage_prod' }, true],
  ['get_external_storage', { external_storage_id: 'extstorage_test' }, false],
  ['validate_external_storage', { external_storage_id: 'extstorage_prod' }, true],
  ['validate_external_storage', { external_storage_id: 'extstorage_test' }, false],
  [
    'update_federation_rule',
    { ...PROVIDER, workload_identity_federation_rule_id: 'wifr_prod', name: 'x' },
    true,
  ],
  [
    'update_federation_rule',
    { ...PROVIDER, workload_identity_federation_rule_id: 'wifr_test', name: 'x' },
    false,
  ],
  ['delete_federation_rule', { ...PROVIDER, workload_identity_federation_rule_id: 'wifr_prod' }, true],
  ['list_federation_rules', PROVIDER, true],
  ['delete_checkpoint_permission', { ...CHECKPOINT, permission_id: 'cp_prod' }, true],
  ['delete_checkpoint_permission', { ...CHECKPOINT, permission_id: 'cp_test' }, false],
  ['delete_checkpoint_permission', { ...CHECKPOINT, permission_id: 'cp_missing' }, true],
  ['delete_invite', { invite_id: 'invite-prod' }, true],
  ['delete_invite', { invite_id: 'invite-test' }, false],
  ['delete_invite', { invite_id: 'invite-none' }, false],
  ['delete_external_key', { external_key_id: 'extkey_prod' }, true],
  ['delete_external_key', { external_key_id: 'extkey_test' }, false],
  // Of the organization, so of no project.
  ['delete_group', { group_id: 'group_all' }, false],
  ['get_group', { group_id: 'group_all' }, false],
];

describe('a thing by its own ID', () => {
  it('belongs to the project that its record names, or the one nobody can rule out', async () => {
    const { server, upstream, lines } = await startUnder(PROD);
    for (const [tool, given, isDenied] of OWN_IDS) {
      const before = upstream.requests.length;
      const result = await server.call(tool, given);
      const told = `${tool} ${JSON.stringify(given)}`;
      expect(result.isError, `${told} ${result.text}`).toBe(isDenied);
      if (isDenied) expect(errorOf(result).message, told).toContain('denied by the policy');
      const writes = lines()
        .slice(before)
        .filter(([method]) => method !== 'GET');
      if (isDenied) expect(writes, told).toEqual([]);
    }
  });

  it.each<[string, Record<string, string>, boolean]>([
    ['of another project', { OPENAI_PROJECT_ID: 'proj_test' }, false],
    ['of that project', { OPENAI_PROJECT_ID: 'proj_prod' }, true],
    ['of an unknown project', {}, true],
  ])('belongs to the project of its key: %s', async (_, environment, isDenied) => {
    const { server, lines } = await startUnder(PROD, { environment });
    const result = await server.call('delete_file', { file_id: 'file-abcdefgh' });
    expect(result.isError, result.text).toBe(isDenied);
    expect(lines().some(([method]) => method === 'DELETE')).toBe(!isDenied);
  });
});

describe('what the guard reads for its picture', () => {
  it.each([
    ['a dry run', ['--dry-run']],
    ['a plan', ['--approval', 'writes']],
  ])('stays out of %s where the filters hide the tool that reads it', async (_, args) => {
    const upstream = await organization();
    const call = async (tools: string) => {
      const server = await startServer({ upstream: upstream.url, args: ['--tools', tools, ...args] });
      return server.call('delete_group', { group_id: 'group_all' });
    };
    expect((await call('delete_group,get_group')).text).toContain('Everybody');
    const { value, text } = await call('delete_group');
    expect(value.error).toBeUndefined();
    expect(text).toContain('group_all');
    expect(text).not.toContain('Everybody');
  });
});

/** No call of any tool of the whole catalogue could be meant by one of these. */
const NEVER = [
  'approve: [{ tools: [list_costs] }]',
  'approve: [{ tools: ["*"], reads: true }]',
  'allow: [{ tools: [get_project], projects: [proj_test] }]',
  'deny: [{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 500, at_most: 100 } } }]',
  'deny: [{ tools: [update_project_spend_limit], values: { threshold_usd: { above: 1000000000 } } }]',
  'deny: [{ tools: [create_invite], values: { role: { is: [owner], is_not: [owner] } } }]',
  'deny: [{ tools: [create_spend_alert], values: { interval: { is_not: [month] } } }]',
  'deny: [{ tools: [update_spend_limit, archive_project], projects: [proj_test], values: { threshold_usd: { above: 1 } } }]',
];

/** These are about something, whatever this server has. */
const SHARED = [
  'deny: [{ tools: ["delete_*"] }]',
  'approve: [{ tools: ["*"], projects: [proj_prod] }]',
  'deny: [{ tools: [delete_external_storage], projects: [proj_prod] }]',
  'allow: [{ tools: [update_project_rate_limit], values: { max_requests_per_1_minute: { at_most: 5 } } }]',
  // Left out, it does not expire.
  'deny: [{ tools: [create_admin_api_key], values: { expires_in_seconds: { above: 31536000 } } }]',
];

describe('at the start', () => {
  const start = async (policy: string, ...args: string[]) => {
    const home = temporaryFolder();
    const file = join(home, 'policy.yaml');
    writeFileSync(file, policy, { mode: 0o600 });
    return runToEnd(['--sandbox', '--policy', file, ...args], { HOME: home });
  };

  it.each(NEVER)('a rule that could mean nothing stops it: %s', async (policy) => {
    const { code, stderr } = await start(policy);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain('policy.yaml:1:');
  });

  it.each(SHARED)('a shared rule does not, under limits of this server: %s', async (policy) => {
    for (const args of [['--read-only'], ['--project', 'proj_other'], ['--tools', 'list_projects']]) {
      const { code, stderr } = await start(policy, ...args);
      expect(code, stderr).toBe(0);
    }
  });
});
