/** Nobody shuts the door behind themselves, whatever approval and policy say. */
import { describe, expect, test } from 'vitest';
import { isShownAs } from '../../src/credentials/redacted-key.ts';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { toolOf } from '../tools/tool-of-request.ts';
import {
  aboutEverything,
  guardSetting,
  notFound,
  plainAnswer,
  type Setting,
  type SettingOptions,
  temporaryHome,
} from './guard-setting.ts';

const OWN_KEY = 'sk-admin-own0123456789abcd';
const OWN_PROJECT_KEY = 'sk-proj-own0123456789wxyz';

type User = { id: string; role: 'owner' | 'reader'; [more: string]: unknown };
type Group = { id: string; roles: { id: string; name: string; predefined_role: boolean }[]; users: string[] };

/** An organization as far as owners and keys go. */
type Organization = {
  users: User[];
  groups: Group[];
  adminKeys: { id: string; owner: { id: string }; redacted_value?: string }[];
  projectKeys: { id: string; owner: object; redacted_value?: string }[];
};

const BO = { type: 'user', user: { id: 'user-bo' } };

const WITH_BO_IN_PROJECT: User[] = [
  { id: 'user-ann', role: 'owner' },
  { id: 'user-bo', role: 'reader', projects: { data: [{ id: 'proj_1', name: 'P' }] } },
];

const OWNER_ROLE = { id: 'role_owner', name: 'owner', predefined_role: true };

function organization(more: Partial<Organization> = {}): Organization {
  return {
    users: [
      { id: 'user-ann', role: 'owner' },
      { id: 'user-bo', role: 'reader' },
    ],
    groups: [],
    adminKeys: [
      { id: 'key_own', owner: { id: 'user-key' }, redacted_value: 'sk-admin-***abcd' },
      { id: 'key_other', owner: { id: 'user-x' }, redacted_value: 'sk-admin-***zzzz' },
    ],
    projectKeys: [
      {
        id: 'key_p',
        owner: { type: 'service_account', service_account: { id: 'svc_acct_1' } },
        redacted_value: 'sk-proj-***wxyz',
      },
      { id: 'key_q', owner: { type: 'user', user: { id: 'user-bo' } }, redacted_value: 'sk-proj-***0000' },
    ],
    ...more,
  };
}

function answering(data: Organization) {
  const list = (items: unknown[]) => ({ object: 'list', data: items, has_more: false });
  return (request: ApiRequest, tool: ToolSpec): unknown => {
    const parts = request.path.split('/').slice(2).map(decodeURIComponent);
    const group = data.groups.find(({ id }) => id === parts[1]);
    if (request.method !== 'GET') return applied(data, request, tool);
    switch (tool.name) {
      case 'list_users':
        return list(data.users);
      case 'list_groups':
        return list(data.groups.map(({ id }) => ({ id, name: id })));
      case 'list_group_roles':
        return list(group?.roles ?? []);
      case 'list_group_users':
        return list((group?.users ?? []).map((id) => ({ id })));
      case 'list_user_roles': {
        const isOwner = data.users.some(({ id, role }) => id === parts[1] && role === 'owner');
        return list(isOwner ? [OWNER_ROLE] : []);
      }
      case 'list_admin_api_keys':
        return list(data.adminKeys);
      case 'get_admin_api_key':
        return data.adminKeys.find(({ id }) => id === parts[1]) ?? fail();
      case 'list_project_api_keys':
        return list(data.projectKeys);
      case 'get_project_api_key':
        return data.projectKeys.find(({ id }) => id === parts[3]) ?? fail();
      default:
        return plainAnswer(request, tool);
    }
  };
}

function fail(): never {
  throw notFound();
}

function applied(data: Organization, request: ApiRequest, tool: ToolSpec): unknown {
  const last = request.path.split('/').at(-1);
  if (tool.name === 'delete_user') data.users = data.users.filter(({ id }) => id !== last);
  return plainAnswer(request, tool);
}

