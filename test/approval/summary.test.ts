import { describe, expect, test } from 'vitest';
import { describeSummary, summaryOf, typedFor } from '../../src/approval/summary.ts';
import type { PreparedWrite } from '../../src/calls/prepared-write.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

function prepared(name: string, values: Record<string, unknown>): PreparedWrite {
  const tool = toolNamed(name);
  const checked = { values, clear: [] };
  return { tool, checked, request: buildRequest(tool, checked) };
}

const lines = (name: string, values: Record<string, unknown>, subject = {}, changes: string[] = []) =>
  describeSummary({ summary: summaryOf(prepared(name, values), subject, changes, []), profile: 'default' });

const ARCHIVE = prepared('archive_project', { project_id: 'proj_1' });

describe('a summary', () => {
  test('says what, on what, why, the request and the profile', () => {
    const project = { id: 'proj_1', name: 'Alpha' };
    expect(lines('archive_project', { project_id: 'proj_1' }, { ...project, project })).toEqual([
      'Archive project: "Alpha" (proj_1)',
      'This cannot be undone. No operation brings an archived project back.',
      'Request:',
      '  POST /organization/projects/proj_1/archive',
      'Profile: default',
    ]);
  });

  test('names the project and whatever else holds the thing', () => {
    const project = { id: 'proj_1', name: 'Alpha' };
    const key = { project_id: 'proj_1', api_key_id: 'key_1' };
    expect(lines('delete_project_api_key', key, { id: 'key_1', name: 'ci', project })[0]).toBe(
      'Delete project API key: "ci" (key_1) in project "Alpha" (proj_1)',
    );
    const role = { user_id: 'user-1', role_id: 'role_1' };
    const holder = { id: 'user-1', name: 'dana@example.com' };
    expect(lines('delete_user_role', role, { id: 'role_1', name: 'owner', holder })[0]).toMatch(
      /: "owner" \(role_1\) of "dana@example.com" \(user-1\)$/,
    );
  });

  test('of a create has the new name', () => {
    expect(lines('create_project', { name: 'New: in x' })[0]).toBe('Create project: "New: in x"');
  });

  test('has changes where there are some', () => {
    expect(lines('archive_project', { project_id: 'proj_1' }, {}, ['role: "a" -> "b"'])).toContain(
      '- role: "a" -> "b"',
    );
  });

  test('of a service account without a key does not speak of a secret', () => {
    const values = { project_id: 'proj_1', name: 'ci' };
    expect(lines('create_project_service_account', values)[1]).toMatch(/^This makes a new secret\./);
    const without = { ...values, create_service_account_only: true };
    expect(lines('create_project_service_account', without)[1]).toMatch(/^This can be undone\./);
  });

  test('shows every argument of a long body, and cuts only what is long', () => {
    const body = { name: 'a'.repeat(500), scopes: Array.from({ length: 90 }, (_, at) => `scope.${at}`) };
    const write = { ...ARCHIVE, request: { ...ARCHIVE.request, body: { ...body, last: 'seen' } } };
    const [, line = ''] = summaryOf(write, {}, [], []).request;
    expect(line).toContain(`"name":"${'a'.repeat(160)}... (500 characters)"`);
    expect(line).toContain('"scope.29","... (90 in all)"]');
    expect(line).toContain('"last":"seen"');
  });
});

describe.each(HOSTILE_NAMES)('a name with %s', (_, name) => {
  const subject = { id: 'proj_1', name, project: { id: 'proj_1', name }, holder: { id: 'x', name } };
  const all = [
    ...lines('archive_project', { project_id: 'proj_1' }, subject),
    ...lines('create_project', { name }),
  ];

  test('stays on its line, visible and short', () => {
    expect(all).toHaveLength(5 + 6);
    for (const line of all) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\u3164|\ufe0f/u);
      expect(line.length).toBeLessThan(600);
    }
  });

  test('stands in quotes that it cannot leave', () => {
    const told = /^Archive project: ("(?:[^"\\]|\\.)*") \(proj_1\) of ("(?:[^"\\]|\\.)*") \(x\)$/.exec(
      all[0] ?? '',
    );
    expect(told).not.toBeNull();
    expect(() => JSON.parse(told?.[1] ?? '')).not.toThrow();
  });

  test('is typed only when it can be typed as it is shown', () => {
    const typed = typedFor(ARCHIVE, subject);
    if (typed === 'proj_1') return;
    expect(typed).toBe(name);
    expect(all[0]).toContain(JSON.stringify(name));
  });
});

describe('what is typed', () => {
  const typed = (name: string) => typedFor(ARCHIVE, { id: 'proj_1', name });

  test.each(['Alpha', 'Größe 3', 'データ', 'dana.reyes+ops@example.com', "O'Neill & Co (EU) #2", '-'])(
    'is the name %j',
    (name) => {
      expect(typed(name)).toBe(name);
    },
  );

  test.each([
    ['nothing', ''],
    ['a blank', ' '],
    ['a blank at its end', 'Alpha '],
    ['two blanks', 'Alpha  Beta'],
    ['a no-break space', 'Alpha\u00a0Beta'],
    ['a line break', 'Alpha\nBeta'],
    ['a quote', 'Alpha "x"'],
    ['a comma and the words of the question', 'To approve, type x'],
    ['an invisible letter', 'Alpha\u3164'],
    ['an emoji', 'Alpha 🚀'],
    ['61 characters', 'a'.repeat(61)],
  ])('is the id for a name with %s', (_, name) => {
    expect(typed(name)).toBe('proj_1');
  });

  test('is the name that is given to a new thing, and else where it is made', () => {
    const create = (name: string) =>
      prepared('create_project_service_account', { project_id: 'proj_1', name });
    const inside = { id: 'proj_1', name: 'Alpha', project: { id: 'proj_1', name: 'Alpha' } };
    expect(typedFor(create('ci'), inside)).toBe('ci');
    expect(typedFor(create('a\nb'), inside)).toBe('Alpha');
  });

  test('is the tool where nothing has a name', () => {
    expect(typedFor(prepared('create_admin_api_key', { name: 'a\nb' }), {})).toBe('create_admin_api_key');
  });
});
