/** What off-boarding somebody comes to, over organizations of raw lists: what is theirs, and nothing else. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jobOffboard } from '../../../src/jobs/offboard/job-offboard.ts';
import { type Fault, type Lists, type Row, refusal } from '../../reports/lists.ts';
import { DAY, planOver, SECONDS } from '../plan-over-lists.ts';

const EMAIL = 'dana@example.com';
const ORGANIZATION = '/organization';

const project = (id: string): Row => ({ id, name: `Name of ${id}`, status: 'active' });
const person = (id: string, email: string, role: string, projects: Row[] = []): Row => ({
  id,
  email,
  name: `Name of ${id}`,
  role,
  projects: { object: 'list', data: projects },
});
const projectKey = (id: string, owner: Row, more: Row = {}): Row => ({
  id,
  name: `Name of ${id}`,
  created_at: SECONDS - 300 * DAY,
  last_used_at: null,
  owner: { type: 'user', user: owner },
  owner_project_access: 'active',
  ...more,
});
const adminKey = (id: string, owner: Row, more: Row = {}): Row => ({
  id,
  name: `Name of ${id}`,
  created_at: SECONDS - 300 * DAY,
  last_used_at: null,
  expires_at: null,
  owner: { type: 'user', id: owner.id },
  ...more,
});
const invite = (id: string, email: string, status = 'pending'): Row => ({
  id,
  email,
  status,
  role: 'reader',
  created_at: SECONDS - DAY,
});

const DANA = person('user-dana', EMAIL, 'reader');
const OTHER = person('user-other', 'other@example.com', 'owner');

const offboard = (lists: Lists, given = EMAIL, fault?: Fault) =>
  planOver(jobOffboard, lists, { person: given }, fault && { fault });

/** The last two parts of what a request is about. */
const targets = (steps: { method: string; given: Record<string, unknown> }[]) =>
  steps.map(({ method, given }) => `${method} ${Object.values(given).join('/')}`);

