/** A write whose answer is lost: sent once, looked for once where it was a create, and told for what it is. */

import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import type { Send } from '../../src/model/api-request.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import { operations } from '../../src/sandbox/operations.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { collect } from '../sandbox/running-sandbox.ts';
import { toolOf } from '../tools/tool-of-request.ts';
import {
  guardSetting,
  lostAnswer,
  NOON_SECONDS,
  plainAnswer,
  type Setting,
  type SettingOptions,
} from './guard-setting.ts';
import { type SandboxSetting, sandboxSetting } from './sandbox-setting.ts';

/** Of the creates, those that the sandbox plays. */
const PLAYED = operations.map(({ method, path }) => shapeOf(method, path));
const CREATES = catalogue.tools.filter(
  ({ method, endpoint }) => method === 'create' && PLAYED.includes(shapeOf(endpoint.method, endpoint.path)),
);

/** Ids may have other names in a spec. */
function shapeOf(method: string, path: string): string {
  return `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
}

/** Loses the answer to every write: after it was carried out, or before it ever arrived. */
const losing =
  (isCarriedOut: boolean) =>
  (direct: Send): Send =>
  async (request, signal) => {
    if (isRead(toolOf(request))) return direct(request, signal);
    if (isCarriedOut) await direct(request, signal);
    throw lostAnswer();
  };

/** Arguments of a create that the sandbox accepts. */
async function argumentsFor(name: string, { sandbox }: SandboxSetting): Promise<Record<string, unknown>> {
  const [, project] = await collect(sandbox, '/organization/projects?limit=100');
  const users = await collect(sandbox, '/organization/users?limit=100');
  const inProject = `/organization/projects/${project.id}`;
  const members = (await collect(sandbox, `${inProject}/users?limit=100`)).map(({ id }) => id);
  const stranger = users.find((user) => user.role === 'reader' && !members.includes(user.id));
  const one = async (path: string, at = 0) => (await first(sandbox, path))[at] ?? {};
  const group = await one('/organization/groups', 1);
  const inGroup = (await first(sandbox, `/organization/groups/${group.id}/users`)).map(({ id }) => id);
  const groups = (await first(sandbox, `${inProject}/groups`)).map(({ group_id }) => group_id);
  const example = catalogue.tools.find((tool) => tool.name === name)?.example?.arguments ?? {};
  const made: Record<string, () => Promise<Record<string, unknown>>> = {
    create_external_key: async () => ({ audience: project.id }),
    create_external_storage: async () => ({ project_id: project.id }),
    create_federation_rule: async () => ({
      workload_identity_provider_id: (await one('/organization/workload_identity_providers')).id,
      project_id: project.id,
      service_account_id: (await one(`${inProject}/service_accounts`)).id,
    }),
    create_group_role: async () => ({ group_id: group.id, role_id: (await one('/organization/roles')).id }),
    create_group_user: async () => ({
      group_id: group.id,
      user_id: users.find(({ id }) => !inGroup.includes(id))?.id,
    }),
    create_invite: async () => ({
      email: 'new.person@example.com',
      projects: [{ id: project.id, role: 'member' }],
    }),
    create_project_group_role: async () => ({
      project_id: project.id,
      group_id: (await one(`${inProject}/groups`)).group_id,
      role_id: (await one(`/projects/${project.id}/roles`)).id,
    }),
    create_project_group: async () => ({
      project_id: project.id,
      group_id: (await first(sandbox, '/organization/groups')).find(({ id }) => !groups.includes(id))?.id,
      role: (await one(`/projects/${project.id}/roles`, 1)).id,
    }),
    create_project_user_role: async () => ({
      project_id: project.id,
      user_id: members.at(-1),
      role_id: (await customRole(sandbox, project.id)).id,
    }),
    create_project_user: async () => ({ email: stranger.email, role: 'member' }),
    create_service_account_api_key: async () => ({
      service_account_id: (await one(`${inProject}/service_accounts`)).id,
      scopes: ['api.all'],
    }),
    create_user_role: async () => ({
      user_id: stranger.id,
      role_id: (await one('/organization/roles')).id,
    }),
    create_vector_store_file: async () => ({
      vector_store_id: (await one('/vector_stores')).id,
      file_id: (await one('/files?limit=1')).id,
    }),
    create_vector_store: async () => ({ file_ids: [(await one('/files?limit=1')).id] }),
  };
  const own = (await made[name]?.()) ?? {};
  const inPath = 'project_id' in example ? { project_id: project.id } : {};
  return { ...example, ...inPath, ...own };
}

async function customRole(sandbox: SandboxSetting['sandbox'], project: string): Promise<{ id: string }> {
  const response = await fetch(`${sandbox.url}/projects/${project}/roles`, {
    method: 'POST',
    headers: { authorization: `Bearer ${sandbox.adminKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ role_name: 'Response Writer', permissions: ['api.model.request'] }),
  });
  return (await response.json()) as { id: string };
}

