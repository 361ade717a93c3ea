import { describe, expect, test } from 'vitest';
import { describeSummary, summaryOf, type Told, typedFor } from '../../src/approval/summary.ts';
import type { PreparedWrite } from '../../src/calls/prepared-write.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { toolNamed } from '../catalogue/catalogue.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

function prepared(name: string, values: Record<string, unknown>): PreparedWrite {
  const tool = toolNamed(name);
  const checked = { values, clear: [] };
  return { tool, checked, request: buildRequest(tool, checked) };
}

const PRINCIPAL = { profile: 'default', fingerprint: 'aaaa1111', address: 'https://api.openai.com/v1' };
const NO_REACH = { brief: [], minor: [], lines: [] };

const told = (more: Partial<Told> = {}): Told => ({
  changes: [],
  sets: { brief: [], briefer: [] },
  reach: NO_REACH,
  askedBy: '',
  principal: PRINCIPAL,
  ...more,
});

const lines = (name: string, values: Record<string, unknown>, subject = {}, more: Partial<Told> = {}) =>
  describeSummary(summaryOf(prepared(name, values), subject, told(more)));

const ARCHIVE = prepared('archive_project', { project_id: 'proj_1' });

describe('a summary', () => {
  test('says what, on what, why, the request and the profile', () => {
    const project = { id: 'proj_1', name: 'Alpha' };
    expect(lines('archive_project', { project_id: 'proj_1' }, { ...project, project })).toEqual([
      'Archive project: "Alpha" (proj_1)',
      'This cannot be undone.',
      'No operation brings an archived project back.',
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
    expect(
      lines('archive_project', { project_id: 'proj_1' }, {}, { changes: ['role: "a" -> "b"'] }),
    ).toContain('- role: "a" -> "b"');
  });

  test('of a service account without a key does not speak of a secret', () => {
    const values = { project_id: 'proj_1', name: 'ci' };
    expect(lines('create_project_service_account', values)[1]).toMatch(/^This makes a new secret\./);
    const without = { ...values, create_service_account_only: true };
    expect(lines('create_project_service_account', without)[1]).toMatch(/^This can be undone\./);
  });

  test('shows every part of a long body, equal ones once with their number', () => {
    const scopes = Array.from({ length: 31 }, (_, at) => `scope.${at}`);
    const body = {
      name: 'a'.repeat(500),
      scopes: [...scopes, 'scope.0', 'scope.0'],
      rules: [{ to: 'x', of: ['y'] }, { to: 'z' }, { to: 'z' }],
      metadata: { 'a.b': 'c\u202e' },
      last: null,
    };
    const write = { ...ARCHIVE, request: { ...ARCHIVE.request, body } };
    expect(summaryOf(write, {}, told()).request).toEqual([
      'POST /organization/projects/proj_1/archive',
      `name: "${'a'.repeat(500)}"`,
      `scopes (33): "scope.0" (3 times), ${scopes
        .slice(1)
        .map((scope) => JSON.stringify(scope))
        .join(', ')}`,
      'rules (3):',
      '- {"to":"x","of":["y"]}',
      '- {"to":"z"} (2 times)',
      'metadata."a.b": "c\\\\u{202e}"',
      'last: null',
    ]);
  });

  test.each([
    ['https://example.com/hook', 'url leads to example.com'],
    ['https://hooks.example.co.uk/x', 'url leads to example.co.uk, the whole host is hooks.example.co.uk'],
    [
      `https://${'api.openai.com.'.repeat(12)}attacker.example/x`,
      `url leads to attacker.example, the whole host is ${'api.openai.com.'.repeat(12)}attacker.example`,
    ],
    ['https://api.openai.com@attacker.example/', 'url leads to attacker.example'],
    ['http://127.0.0.1:8080/', 'url leads to 127.0.0.1'],
  ])('of the address %s says whose it is', (url, line) => {
    const write = { ...ARCHIVE, request: { ...ARCHIVE.request, body: { url } } };
    expect(summaryOf(write, {}, told()).request).toEqual([
      expect.stringMatching(/^POST/),
      `url: ${JSON.stringify(url)}`,
      line,
    ]);
  });

  test('says as whom, and where a new secret goes', () => {
    const principal = { ...PRINCIPAL, profile: 'work', organization: 'org-1', project: 'proj_2' };
    expect(
      lines('create_admin_api_key', { name: 'x' }, {}, { principal, secretGoesTo: 'the keychain' }).at(-1),
    ).toBe('Profile: work, organization org-1, project proj_2. The new secret goes to the keychain.');
  });
});

/** What a client shows that folds the rest away: three rows of 80 columns. */
function seen(shown: string[]): string {
  const rows = shown.flatMap((line) => line.match(/.{1,80}/g) ?? ['']);
  return rows.slice(0, 3).join('');
}

describe('the first three rows', () => {
  const name = 'Marketing-Generation';
  const id = 'proj_t7Ir57SBMhGDYnLuLbUlurga';
  const project = { id, name, project: { id, name } };
  const reach = {
    brief: [
      'the key that this server uses',
      '12 members',
      '3 service accounts',
      '8 API keys',
      '$3701.87 in 30 days',
      'last used 2026-11-29',
    ],
    minor: [],
    lines: [],
  };

  test('say what, on what, how far, and that it cannot be undone', () => {
    const text = seen(lines('archive_project', { project_id: id }, project, { reach }));
    for (const part of [
      'Archive project',
      name,
      id,
      'The key that this server uses',
      '12 members',
      '8 API keys',
      '$3701.87',
      '2026-11-29',
      'cannot be undone',
    ])
      expect(text).toContain(part);
  });

  test.each([60, 80, 100, 120, 160, 300])('with a name of %i characters, too', (length) => {
    const long = { id, name: 'n'.repeat(length), project: { id, name: 'n'.repeat(length) } };
    const text = seen(lines('archive_project', { project_id: id }, long, { reach }));
    for (const part of ['Archive project', id, '12 members', '$3701.87', '2026-11-29', 'cannot be undone'])
      expect(text).toContain(part);
    // The whole name, as far as names are shown, stands below.
    const whole = lines('archive_project', { project_id: id }, long, { reach }).join(' ');
    expect(whole).toContain('n'.repeat(Math.min(length, 80)));
  });

  test('of a thing in a project with names as long as they are shown', () => {
    const holder = { id: 'user-CGRZZAdIAi5wQRBqxiAItxMj', name: 'h'.repeat(90) };
    const subject = { id: 'key_1', name: 'k'.repeat(90), project: { id, name: 'n'.repeat(90) }, holder };
    const text = seen(
      lines('delete_project_api_key', { project_id: id, api_key_id: 'key_1' }, subject, {
        reach: { brief: ['last used 2026-11-29'], minor: [], lines: [] },
      }),
    );
    for (const part of ['Delete project API key', 'key_1', id, 'cannot be undone', '2026-11-29'])
      expect(text).toContain(part);
  });
});

describe.each(HOSTILE_NAMES)('a name with %s', (_, name) => {
  const subject = { id: 'proj_1', name, project: { id: 'proj_1', name }, holder: { id: 'x', name } };
  const all = [
    ...lines('archive_project', { project_id: 'proj_1' }, subject),
    ...lines('create_project', { name }),
  ];

  test('stays on its line, visible and short', () => {
    expect(all.length).toBeGreaterThanOrEqual(5 + 6);
    for (const line of all) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\u3164|\ufe0f/u);
      // What would be sent is shown whole; a name elsewhere is cut.
      if (!line.startsWith('  name: ')) expect(line.length).toBeLessThan(600);
    }
  });

  test('stands in quotes that it cannot leave', () => {
    const told =
      /^Archive project: ("(?:[^"\\]|\\.)*") \(proj_1\) of ("(?:[^"\\]|\\.)*") \(x\)(?:\. This cannot be undone\.)?$/.exec(
        all.find((line) => line.startsWith('Archive project:')) ?? '',
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

test('what it is about is told once where its name is short, however much hangs on it', () => {
  const brief = Array.from({ length: 40 }, (_, index) => `${index + 2} things of kind ${index}`);
  const project = { id: 'proj_1', name: 'Alpha' };
  const subject = { ...project, project };
  const told = lines('archive_project', { project_id: 'proj_1' }, subject, {
    reach: { brief, minor: [], lines: [] },
  });
  expect(told.join('\n')).toContain('more below');
  expect(told.join('\n').match(/Archive project: "Alpha"/g)).toHaveLength(1);
});