async function keyInUse(redacted: string): Promise<boolean | undefined> {
  const answers = [OWN_KEY, OWN_PROJECT_KEY].map((key) => isShownAs(key, redacted));
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

/** The laxest there is. */
const LAX: SettingOptions = {
  mode: 'off',
  authority: aboutEverything('allow'),
  keyInUse,
};

const setting = (data: Organization, more: SettingOptions = {}): Setting =>
  guardSetting({ ...LAX, answer: answering(data), ...more });

async function refusalOf(one: Setting, tool: string, given: object): Promise<string> {
  const { error } = await one.call(tool, given);
  expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
  expect(one.writes()).toEqual([]);
  expect(one.record()).toEqual(['refused']);
  return String(error?.message);
}

async function goesThrough(one: Setting, tool: string, given: object): Promise<void> {
  const { error } = await one.call(tool, given);
  expect(error).toBeUndefined();
  expect(one.writes()).toHaveLength(1);
}

describe('the admin key in use', () => {
  test.each(['sk-admin-***abcd', 'sk-...abcd', 'sk-admin-own…abcd', 'sk-a*********************abcd'])(
    'shown as %s is not deleted',
    async (redacted_value) => {
      const data = organization({ adminKeys: [{ id: 'key_own', owner: { id: 'x' }, redacted_value }] });
      expect(await refusalOf(setting(data), 'delete_admin_api_key', { key_id: 'key_own' })).toContain(
        'This is the admin key that this server uses.',
      );
    },
  );

  test.each([undefined, 'sk-admin-***', '***d', '', 'abcd'])(
    'that may be shown as %j is not deleted',
    async (shown) => {
      const key = {
        id: 'key_own',
        owner: { id: 'x' },
        ...(shown !== undefined && { redacted_value: shown }),
      };
      const data = organization({ adminKeys: [key] });
      expect(await refusalOf(setting(data), 'delete_admin_api_key', { key_id: 'key_own' })).toContain(
        'It cannot be told whether this is the admin key',
      );
    },
  );

  test('leaves every other one to be deleted', async () => {
    await goesThrough(setting(organization()), 'delete_admin_api_key', { key_id: 'key_other' });
  });

  test('keeps its owner from being removed, demoted or unassigned', async () => {
    const users: User[] = [
      { id: 'user-key', role: 'owner' },
      { id: 'user-ann', role: 'owner' },
    ];
    for (const [tool, given] of [
      ['delete_user', { user_id: 'user-key' }],
      ['update_user', { user_id: 'user-key', role: 'reader' }],
      ['delete_user_role', { user_id: 'user-key', role_id: 'role_owner' }],
    ] as const) {
      const message = await refusalOf(setting(organization({ users })), tool, given);
      expect(message, tool).toContain('belongs to this person');
    }
    await goesThrough(setting(organization({ users })), 'delete_user', { user_id: 'user-ann' });
  });

  test('is not deleted when it cannot be read', async () => {
    const one = setting(organization({ adminKeys: [] }));
    const { error } = await one.call('delete_admin_api_key', { key_id: 'key_own' });
    expect(error).toMatchObject({ kind: 'not_found', outcome: 'not_sent' });
    expect(one.writes()).toEqual([]);
  });
});

describe('the project key in use', () => {
  test('is not deleted', async () => {
    const given = { project_id: 'proj_1', api_key_id: 'key_p' };
    expect(await refusalOf(setting(organization()), 'delete_project_api_key', given)).toContain(
      'the project key that this server uses',
    );
  });

  test('is looked for among the keys of that very project', async () => {
    const asked: (string | undefined)[] = [];
    const one = setting(organization(), {
      keyInUse: async (_, projectId) => {
        asked.push(projectId);
        return projectId === 'proj_1';
      },
    });
    await refusalOf(one, 'delete_project_api_key', { project_id: 'proj_1', api_key_id: 'key_q' });
    expect(asked).toEqual(['proj_1']);
  });

  test('keeps its service account', async () => {
    const given = { project_id: 'proj_1', service_account_id: 'svc_acct_1' };
    expect(await refusalOf(setting(organization()), 'delete_project_service_account', given)).toContain(
      'the project key that this server uses',
    );
  });

  const HELD: [string, object, Record<string, unknown>][] = [
    ['update_project_api_key', { project_id: 'proj_1', api_key_id: 'key_p', expires_in_seconds: 1 }, {}],
    ['update_project_api_key', { project_id: 'proj_1', api_key_id: 'key_p', expires_in_seconds: 86_399 }, {}],
    ['delete_project_user', { project_id: 'proj_1', user_id: 'user-bo' }, { owner: BO }],
    ['delete_user', { user_id: 'user-bo' }, { owner: BO }],
  ];

  test.each(HELD)('is not ended by %s with %j', async (tool, given, more) => {
    const data = organization({ users: WITH_BO_IN_PROJECT });
    Object.assign(data.projectKeys[0] ?? {}, more);
    expect(await refusalOf(setting(data), tool, given)).toContain(
      'This would end the project key that this server uses.',
    );
  });

  test.each<[string, object]>([
    ['update_project_api_key', { project_id: 'proj_1', api_key_id: 'key_q', expires_in_seconds: 1 }],
    ['update_project_api_key', { project_id: 'proj_1', api_key_id: 'key_p', expires_in_seconds: 86_400 }],
    ['update_project_api_key', { project_id: 'proj_1', api_key_id: 'key_p', scopes: ['api.all.read'] }],
    ['delete_project_user', { project_id: 'proj_1', user_id: 'user-bo' }],
    ['delete_user', { user_id: 'user-bo' }],
  ])('stays with %s of %j', async (tool, given) =>
    goesThrough(setting(organization({ users: WITH_BO_IN_PROJECT })), tool, given),
  );

  test('leaves other keys and accounts to be deleted', async () => {
    const key = { project_id: 'proj_1', api_key_id: 'key_q' };
    await goesThrough(setting(organization()), 'delete_project_api_key', key);
    const account = { project_id: 'proj_1', service_account_id: 'svc_acct_2' };
    await goesThrough(setting(organization()), 'delete_project_service_account', account);
  });
});

/** What takes ownership from user-ann, the only owner. */
const LAST: [string, string, object][] = [
  ['demoted by role', 'update_user', { user_id: 'user-ann', role: 'reader' }],
  ['demoted by role id', 'update_user', { user_id: 'user-ann', role_id: 'role_reader' }],
  [
    'demoted by role id beside the role',
    'update_user',
    { user_id: 'user-ann', role: 'owner', role_id: 'role_x' },
  ],
  ['demoted by emptying the role id', 'update_user', { user_id: 'user-ann', clear: ['role_id'] }],
  ['removed', 'delete_user', { user_id: 'user-ann' }],
  ['unassigned', 'delete_user_role', { user_id: 'user-ann', role_id: 'role_owner' }],
];

describe('the last owner', () => {
  test.each(LAST)('is not %s', async (_, tool, given) => {
    expect(await refusalOf(setting(organization()), tool, given)).toBe(
      'No owner of the organization would be left. Make somebody else an owner first. Nothing was sent.',
    );
  });

  test.each(LAST)('is not %s when approved by a person either', async (_, tool, given) => {
    const data = organization({ users: [...organization().users, { id: 'user-di', role: 'owner' }] });
    const one = setting(data, {
      mode: 'writes',
      authority: {},
    });
    await one.call(tool, given);
    await one.approveAll();
    data.users = data.users.filter(({ id }) => id !== 'user-di');
    const { error } = await one.call(tool, given);
    expect(error?.message).toContain('No owner of the organization would be left');
    expect(one.writes()).toEqual([]);
  });

  test.each(LAST)('is %s as soon as there is another', async (_, tool, given) => {
    const users: User[] = [...organization().users, { id: 'user-di', role: 'owner' }];
    await goesThrough(setting(organization({ users })), tool, given);
  });

  const UNABLE: [string, object][] = [
    ['is banned', { user: { banned: true } }],
    ['is disabled', { user: { enabled: false } }],
    ['is a service account', { is_service_account: true }],
  ];

  test.each(UNABLE)('is not removed beside one who %s', async (_, state) => {
    const users: User[] = [
      { id: 'user-ann', role: 'owner' },
      { id: 'user-cy', role: 'owner', ...state },
    ];
    const given = { user_id: 'user-ann' };
    expect(await refusalOf(setting(organization({ users })), 'delete_user', given)).toContain('No owner');
    const throughGroup = organization({
      users: [
        { id: 'user-ann', role: 'owner' },
        { id: 'user-cy', role: 'reader', ...state },
      ],
      groups: [{ id: 'group_1', roles: [OWNER_ROLE], users: ['user-cy'] }],
    });
    expect(await refusalOf(setting(throughGroup), 'delete_user', given)).toContain('No owner');
  });

  test.each(LAST)('is %s when a group has another', async (_, tool, given) => {
    const groups = [{ id: 'group_1', roles: [OWNER_ROLE], users: ['user-bo'] }];
    await goesThrough(setting(organization({ groups })), tool, given);
  });

  test.each(LAST)('is not %s when a group only calls itself owner', async (_, tool, given) => {
    const own = { id: 'role_own', name: 'Owner', predefined_role: false };
    const groups = [{ id: 'group_1', roles: [own], users: ['user-bo'] }];
    await refusalOf(setting(organization({ groups })), tool, given);
  });

  test('may be changed in everything else', async () => {
    await goesThrough(setting(organization()), 'update_user', { user_id: 'user-ann', role: 'owner' });
    await goesThrough(setting(organization()), 'update_user', {
      user_id: 'user-ann',
      technical_level: 'high',
    });
    const role = { user_id: 'user-ann', role_id: 'role_other' };
    await goesThrough(setting(organization()), 'delete_user_role', role);
  });

  test('holds nobody else', async () => {
    await goesThrough(setting(organization()), 'delete_user', { user_id: 'user-bo' });
    await goesThrough(setting(organization()), 'update_user', { user_id: 'user-bo', role: 'reader' });
  });

  test('is found behind many pages', async () => {
    const users: User[] = Array.from({ length: 350 }, (_, at) => ({ id: `user-${at}`, role: 'reader' }));
    const data = organization({
      users: [...users, { id: 'user-ann', role: 'owner' }, { id: 'user-di', role: 'owner' }],
    });
    const answer = answering(data);
    const paged: SettingOptions['answer'] = (request, tool) => {
      if (tool.name !== 'list_users') return answer(request, tool);
      const after = new URLSearchParams(request.query).get('after');
      const from = after === null ? 0 : data.users.findIndex(({ id }) => id === after) + 1;
      const page = data.users.slice(from, from + 100);
      return { data: page, has_more: from + 100 < data.users.length, last_id: page.at(-1)?.id };
    };
    await goesThrough(setting(data, { answer: paged }), 'delete_user', { user_id: 'user-ann' });
    data.users = data.users.filter(({ id }) => id !== 'user-ann');
    await refusalOf(setting(data, { answer: paged }), 'delete_user', { user_id: 'user-di' });
  });

  test('is held when the list cannot be read', async () => {
    const answer = answering(organization());
    const one = setting(organization(), {
      answer: (request, tool) => (tool.name === 'list_users' ? fail() : answer(request, tool)),
    });
    const { error } = await one.call('delete_user', { user_id: 'user-ann' });
    expect(error?.outcome).toBe('not_sent');
    expect(one.writes()).toEqual([]);
  });
});

/** What takes ownership from a group whose members are the only owners. */
const GROUP: [string, string, object][] = [
  ['is dissolved', 'delete_group', { group_id: 'group_1' }],
  ['loses its role', 'delete_group_role', { group_id: 'group_1', role_id: 'role_owner' }],
  ['loses its only member', 'delete_group_user', { group_id: 'group_1', user_id: 'user-bo' }],
];

describe('a group that makes owners', () => {
  const groups = () => [{ id: 'group_1', roles: [OWNER_ROLE], users: ['user-bo'] }];
  const readers: User[] = [
    { id: 'user-ann', role: 'reader' },
    { id: 'user-bo', role: 'reader' },
  ];

  test.each(GROUP)('and is all there is never %s', async (_, tool, given) => {
    expect(
      await refusalOf(setting(organization({ users: readers, groups: groups() })), tool, given),
    ).toContain('No owner of the organization would be left');
  });

  test.each(GROUP)('and whose members are the owners in the list never %s', async (_, tool, given) => {
    const users: User[] = [{ id: 'user-bo', role: 'owner' }];
    await refusalOf(setting(organization({ users, groups: groups() })), tool, given);
  });

  test.each(GROUP)('beside an owner %s', async (_, tool, given) => {
    await goesThrough(setting(organization({ groups: groups() })), tool, given);
  });

  test.each(GROUP)('beside another such group %s', async (_, tool, given) => {
    const both = [...groups(), { id: 'group_2', roles: [OWNER_ROLE], users: ['user-ann'] }];
    await goesThrough(setting(organization({ users: readers, groups: both })), tool, given);
  });

  test('keeps its last member from being removed', async () => {
    const data = organization({ users: readers, groups: groups() });
    await refusalOf(setting(data), 'delete_user', { user_id: 'user-bo' });
    await goesThrough(setting(organization({ users: readers, groups: groups() })), 'delete_user', {
      user_id: 'user-ann',
    });
  });

  test('may lose other roles, and one of several members', async () => {
    const several = [{ ...groups()[0], id: 'group_1', roles: [OWNER_ROLE], users: ['user-bo', 'user-ann'] }];
    const data = () => organization({ users: readers, groups: several });
    await goesThrough(setting(data()), 'delete_group_role', { group_id: 'group_1', role_id: 'role_other' });
    await goesThrough(setting(data()), 'delete_group_user', { group_id: 'group_1', user_id: 'user-bo' });
  });
});

test('of two servers that remove the last two owners at once, one is refused', async () => {
  const home = temporaryHome();
  const data = organization({
    users: [
      { id: 'user-ann', role: 'owner' },
      { id: 'user-di', role: 'owner' },
    ],
  });
  const answer = answering(data);
  // Between its look and its write each gives the other time.
  const slow: SettingOptions['send'] = async (request) => {
    const body = answer(request, toolOf(request));
    await new Promise((resolve) => setTimeout(resolve, 20));
    return { status: 200, body };
  };
  const servers = [setting(data, { home, send: slow }), setting(data, { home, send: slow })];
  const answers = await Promise.all(
    servers.map((server, at) => server.call('delete_user', { user_id: at === 0 ? 'user-ann' : 'user-di' })),
  );
  expect(answers.filter(({ error }) => error?.kind === 'refused')).toHaveLength(1);
  expect(servers.flatMap((server) => server.writes())).toHaveLength(1);
  expect(data.users).toHaveLength(1);
});