// biome-ignore lint/suspicious/noExplicitAny: rows of any list.
async function first(sandbox: SandboxSetting['sandbox'], path: string): Promise<any[]> {
  const key = /^\/(organization|projects)/.test(path) ? sandbox.adminKey : sandbox.projectKey;
  const response = await fetch(`${sandbox.url}${path}`, { headers: { authorization: `Bearer ${key}` } });
  return ((await response.json()) as { data: unknown[] }).data;
}

/** Nothing lists what these make. */
const UNLISTED = ['create_vector_store_file_batch'];
/** What the sandbox does not let be created by these arguments, or its list shows several of. */
const ELSEWHERE = ['create_certificate', 'create_checkpoint_permissions'];
/** Their lists tell no time, so what is found may have been there before. */
const UNTIMED = ['create_project_role', 'create_project_spend_alert', 'create_role', 'create_spend_alert'];
const LOOKED_UP = CREATES.map(({ name }) => name).filter(
  (name) => ![...UNLISTED, ...ELSEWHERE].includes(name),
);

test('no fewer creates than ever are looked for', () => {
  expect(LOOKED_UP.length).toBeGreaterThanOrEqual(24);
});

describe.each(LOOKED_UP)('%s', (name) => {
  test.each([
    ['was carried out', true, 'created'],
    ['never arrived', false, 'not_found'],
  ])('whose answer is lost and that %s', async (_, isCarriedOut, expected) => {
    const result = isCarriedOut && UNTIMED.includes(name) ? 'ambiguous' : expected;
    const one = await sandboxSetting({ mode: 'off', secrets: 'reveal', around: losing(isCarriedOut) });
    const given = await argumentsFor(name, one);
    one.received.POST = 0;
    const { error } = await one.call(name, given);
    expect(error, JSON.stringify(error)).toMatchObject({ outcome: 'unknown', look_up: { result } });
    expect(one.writes()).toHaveLength(1);
    expect(one.received.POST).toBe(isCarriedOut ? 1 : 0);
    const after = one.sent.slice(one.sent.findIndex(({ method }) => method !== 'GET') + 1);
    expect(after.map(({ method }) => method)).toEqual(['GET']);
    const { ids } = (error?.look_up ?? {}) as { ids: string[] };
    expect(ids).toHaveLength(isCarriedOut ? 1 : 0);
    for (const id of ids) expect(error?.message).toContain(`${id}`);
    expect(one.record()).toEqual(['allowed', 'unknown']);
    expect(one.lines()[1]?.note).toBe(`look-up: ${result} ${ids.join(', ')}`.trim());
  });
});

test.each(UNLISTED)('%s, which no list shows, is told as such', async (name) => {
  const one = losingSetting([]);
  const { error } = await one.call(
    name,
    catalogue.tools.find((tool) => tool.name === name)?.example?.arguments,
  );
  expect(error).toMatchObject({ outcome: 'unknown', look_up: { result: 'not_possible', ids: [] } });
  expect(one.sent.map(({ method }) => method)).toEqual(['POST']);
});

/** Every write is lost, and every list has these items. */
function losingSetting(
  items: unknown[],
  more: SettingOptions = {},
  page: object = { has_more: false },
): Setting {
  return guardSetting({
    mode: 'off',
    secrets: 'reveal',
    answer: (request, tool) => {
      if (tool.method === 'list') return { object: 'list', data: items, ...page };
      if (request.method !== 'GET') throw lostAnswer();
      return plainAnswer(request, tool);
    },
    ...more,
  });
}

const PROJECT = { id: 'proj_new', name: 'ci', created_at: NOON_SECONDS + 1 };

/** What the list of projects says after a create by the name of ci at noon. */
const LISTS: [string, items: object[], page: object, result: string, ids: string[]][] = [
  ['one of that name since then', [PROJECT], {}, 'created', ['proj_new']],
  [
    'one within the difference of clocks',
    [{ ...PROJECT, created_at: NOON_SECONDS - 60 }],
    {},
    'created',
    ['proj_new'],
  ],
  ['one of that name from before', [{ ...PROJECT, created_at: NOON_SECONDS - 61 }], {}, 'not_found', []],
  ['another name since then', [{ ...PROJECT, name: 'cd' }], {}, 'not_found', []],
  ['another case of the name', [{ ...PROJECT, name: 'CI' }], {}, 'not_found', []],
  ['two of that name', [PROJECT, { ...PROJECT, id: 'proj_two' }], {}, 'ambiguous', ['proj_new', 'proj_two']],
  ['nothing', [], {}, 'not_found', []],
  [
    'nothing, with more to come',
    [{ ...PROJECT, name: 'x' }],
    { has_more: true, last_id: 'proj_new' },
    'ambiguous',
    [],
  ],
];