describe('steps', () => {
  const inProjects = fc.array(
    fc.record({
      project: fc.constantFrom('proj_1', 'proj_2', 'proj_3'),
      isTheirs: fc.boolean(),
      isLost: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const ofOrganization = fc.array(fc.boolean(), { maxLength: 4 });
  const invites = fc.array(
    fc.record({ isTheirs: fc.boolean(), isOpen: fc.boolean(), isUpper: fc.boolean() }),
    { maxLength: 4 },
  );

  test('are what is theirs and nothing else: invites, keys, admin keys, and the person last', async () => {
    await fc.assert(
      fc.asyncProperty(inProjects, ofOrganization, invites, async (keys, admin, sent) => {
        const rows = keys.map((key, index) => ({
          ...key,
          row: projectKey(`key_${index}`, key.isTheirs ? DANA : OTHER, {
            owner_project_access: key.isLost ? 'inactive' : 'active',
          }),
        }));
        const lists: Lists = {
          [`${ORGANIZATION}/projects`]: ['proj_1', 'proj_2', 'proj_3'].map(project),
          [`${ORGANIZATION}/users`]: [DANA, OTHER],
          [`${ORGANIZATION}/admin_api_keys`]: admin.map((isTheirs, index) =>
            adminKey(`key_a${index}`, isTheirs ? DANA : OTHER),
          ),
          [`${ORGANIZATION}/invites`]: sent.map(({ isTheirs, isOpen, isUpper }, index) =>
            invite(
              `invite-${index}`,
              isTheirs ? (isUpper ? EMAIL.toUpperCase() : EMAIL) : 'other@example.com',
              isOpen ? 'pending' : 'accepted',
            ),
          ),
        };
        for (const id of ['proj_1', 'proj_2', 'proj_3']) {
          lists[`${ORGANIZATION}/projects/${id}/api_keys`] = rows
            .filter((key) => key.project === id)
            .map(({ row }) => row);
        }
        const { steps } = await offboard(lists);
        const theirs = sent.flatMap(({ isTheirs, isOpen }, index) =>
          isTheirs && isOpen ? [`delete invite-${index}`] : [],
        );
        const theirKeys = rows.flatMap(({ isTheirs, project: place, row }) =>
          isTheirs ? [`delete ${place}/${row.id}`] : [],
        );
        const theirAdminKeys = admin.flatMap((isTheirs, index) => (isTheirs ? [`delete key_a${index}`] : []));
        const told = targets(steps);
        expect(told.slice(0, theirs.length)).toEqual(theirs);
        const afterInvites = told.slice(theirs.length, theirs.length + theirKeys.length);
        expect(afterInvites.sort()).toEqual(theirKeys.sort());
        expect(told.slice(theirs.length + theirKeys.length)).toEqual([...theirAdminKeys, 'delete user-dana']);
      }),
      { numRuns: 20 },
    );
  }, 60_000);

  test('of somebody who is not here are what they left behind', async () => {
    const { steps, what, reach } = await offboard({
      [`${ORGANIZATION}/projects`]: [project('proj_1')],
      [`${ORGANIZATION}/users`]: [OTHER],
      [`${ORGANIZATION}/projects/proj_1/api_keys`]: [
        projectKey('key_left', DANA, { owner_project_access: 'inactive' }),
      ],
      // By its owner's ID alone, which the other key tells.
      [`${ORGANIZATION}/admin_api_keys`]: [adminKey('key_admin', DANA)],
      [`${ORGANIZATION}/invites`]: [invite('invite-1', EMAIL)],
    });
    expect(targets(steps)).toEqual(['delete invite-1', 'delete proj_1/key_left', 'delete key_admin']);
    expect(what).toBe(`Off-board: "${EMAIL}" (not in the organization)`);
    expect(reach).toEqual([]);
  });

  test('of nobody are none, and where to look is said', async () => {
    const { steps, notes } = await offboard({
      [`${ORGANIZATION}/projects`]: [project('proj_1')],
      [`${ORGANIZATION}/users`]: [OTHER],
    });
    expect(steps).toEqual([]);
    expect(notes.join(' ')).toContain('is not in the organization');
    expect(notes.join(' ')).toContain('list_users');
  });

  test.each(['dana@EXAMPLE.com', 'user-dana', 'Name of user-dana'])(
    'are the same for a person given as %s',
    async (given) => {
      const lists = {
        [`${ORGANIZATION}/projects`]: [project('proj_1')],
        [`${ORGANIZATION}/users`]: [DANA, OTHER],
        [`${ORGANIZATION}/projects/proj_1/api_keys`]: [projectKey('key_1', DANA), projectKey('key_2', OTHER)],
      };
      const { steps, names } = await offboard(lists, given);
      expect(targets(steps)).toEqual(['delete proj_1/key_1', 'delete user-dana']);
      expect(names).toEqual([EMAIL, 'user-dana', EMAIL]);
    },
  );

  test('are none for a name that two people have, nor for a project', async () => {
    const twins = [
      { ...DANA, name: 'Dana' },
      { ...OTHER, name: 'Dana' },
    ];
    const lists = { [`${ORGANIZATION}/projects`]: [project('proj_1')], [`${ORGANIZATION}/users`]: twins };
    await expect(offboard(lists, 'Dana')).rejects.toThrow(
      /^person: 2 are called "Dana": user-dana .*user-other/,
    );
    await expect(offboard(lists, 'Name of proj_1')).rejects.toThrow(/^person: no person is called/);
  });

  test('are none where it cannot be read whether somebody is here', async () => {
    const lists = { [`${ORGANIZATION}/projects`]: [project('proj_1')], [`${ORGANIZATION}/users`]: [DANA] };
    const fault: Fault = (_, path) => (path === '/organization/users' ? refusal('No.') : undefined);
    await expect(offboard(lists, EMAIL, fault)).rejects.toThrow();
  });
});

describe('what a person is told before', () => {
  /** Dana owns two projects: of the first alone, and the second through a group as well, in which somebody else is. */
  const lists = (more: Lists = {}): Lists => ({
    [`${ORGANIZATION}/projects`]: [project('proj_alone'), project('proj_group'), project('proj_member')],
    [`${ORGANIZATION}/users`]: [
      person('user-dana', EMAIL, 'owner', [
        { id: 'proj_alone', role: 'owner' },
        { id: 'proj_group', role: 'owner' },
        { id: 'proj_member', role: 'member' },
      ]),
      OTHER,
    ],
    [`${ORGANIZATION}/groups`]: [{ id: 'group_1', name: 'Search' }],
    [`${ORGANIZATION}/groups/group_1/users`]: [{ id: 'user-dana' }, { id: 'user-other' }],
    [`${ORGANIZATION}/projects/proj_alone/users`]: [
      { id: 'user-dana', role: 'owner' },
      { id: 'user-other', role: 'member' },
    ],
    [`${ORGANIZATION}/projects/proj_group/users`]: [{ id: 'user-dana', role: 'owner' }],
    [`${ORGANIZATION}/projects/proj_group/groups`]: [{ group_id: 'group_1', group_name: 'Search' }],
    '/projects/proj_group/groups/group_1/roles': [{ id: 'role_1', name: 'owner', assignment_sources: [] }],
    [`${ORGANIZATION}/projects/proj_alone/api_keys`]: [
      projectKey('key_used', DANA, { last_used_at: SECONDS - DAY }),
      projectKey('key_idle', DANA, { last_used_at: SECONDS - 200 * DAY }),
    ],
    [`${ORGANIZATION}/admin_api_keys`]: [adminKey('key_admin', DANA, { last_used_at: SECONDS - 60 })],
    ...more,
  });

  test('is which project, and the organization, has whom left as an owner', async () => {
    const { reach = [] } = await offboard(lists());
    expect(reach.filter((sentence) => sentence.includes('without an owner'))).toEqual([
      'Project "Name of proj_alone" (proj_alone) is left without an owner of its own; owners of the organization still reach it. create_project_user or update_project_user makes somebody one.',
    ]);
    expect(reach).toContain(
      'After this "other@example.com" (user-other) is the only owner of the organization.',
    );
  });

  test('is that a group of nobody else leaves a project without an owner, too', async () => {
    const { reach = [] } = await offboard(
      lists({ [`${ORGANIZATION}/groups/group_1/users`]: [{ id: 'user-dana' }] }),
    );
    expect(reach.filter((sentence) => sentence.includes('without an owner'))).toHaveLength(2);
  });

  test('is which keys are in use, each with its last use', async () => {
    const { reach = [], brief, steps } = await offboard(lists());
    expect(brief.slice(0, 2)).toEqual(['2 API keys (1 in use)', '1 admin key (1 in use)']);
    const used = reach.find((sentence) => sentence.startsWith('Used in the last 7 days'));
    expect(used).toContain('"Name of key_used" in "Name of proj_alone"');
    expect(used).toContain('admin key "Name of key_admin"');
    expect(used).not.toContain('key_idle');
    expect(steps.map(({ item }) => item)).toEqual([
      '"Name of key_used" (key_used), last used 2026-11-17',
      '"Name of key_idle" (key_idle), last used 2026-05-02',
      '"Name of key_admin" (key_admin), last used 2026-11-18',
      undefined,
    ]);
  });

  test('is what goes with the person, and what stays: service accounts that they made', async () => {
    const { reach = [] } = await offboard(
      lists({
        [`${ORGANIZATION}/audit_logs`]: [
          {
            id: 'audit_1',
            type: 'service_account.created',
            effective_at: SECONDS - DAY,
            project: { id: 'proj_alone' },
            actor: { session: { user: { id: 'user-dana', email: EMAIL } } },
            'service_account.created': { id: 'svc_acct_1' },
          },
        ],
        [`${ORGANIZATION}/projects/proj_alone/service_accounts`]: [{ id: 'svc_acct_1', name: 'deploy' }],
      }),
    );
    const told = reach.join('\n');
    expect(told).toContain(
      '"Name of proj_alone" (owner), "Name of proj_group" (owner), "Name of proj_member" (member)',
    );
    expect(told).toContain('Groups that they lose: "Search" (group_1).');
    expect(told).toContain('Service account "deploy" (svc_acct_1) in "Name of proj_alone" (proj_alone)');
    expect(told).toContain('rotate_service_account_key');
  });

  test('is what could not be read, first', async () => {
    const fault: Fault = (_, path) =>
      path.endsWith('/admin_api_keys') ? refusal('Not for you.') : undefined;
    const { reach = [], steps } = await offboard(lists(), EMAIL, fault);
    expect(reach[0]).toMatch(/^Not read: admin keys: .*Not for you/);
    expect(targets(steps).at(-1)).toBe('delete user-dana');
  });

  test('is that a directory brings somebody back whom it manages', async () => {
    const managed = { ...lists(), [`${ORGANIZATION}/users`]: [{ ...DANA, is_scim_managed: true }, OTHER] };
    const { reach = [] } = await offboard(managed);
    expect(reach.join(' ')).toContain('directory');
  });
});
