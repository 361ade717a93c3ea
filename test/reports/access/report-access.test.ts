/** Access as a report against raw lists, judged here by the words of the issue. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OptionTexts } from '../../../src/settings/read-options.ts';
import { startInProcess } from '../../cli/in-process.ts';
import { type Fault, type Lists, type Row, refusal, startLists } from '../lists.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const SECONDS = NOW / 1000;
const DAY = 86_400;

type Shown = Record<string, unknown> & { columns: string[]; rows: unknown[][] };
type Table = { columns: string[]; rows: unknown[][]; others?: number };

async function start(lists: Lists, fault?: Fault, flags: OptionTexts = {}) {
  const upstream = await startLists(lists, fault);
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW, flags });
  return {
    requests: upstream.requests,
    call: (given: Row) => server.call('report_access', given),
    ask: async (given: Row = {}) => {
      const answer = await server.call('report_access', given);
      expect(answer.isError, answer.text).toBe(false);
      return answer.value as Shown;
    },
  };
}

const project = (index: number, more: Row = {}): Row => ({
  id: `proj_${index}`,
  name: `Project ${index}`,
  status: 'active',
  ...more,
});
const user = (index: number, more: Row = {}): Row => ({
  id: `user-${index}`,
  name: `Person ${index}`,
  email: `person${index}@example.com`,
  role: 'reader',
  added_at: SECONDS - 900 * DAY,
  projects: { object: 'list', data: [] },
  ...more,
});
const ownedBy = ({ id, name, email }: Row): Row => ({ type: 'user', user: { id, name, email } });
const key = (id: string, more: Row = {}): Row => ({
  id,
  name: `name of ${id}`,
  created_at: SECONDS - 400 * DAY,
  last_used_at: SECONDS - DAY,
  expires_at: null,
  owner_project_access: 'active',
  owner: ownedBy(user(1)),
  ...more,
});
const adminKey = (id: string, more: Row = {}): Row => ({
  ...key(id),
  owner_project_access: undefined,
  expires_at: SECONDS + 200 * DAY,
  owner: { type: 'user', object: 'organization.user', id: 'user-1', name: 'Person 1' },
  ...more,
});
const at = (index: number, list: string) => `/organization/projects/proj_${index}/${list}`;

const days = fc.integer({ min: 0, max: 400 });
const anyKey = fc.record({
  project: fc.integer({ min: 1, max: 6 }),
  age: days,
  used: fc.option(days),
  owner: fc.integer({ min: 1, max: 8 }),
  isMachine: fc.boolean(),
  lost: fc.boolean(),
});

describe('findings of the organization', () => {
  test('are those that an independent look at the raw lists has, whatever the organization', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyKey, { maxLength: 40 }),
        fc.integer({ min: 1, max: 365 }),
        fc.integer({ min: 1, max: 7 }),
        async (keys, unused_days, ownerCount) => {
          const lists: Lists = {
            '/organization/projects': Array.from({ length: 6 }, (_, index) => project(index + 1)),
            // Persons 6 to 8 are not there any more.
            '/organization/users': [1, 2, 3, 4, 5, 10, 11].map((index, position) =>
              user(index, { role: position < ownerCount ? 'owner' : 'reader' }),
            ),
          };
          const expected: string[] = ownerCount > 4 ? ['more owners than needed null'] : [];
          for (const [position, one] of keys.entries()) {
            const id = `key_${position}`;
            const list = at(one.project, 'api_keys');
            const row = key(id, {
              created_at: SECONDS - one.age * DAY,
              last_used_at: one.used === null ? null : SECONDS - Math.min(one.used, one.age) * DAY,
              owner: one.isMachine
                ? { type: 'service_account', service_account: { id: 'svc_acct_1', name: 'ci' } }
                : ownedBy(user(one.owner)),
              owner_project_access: one.lost ? 'inactive' : 'active',
            });
            lists[list] = [...(lists[list] ?? []), row];
            if (!one.isMachine && one.owner > 5) expected.push(`owner left ${id}`);
            else if (one.lost) expected.push(`owner lost access ${id}`);
            const idle = one.used === null ? one.age : Math.min(one.used, one.age);
            if (one.age >= unused_days && idle >= unused_days) expected.push(`unused ${id}`);
          }
          const { ask } = await start(lists);
          const shown = await ask({ unused_days, top: 100 });
          expect(shown.rows.map(([finding, , id]) => `${finding} ${id}`).sort()).toEqual(expected.sort());
          const counts = Object.values(shown.by_finding as Record<string, number>);
          expect(counts.reduce((sum, count) => sum + count, 0)).toBe(expected.length);
          expect(shown).toMatchObject({ complete: true, counts: { api_keys: keys.length, people: 7 } });
        },
      ),
      { numRuns: 12, seed: 5 },
    );
  });

  test('speak of admin keys, open invites and owners by groups, each with what mends it', async () => {
    const people = [1, 2, 3, 4, 5].map((index) => user(index, { role: index < 4 ? 'owner' : 'reader' }));
    const { ask } = await start({
      '/organization/projects': [project(1, { status: 'archived' })],
      '/organization/users': people,
      '/organization/admin_api_keys': [
        adminKey('key_fine'),
        adminKey('key_forever', { expires_at: null }),
        adminKey('key_soon', { expires_at: SECONDS + 5 * DAY }),
        adminKey('key_gone', { owner: { type: 'user', id: 'user-77', name: 'Left' } }),
        adminKey('key_idle', { last_used_at: SECONDS - 100 * DAY }),
        adminKey('key_young', { created_at: SECONDS - 50 * DAY, last_used_at: null }),
      ],
      '/organization/invites': [
        { id: 'invite-1', email: 'new@example.com', status: 'pending', created_at: SECONDS - 3 * DAY },
        { id: 'invite-2', email: 'late@example.com', status: 'expired', created_at: SECONDS - 30 * DAY },
      ],
      '/organization/groups': [
        { id: 'group_1', name: 'Admins' },
        { id: 'group_2', name: 'Others' },
      ],
      '/organization/groups/group_1/roles': [{ id: 'role-1', name: 'owner', predefined_role: true }],
      '/organization/groups/group_1/users': [people[3], people[4]] as Row[],
      // A role of one's own with that name is none.
      '/organization/groups/group_2/roles': [{ id: 'role_2', name: 'Owner', predefined_role: false }],
    });
    const shown = await ask();
    expect(shown.rows).toEqual([
      [
        'owner left',
        'name of key_gone',
        'key_gone',
        'organization',
        'Left',
        '2026-11-17',
        'delete_admin_api_key',
      ],
      [
        'admin key without expiry',
        'name of key_forever',
        'key_forever',
        'organization',
        'Person 1',
        '2026-11-17',
        'create_admin_api_key, then delete_admin_api_key',
      ],
      [
        'admin key expires soon',
        'name of key_soon',
        'key_soon',
        'organization',
        'Person 1',
        '2026-11-17',
        'create_admin_api_key, then delete_admin_api_key',
      ],
      [
        'more owners than needed',
        '5 owners',
        null,
        'organization',
        'person1@example.com, person2@example.com, person3@example.com, person4@example.com, person5@example.com',
        null,
        'update_user',
      ],
      ['open invite', 'new@example.com', 'invite-1', 'organization', null, '2026-11-15', 'delete_invite'],
      [
        'unused',
        'name of key_idle',
        'key_idle',
        'organization',
        'Person 1',
        '2026-08-10',
        'delete_admin_api_key',
      ],
    ]);
    expect(shown.counts).toMatchObject({ owners: 5, open_invites: 1, admin_keys: 6, archived_projects: 1 });
  });

  test('a key is not judged by what OpenAI does not tell', async () => {
    const { ask } = await start({
      '/organization/projects': [project(1)],
      '/organization/users': [user(1)],
      [at(1, 'api_keys')]: [
        key('key_1', { last_used_at: undefined }),
        key('key_2', { created_at: undefined }),
      ],
    });
    const shown = await ask();
    expect(shown.rows).toEqual([]);
    expect(shown.cannot_see).toContain('2 keys');
  });
});

describe('a person', () => {
  const leaver = user(1, {
    role: 'owner',
    projects: { object: 'list', data: [{ id: 'proj_1', name: 'Project 1', role: 'owner' }] },
  });
  const lists: Lists = {
    '/organization/projects': [project(1), project(2), project(3)],
    '/organization/users': [leaver, user(2)],
    '/organization/users/user-1/roles': [
      {
        id: 'role-o',
        name: 'owner',
        assignment_sources: [{ principal_type: 'user', principal_id: 'user-1' }],
      },
    ],
    '/organization/groups': [
      { id: 'group_1', name: 'Search team' },
      { id: 'group_2', name: 'Others' },
    ],
    '/organization/groups/group_1/users': [leaver],
    '/organization/groups/group_2/users': [user(2)],
    [at(1, 'groups')]: [],
    [at(2, 'groups')]: [{ group_id: 'group_1', group_name: 'Search team' }],
    [at(3, 'groups')]: [{ group_id: 'group_2', group_name: 'Others' }],
    '/projects/proj_1/users/user-1/roles': [
      {
        id: 'role-p',
        name: 'owner',
        assignment_sources: [{ principal_type: 'user', principal_id: 'user-1' }],
      },
      {
        id: 'role_x',
        name: 'Curator',
        assignment_sources: [{ principal_type: 'user', principal_id: 'user-1' }],
      },
    ],
    '/projects/proj_2/users/user-1/roles': [
      {
        id: 'role-m',
        name: 'member',
        assignment_sources: [{ principal_type: 'group', principal_id: 'group_1' }],
      },
    ],
    [at(1, 'api_keys')]: [key('key_1'), key('key_other', { owner: ownedBy(user(2)) })],
    // Membership may have ended, and the key is left.
    [at(3, 'api_keys')]: [
      key('key_3', { owner_project_access: 'inactive' }),
      key('key_ci', {
        owner: { type: 'service_account', service_account: { id: 'svc_acct_1', name: 'ci' } },
      }),
    ],
    [at(2, 'service_accounts')]: [{ id: 'svc_acct_2', name: 'keyless', role: 'member' }],
    '/organization/admin_api_keys': [
      adminKey('key_admin'),
      adminKey('key_theirs', { owner: { type: 'user', id: 'user-2', name: 'Person 2' } }),
    ],
    '/organization/invites': [
      { id: 'invite-1', email: 'PERSON1@example.com', role: 'owner', status: 'pending', created_at: SECONDS },
      { id: 'invite-2', email: 'else@example.com', role: 'owner', status: 'pending', created_at: SECONDS },
    ],
    '/organization/audit_logs': ['svc_acct_1', 'svc_acct_2', 'svc_acct_deleted'].map((id, index) => ({
      id: `audit-${index}`,
      type: 'service_account.created',
      effective_at: SECONDS - index * DAY,
      project: { id: 'proj_2', name: 'Project 2' },
      actor: { type: 'session', session: { user: { id: 'user-1', email: 'person1@example.com' } } },
      'service_account.created': { id },
    })),
  };

  test.each([['person1@example.com'], ['Person1@Example.com'], ['user-1'], ['person 1']])(
    '%s: everything they hold, in one call, and nothing of others',
    async (subject) => {
      const { ask } = await start(lists);
      const shown = await ask({ subject });
      const rows = (name: string) => (shown[name] as Table).rows;
      expect(shown).toMatchObject({
        subject: { kind: 'person', id: 'user-1', email: 'person1@example.com', state: 'active' },
        organization_roles: ['owner'],
        complete: true,
      });
      expect(rows('projects')).toEqual([
        ['Project 1', 'owner, Curator'],
        ['Project 2', 'member by Search team'],
      ]);
      expect(rows('groups')).toEqual([['Search team', 'group_1']]);
      expect(rows('api_keys').map((row) => row.slice(1, 3))).toEqual([
        ['key_1', 'Project 1'],
        ['key_3', 'Project 3'],
      ]);
      expect(rows('admin_keys').map((row) => row[1])).toEqual(['key_admin']);
      expect(rows('open_invites').map((row) => row[0])).toEqual(['invite-1']);
      expect(rows('service_accounts')).toEqual([
        ['ci', 'svc_acct_1', 'Project 3', '2026-11-18'],
        ['keyless', 'svc_acct_2', 'Project 2', '2026-11-17'],
      ]);
      expect(shown.rows.map((row) => row[0])).toEqual(['owner lost access']);
      expect(shown.project_ids).toEqual({
        'Project 1': 'proj_1',
        'Project 2': 'proj_2',
        'Project 3': 'proj_3',
      });
      expect(JSON.stringify(shown)).not.toMatch(/key_other|key_theirs|person2/);
    },
  );

  test('who left is told as such, with what outlived them', async () => {
    const { ask } = await start({ ...lists, '/organization/users': [user(2)] });
    const shown = await ask({ subject: 'person1@example.com' });
    expect(shown.subject).toMatchObject({ state: 'not in the organization' });
    expect((shown.api_keys as Table).rows.map((row) => row[1])).toEqual(['key_1', 'key_3']);
    // An admin key names nobody's email, and the ID is known by the keys of projects.
    expect((shown.admin_keys as Table).rows.map((row) => row[1])).toEqual(['key_admin']);
    expect(shown.by_finding).toEqual({ 'owner left': 3 });
  });

  test('who cannot be looked up is not said to have left', async () => {
    const { ask } = await start(lists, undefined, { 'exclude-tools': 'list_users' });
    const shown = await ask({ subject: 'person1@example.com' });
    expect(shown).toMatchObject({ complete: false, subject: { state: 'unknown' } });
    expect(shown.why).toContain('the person');
    expect(shown.by_finding).toEqual({ 'owner lost access': 1 });
  });

  test('memberships that the list of users does not tell are asked of the projects', async () => {
    const users = [{ ...leaver, projects: undefined }];
    const { ask } = await start({ ...lists, '/organization/users': users }, (_, path) =>
      path === '/projects/proj_3/users/user-1/roles' ? refusal('No such user', 404) : undefined,
    );
    const shown = await ask({ subject: 'user-1' });
    expect((shown.projects as Table).rows.map((row) => row[0])).toEqual(['Project 1', 'Project 2']);
  });

  test('a name of several is answered with their IDs, and one of nobody with what is closest', async () => {
    const { call } = await start({
      '/organization/users': [user(1, { name: 'Kim' }), user(2, { name: 'Kim' })],
      '/organization/projects': [project(1)],
    });
    expect((await call({ subject: 'kim' })).text).toMatch(/2 are called.*user-1.*user-2/);
    expect((await call({ subject: 'Projekt 1' })).text).toContain('proj_1');
  });
});

describe('a project', () => {
  test('has its members, groups, roles, service accounts, and keys with owner and last use', async () => {
    const { ask, requests } = await start({
      '/organization/projects': [project(1), project(2)],
      '/organization/users': [user(1), user(2)],
      [at(1, 'users')]: [user(1, { role: 'owner' }), user(2, { role: 'member' })],
      [at(1, 'groups')]: [{ group_id: 'group_1', group_name: 'Search team' }],
      '/projects/proj_1/groups/group_1/roles': [
        {
          id: 'r',
          name: 'member',
          assignment_sources: [{ principal_type: 'group', principal_id: 'group_1' }],
        },
      ],
      '/projects/proj_1/roles': [{ id: 'role-p', name: 'owner', predefined_role: true }],
      [at(1, 'service_accounts')]: [
        { id: 'svc_acct_1', name: 'ci', role: 'member', created_at: SECONDS - DAY },
      ],
      [at(1, 'api_keys')]: [key('key_1'), key('key_2', { last_used_at: null, owner: ownedBy(user(9)) })],
    });
    const shown = await ask({ subject: 'Project 1' });
    expect(shown).toMatchObject({
      subject: { kind: 'project', id: 'proj_1', state: 'active' },
      members: {
        rows: [
          ['person1@example.com', 'user-1', 'owner'],
          ['person2@example.com', 'user-2', 'member'],
        ],
      },
      groups: { rows: [['Search team', 'group_1', 'member']] },
      service_accounts: { rows: [['ci', 'svc_acct_1', 'member', '2026-11-17']] },
      api_keys: {
        rows: [
          ['name of key_1', 'key_1', 'person1@example.com', '2026-11-17', null],
          ['name of key_2', 'key_2', 'person9@example.com', 'never', null],
        ],
      },
      by_finding: { 'owner left': 1, unused: 1 },
      complete: true,
    });
    expect(requests.some(({ line }) => line.includes('proj_2'))).toBe(false);
  });
});

describe('what report_access cannot cover', () => {
  const lists: Lists = {
    '/organization/projects': [project(1), project(2), project(3)],
    '/organization/users': [user(1)],
    [at(1, 'api_keys')]: [key('key_1', { last_used_at: null })],
    [at(2, 'api_keys')]: [key('key_2', { last_used_at: null })],
    [at(3, 'api_keys')]: [key('key_3', { last_used_at: null })],
  };

  test('a list that fails is named, and the rest is told', async () => {
    const { ask } = await start(lists, (_, path) =>
      path === at(2, 'api_keys') || path.endsWith('/invites') ? refusal('Not for you') : undefined,
    );
    const shown = await ask();
    expect(shown.complete).toBe(false);
    expect(shown.why).toMatch(/invites.*API keys of Project 2.*Not for you/);
    expect(shown.rows.map((row) => row[2])).toEqual(['key_1', 'key_3']);
    expect(shown.covers).toContain('2 of 3 active projects');
    expect(shown.counts).not.toHaveProperty('open_invites');
  });

  test('without the list of users nobody is said to have left', async () => {
    const { ask } = await start(lists, (_, path) =>
      path.endsWith('/users') ? refusal('Not for you') : undefined,
    );
    const shown = await ask();
    expect(shown).toMatchObject({ complete: false, by_finding: { unused: 3 } });
    expect(shown.cannot_see).toContain('which owners left');
  });

  test('where nothing at all can be read, it is the error', async () => {
    const { call } = await start(lists, () => refusal('The key has been revoked', 401));
    const answer = await call({});
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('revoked');
  });

  test('goes on from a project, without what is not the projects own', async () => {
    const { ask, call } = await start(lists);
    const shown = await ask({ from_project: 'proj_2' });
    expect(shown.rows.map((row) => row[2])).toEqual(['key_2', 'key_3']);
    expect(shown.counts).not.toHaveProperty('admin_keys');
    expect((await call({ from_project: 'proj_9' })).text).toContain('proj_9');
  });

  describe('pinned to a project', () => {
    const pinned = {
      ...lists,
      [at(2, 'users')]: [{ ...user(1), role: 'owner' }],
      [at(2, 'api_keys')]: [key('key_2', { owner: { type: 'user', user: user(1) } })],
    };
    const within = /^\/v1(?:\/organization)?\/projects\/proj_2(?:[/?]|$)|project_ids\[\]=proj_2(?:&|$)/;

    test('a member is found by email, with what they hold there, and the rest is said to be out of reach', async () => {
      const { ask, requests } = await start(pinned, undefined, { project: 'proj_2' });
      const shown = await ask({ subject: String(user(1).email) });
      expect(shown.subject).toMatchObject({ kind: 'person', id: user(1).id, email: user(1).email });
      expect((shown.projects as Table).rows).toEqual([['Project 2', 'owner']]);
      expect((shown.api_keys as Table).rows.map((row) => row[1])).toEqual(['key_2']);
      expect(shown).not.toHaveProperty('organization_roles');
      expect(shown).toMatchObject({ complete: false, why: expect.stringMatching(/admin keys.*--project/) });
      const paths = requests.map(({ line }) => decodeURIComponent(line.split(' ')[1] ?? ''));
      expect(paths.filter((path) => !within.test(path))).toEqual([]);
    });

    test('who is no member is not said to have left, and why is told', async () => {
      const { ask } = await start(pinned, undefined, { project: 'proj_2' });
      const shown = await ask({ subject: 'somebody@else.example' });
      expect(shown).not.toHaveProperty('organization_roles');
      expect(shown.why).toMatch(/the person.*--project keeps this server to proj_2.*can widen --project/);
    });
  });

  test('kept to some projects, nothing else is asked', async () => {
    const { ask, requests } = await start(lists);
    const shown = await ask({ projects: ['Project 3'] });
    expect(shown.rows.map((row) => row[2])).toEqual(['key_3']);
    expect(requests.some(({ line }) => /proj_[12]|invites|admin_api_keys/.test(line))).toBe(false);
  });
});
