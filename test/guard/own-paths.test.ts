/** A tool of one's own is known by what it sends, however its path is written: for lock-outs and for effects. */
import { describe, expect, test } from 'vitest';
import { catalogue } from '../catalogue/catalogue.ts';
import { parseOwn } from '../specs/built-in.ts';
import { ASKING } from './guard-setting.ts';
import { listed, type SandboxSetting, sandboxSetting } from './sandbox-setting.ts';

/** Reversible by its own word. */
function own(method: string, endpoint: string, values: Record<string, string>, body = ''): string {
  const names = [...endpoint.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
  const params = names.map((name) => `      ${name}: { in: path, type: string, required: true }\n`).join('');
  const filled = endpoint.replace(/\{([^}]*)\}/g, (_, name: string) => values[name] ?? 'x');
  const given = names.map((name) => `${name}: ${values[name]}`);
  return `family: own_writes
title: Own writes
tags: [core]
key: admin
tools:
  change_something:
    title: Change something
    method: ${method}
    endpoint: ${endpoint}
    risk: { class: reversible, because: "It says so." }
    docs:
      summary: Changes something.
    params:
${params}${body === '' ? '' : '      role: { in: body, type: string, required: true }\n'}    example:
      arguments: { ${[...given, ...(body === '' ? [] : ['role: reader'])].join(', ')} }
      request: ${filled}
${body === '' ? '' : '      body: { role: reader }\n'}`;
}

async function setting(text: string): Promise<SandboxSetting> {
  const tools = [...catalogue.tools, ...parseOwn(text).tools];
  return sandboxSetting({ tools, keyInUse: async () => true });
}

const KIND = { kind: 'admin_api_keys', id: 'key_1' };

describe('the key in use stays', () => {
  test.each([
    ['an argument in place of a word', 'DELETE /organization/{kind}/{id}', KIND],
    [
      'an argument as a part of a word',
      'DELETE /organization/admin_{kind}/{id}',
      { ...KIND, kind: 'api_keys' },
    ],
    [
      'an argument with a word in other letters',
      'DELETE /organization/{kind}/{id}',
      { ...KIND, kind: 'Admin_API_keys' },
    ],
  ])('with %s', async (_, endpoint, values) => {
    const one = await setting(own('delete', endpoint, values));
    const keys = await listed(one, 'list_admin_api_keys');
    const inUse = keys.find(({ name }) => name === 'sandbox');
    const { error } = await one.call('change_something', { ...values, id: inUse?.id }, ASKING);
    expect(error?.message).toContain('This is the admin key that this server uses.');
    expect(one.writes()).toEqual([]);
    expect(one.record()).toEqual(['refused']);
  });
});

test('who becomes an owner is asked about, with an argument in place of a word', async () => {
  const people = await listed(await sandboxSetting(), 'list_users', { projects: false });
  const id = String(people.find(({ role }) => role === 'reader')?.id);
  const values = { kind: 'users', id };
  const one = await setting(own('action', 'POST /organization/{kind}/{id}', values, 'role'));
  const { ask } = await one.call('change_something', { ...values, role: 'owner' }, ASKING);
  expect(ask?.message).toContain("This gives an owner's rights");
  expect(one.writes()).toEqual([]);
});

test('a new member of a group with rights is asked about, with the ID of the group written out', async () => {
  const groups = await listed(await sandboxSetting(), 'list_groups');
  const id = String(groups.find(({ name }) => name === 'Platform Engineering')?.id);
  const one = await setting(own('action', `POST /organization/groups/${id}/users`, {}, 'role'));
  const { ask } = await one.call('change_something', { role: 'reader' }, ASKING);
  expect(ask?.message).toContain('The role "API Group Manager" has permissions that owners have');
  expect(one.writes()).toEqual([]);
});