describe('a look-up that finds', () => {
  test.each(LISTS)('%s', async (_, items, page, result, ids) => {
    const one = losingSetting(items, {}, { has_more: false, ...page });
    const { error } = await one.call('create_project', { name: 'ci' });
    expect(error?.look_up).toEqual({ result, ids });
    expect(error?.message).toMatch(/may have been carried out: look before repeating it\. A look-up /);
    expect(one.sent.map(({ tool }) => tool)).toEqual(['create_project', 'list_projects']);
  });

  test('no answer says so', async () => {
    const one = guardSetting({
      mode: 'off',
      answer: () => {
        throw lostAnswer();
      },
    });
    const { error } = await one.call('create_project', { name: 'ci' });
    expect(error?.look_up).toEqual({ result: 'not_possible', ids: [] });
    expect(error?.message).toContain('The look-up failed too: look with list_projects');
    expect(one.sent).toHaveLength(2);
  });

  test('a name full of tricks stays on its line', async () => {
    const name = 'ci\u202e\n"';
    const { error } = await losingSetting([{ ...PROJECT, name }]).call('create_project', { name });
    expect(error?.message).toContain('proj_new ("ci\\\\u{202e} \\"") was created.');
  });
});

test('a new secret that was made and lost is said to be lost', async () => {
  const one = losingSetting([{ ...PROJECT, id: 'key_new' }], { secrets: 'file' });
  const { error } = await one.call('create_admin_api_key', { name: 'ci' });
  expect(error?.message).toMatch(
    /key_new \("ci"\) was created\. Its secret was lost with the answer: delete it/,
  );
});

describe('no look-up', () => {
  const failing = (details: ConstructorParameters<typeof ApiError>[0]): Setting =>
    guardSetting({
      mode: 'off',
      answer: () => {
        throw new ApiError(details);
      },
    });

  test.each(['update_project', 'delete_invite', 'pause_fine_tuning_job'])('follows %s', async (name) => {
    const one = losingSetting([]);
    const { error } = await one.call(
      name,
      catalogue.tools.find((tool) => tool.name === name)?.example?.arguments,
    );
    expect(error?.outcome).toBe('unknown');
    expect(error?.look_up).toBeUndefined();
    expect(one.sent).toHaveLength(1);
    expect(one.record()).toEqual(['allowed', 'unknown']);
  });

  test('follows a create that was refused', async () => {
    const one = failing({
      kind: 'invalid',
      outcome: 'rejected',
      status: 400,
      requestId: 'req_9',
      message: 'No.',
    });
    const { error } = await one.call('create_project', { name: 'ci' });
    expect(error).toMatchObject({ kind: 'invalid', message: 'No.' });
    expect(one.sent).toHaveLength(1);
    expect(one.record()).toEqual(['allowed', 'rejected']);
    expect(one.lines()[1]).toMatchObject({ status: 400, request_id: 'req_9' });
  });

  test('follows a create that never left', async () => {
    const one = failing({ kind: 'network', outcome: 'not_sent', message: 'Not reached.' });
    await one.call('create_project', { name: 'ci' });
    expect(one.sent).toHaveLength(1);
    expect(one.record()).toEqual(['allowed', 'not_sent']);
  });

  test('follows a create whose key is gone', async () => {
    const one = guardSetting({
      mode: 'off',
      send: async () => {
        throw new CredentialError('no_key', 'There is no key.');
      },
    });
    await one.call('create_project', { name: 'ci' });
    expect(one.sent).toHaveLength(1);
    expect(one.record()).toEqual(['allowed', 'not_sent']);
  });

  test('follows a call that was cancelled', async () => {
    const stop = new AbortController();
    const one = losingSetting([], {
      answer: () => {
        stop.abort();
        throw lostAnswer();
      },
    });
    await one.call('create_project', { name: 'ci' }, undefined, stop.signal);
    expect(one.sent).toHaveLength(1);
    expect(one.record()).toEqual(['allowed', 'unknown']);
  });
});

test.each([500, 502, 503])(
  'after %i a create is looked for, since it may have been carried out',
  async (status) => {
    const one = losingSetting([PROJECT], {
      answer: (request) => {
        if (request.method === 'GET') return { data: [PROJECT], has_more: false };
        throw new ApiError({ kind: 'server', outcome: 'unknown', status, message: 'Failed.' });
      },
    });
    const { error } = await one.call('create_project', { name: 'ci' });
    expect(error?.look_up).toEqual({ result: 'created', ids: ['proj_new'] });
    expect(one.record()).toEqual(['allowed', 'unknown']);
  },
);
