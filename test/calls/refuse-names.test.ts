import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { call, fakePorts } from '../tools/fake-ports.ts';
import { refusalOf } from '../tools/sample-tool.ts';

const project = (id: string, name: string, status = 'active') => ({ id, name, status });
const PROJECTS = [
  project('proj_alpha', 'Alpha'),
  project('proj_beta', 'Beta', 'archived'),
  project('proj_twin1', 'Twin'),
  project('proj_twin2', 'twin', 'archived'),
  project('legacy-id', 'Legacy'),
  project('proj_evil', 'Ev\u202eil'),
];

/** Ports whose every list of projects is `items`. */
const withProjects = (items: object[] = PROJECTS, hidden: string[] = []) =>
  fakePorts((tool) => (tool.method === 'list' ? { data: items, has_more: false } : { id: 'done' }), {
    hidden,
  });

describe('a name where an ID belongs', () => {
  test('is answered with the ID, after one ordinary read and nothing else', async () => {
    const ports = withProjects();
    const message = await refusalOf(call('archive_project', { project_id: 'alpha' }, ports));
    expect(message).toBe(
      'project_id: "alpha" is a name. Its ID is proj_alpha ("Alpha", active). Repeat the call with the ID.',
    );
    expect(ports.sent).toEqual([
      {
        tool: 'list_projects',
        request: {
          method: 'GET',
          path: '/organization/projects',
          query: 'include_archived=true&limit=100',
          key: { class: 'admin' },
          safe: true,
          expects: { needs: ['data'] },
          namesId: false,
        },
      },
    ]);
  });

  test.each([
    [' ALPHA ', 'proj_alpha'],
    ['Beta', 'archived'],
  ])('%j is found whatever its case, blanks and state', async (project_id, words) => {
    expect(await refusalOf(call('get_project', { project_id }, withProjects()))).toContain(words);
  });

  test('that several things have is answered with all of them', async () => {
    const message = await refusalOf(call('get_project', { project_id: 'Twin' }, withProjects()));
    expect(message).toContain(
      '2 are called "Twin": proj_twin1 ("Twin", active); proj_twin2 ("twin", archived).',
    );
  });

  test('that nothing has is answered with the closest and what IDs look like', async () => {
    const message = await refusalOf(call('get_project', { project_id: 'Alfa' }, withProjects()));
    expect(message).toContain(
      'nothing has the ID or name "Alfa". IDs here begin with proj_; list_projects gives them.',
    );
    expect(message).toContain('Closest: proj_alpha ("Alpha", active)');
    expect(await refusalOf(call('get_project', { project_id: 'x' }, withProjects([])))).not.toContain(
      'Closest',
    );
  });

  test('is quoted, and so are the names of others', async () => {
    const message = await refusalOf(call('get_project', { project_id: 'Ev\u202eil' }, withProjects()));
    expect(message).toContain('"Ev\\\\u{202e}il"');
    expect(message).not.toContain('\u202e');
  });

  test.each([
    ['as an answer shows it', 'Ev\\u{202e}il'],
    ['in small letters', 'ev\\u{202E}il'],
  ])('is found by what is shown of it: %s', async (_, project_id) => {
    const message = await refusalOf(call('get_project', { project_id }, withProjects()));
    expect(message).toContain('Its ID is proj_evil');
  });

  test.each([
    ['of several lines', 'two\r\n lines', 'two lines'],
    ['that is long', `${'x'.repeat(79)}🐤 and more`, `${'x'.repeat(79)}...`],
    ['of a family', 'Team 👨‍👩‍👧', 'team 👨‍👩‍👧'],
  ])('%s is found as our sentences show it', async (_, name, group) => {
    const ports = fakePorts(() => ({ data: [{ id: 'group_one', name }], has_more: false }));
    const message = await refusalOf(call('get_group', { group_id: group }, ports));
    expect(message).toContain('Its ID is group_one');
  });

  test('within a list is answered too', async () => {
    const given = { start_time: '2026-11-01', project_ids: ['proj_beta', 'Alpha'] };
    expect(await refusalOf(call('list_costs', given, withProjects()))).toContain(
      'project_ids: "Alpha" is a name. Its ID is proj_alpha',
    );
  });

  test('is looked up by every field that people use', async () => {
    const users = fakePorts(() => ({
      data: [{ id: 'user-1', email: 'kim@example.com', name: 'Kim' }],
      has_more: false,
    }));
    for (const user_id of ['kim@example.com', 'KIM']) {
      expect(await refusalOf(call('get_user', { user_id }, users))).toContain(
        'Its ID is user-1 ("kim@example.com")',
      );
    }
  });

  test('for a model is answered with the ID of its rate limit', async () => {
    const ports = fakePorts(() => ({ data: [{ id: 'rl-gpt-5', model: 'gpt-5' }], has_more: false }));
    const given = { project_id: 'proj_alpha', rate_limit_id: 'gpt-5', max_requests_per_1_minute: 5 };
    expect(await refusalOf(call('update_project_rate_limit', given, ports))).toContain(
      'Its ID is rl-gpt-5 ("gpt-5")',
    );
    expect(ports.sent.map((sent) => sent.request.path)).toEqual([
      '/organization/projects/proj_alpha/rate_limits',
    ]);
  });

  test('is looked up with the key that the call itself would take', async () => {
    const ports = fakePorts(() => ({ data: [], has_more: false }));
    await refusalOf(call('get_vector_store', { vector_store_id: 'handbook', project_id: 'proj_x' }, ports));
    expect(ports.sent).toMatchObject([
      { tool: 'list_vector_stores', request: { key: { class: 'project', projectId: 'proj_x' } } },
    ]);
  });
});

describe('several names in one call', () => {
  test('are answered at once, each kind after one reading', async () => {
    const ports = fakePorts((tool) => ({
      data: tool.name === 'list_projects' ? PROJECTS : [{ id: 'user-1', name: 'Kim' }],
      has_more: false,
    }));
    const given = { start_time: '2026-11-01', project_ids: ['Alpha', 'Beta', 'Gamma'], user_ids: ['Kim'] };
    const message = await refusalOf(call('list_usage', { ...given, category: 'completions' }, ports));
    for (const words of ['proj_alpha', 'proj_beta', 'nothing has the ID or name "Gamma"', 'user-1']) {
      expect(message).toContain(words);
    }
    expect(ports.sent.map(({ tool }) => tool)).toEqual(['list_projects', 'list_users']);
  });

  test('are answered where one is found only through the ID of the other', async () => {
    const ports = fakePorts((tool) => ({
      data: tool.name === 'list_projects' ? PROJECTS : [{ id: 'rl-gpt-5', model: 'gpt-5' }],
      has_more: false,
    }));
    const given = { rate_limit_id: 'gpt-5', project_id: 'Alpha', max_requests_per_1_minute: 5 };
    const message = await refusalOf(call('update_project_rate_limit', given, ports));
    expect(message).toContain('project_id: "Alpha" is a name. Its ID is proj_alpha');
    expect(message).toContain('rate_limit_id: "gpt-5" is a name. Its ID is rl-gpt-5');
    expect(ports.sent.map((sent) => sent.request.path)).toEqual([
      '/organization/projects',
      '/organization/projects/proj_alpha/rate_limits',
    ]);
  });

  test('are answered where the other has no ID: nothing is read under a name', async () => {
    const given = { rate_limit_id: 'gpt-5', project_id: 'Twin', max_requests_per_1_minute: 5 };
    const ports = withProjects();
    const message = await refusalOf(call('update_project_rate_limit', given, ports));
    expect(message).toContain('2 are called "Twin"');
    expect(message).toContain('rate_limit_id: "gpt-5" is not an ID.');
    expect(ports.sent.map((sent) => sent.request.path)).toEqual(['/organization/projects']);
  });

  test('are answered deep inside an argument', async () => {
    const projects = [
      { id: 'Alpha', role: 'member' },
      { id: 'proj_beta', role: 'member' },
      { id: 'Beta', role: 'member' },
    ];
    const given = { email: 'a@example.com', role: 'reader', projects };
    const message = await refusalOf(call('create_invite', given, withProjects()));
    expect(message).toContain('projects[0].id: "Alpha" is a name. Its ID is proj_alpha');
    expect(message).toContain('projects[2].id: "Beta" is a name. Its ID is proj_beta');
    expect(message).not.toContain('projects[1]');
  });

  test('are answered as far as could be read', async () => {
    const ports = fakePorts((tool) => {
      if (tool.name === 'list_users')
        throw new ApiError({ kind: 'permission', message: 'No.', outcome: 'rejected' });
      return { data: PROJECTS, has_more: false };
    });
    const given = { start_time: '2026-11-01', user_ids: ['Kim'], category: 'completions' };
    const both = await refusalOf(call('list_usage', { ...given, project_ids: ['Alpha'] }, ports));
    expect(both).toContain('proj_alpha');
    await expect(call('list_usage', given, ports)).rejects.toBeInstanceOf(ApiError);
  });
});

describe('where the list is hidden', () => {
  test('nothing is sent, and the refusal says where IDs come from', async () => {
    const ports = withProjects(PROJECTS, ['list_projects']);
    const message = await refusalOf(call('get_project', { project_id: 'Alpha' }, ports));
    expect(message).toContain(
      '"Alpha" is a name, not an ID. IDs here begin with proj_; list_projects gives them, but it is switched off',
    );
    expect(ports.sent).toEqual([]);
  });
});

describe('what is sent as it is', () => {
  test.each(['proj_alpha', 'proj_unknown'])(
    '%s, which looks like an ID, without a look-up',
    async (project_id) => {
      const ports = withProjects();
      await call('get_project', { project_id }, ports);
      expect(ports.sent).toHaveLength(1);
    },
  );

  test('an ID of an unusual form that exists', async () => {
    const ports = withProjects();
    expect(await call('get_project', { project_id: 'legacy-id' }, ports)).toEqual({ id: 'done' });
    expect(ports.sent.map((sent) => sent.tool)).toEqual(['list_projects', 'get_project']);
  });

  test('a value whose list needs arguments that this call does not have', async () => {
    const ports = fakePorts(() => ({ data: [], has_more: false }));
    const withKey = (key: string) =>
      call('list_costs', { start_time: '2026-11-01', api_key_ids: [key] }, ports);
    await withKey('apikey_0123456789');
    expect(ports.sent.map((sent) => sent.tool)).toEqual(['list_costs']);
    await expect(withKey('My key')).rejects.toThrow('is not an ID');
    expect(ports.sent).toHaveLength(1);
  });

  test.each(['proj_alpha1 ', ' proj_alpha1', 'proj_alpha1\u00a0'])(
    '%j is an ID with a blank too many',
    async (given) => {
      const ports = withProjects();
      const message = await refusalOf(call('get_project', { project_id: given }, ports));
      expect(message).toContain('has a blank at an end. Repeat the call with "proj_alpha1".');
      expect(ports.sent).toEqual([]);
    },
  );

  test('a text with a prefix and a blank is still a name', async () => {
    const ports = withProjects();
    await refusalOf(call('get_project', { project_id: 'proj_ of mine' }, ports));
    expect(ports.sent.map((sent) => sent.tool)).toEqual(['list_projects']);
  });
});

describe('a long list', () => {
  /** One project a page, named by its number; `pages` of them. */
  const paged = (pages: number) =>
    fakePorts((tool, request) => {
      if (tool.name !== 'list_projects') return { id: 'done' };
      const after = new URLSearchParams(request.query).get('after');
      const index = after === null ? 0 : Number(after.slice(5)) + 1;
      return {
        data: [project(`proj_${index}`, `P${index}`)],
        has_more: index + 1 < pages,
        last_id: `proj_${index}`,
      };
    });

  test('is read page by page', async () => {
    const ports = paged(4);
    expect(await refusalOf(call('get_project', { project_id: 'P3' }, ports))).toContain('proj_3');
    expect(ports.sent.map((sent) => new URLSearchParams(sent.request.query).get('after'))).toEqual([
      null,
      'proj_0',
      'proj_1',
      'proj_2',
    ]);
  });

  test('is given up after a hundred pages: what was not found is then sent as it is, but in no filter', async () => {
    const ports = paged(1000);
    expect(await call('get_project', { project_id: 'P500' }, ports)).toEqual({ id: 'done' });
    expect(ports.sent).toHaveLength(101);
    const filtered = paged(1000);
    const costs = { start_time: '2026-11-01', project_ids: ['P500', 'P3'] };
    const message = await refusalOf(call('list_costs', costs, filtered));
    expect(message).toContain('project_ids: "P500" is not among the first 100, and the list goes on.');
    expect(message).toContain('proj_3');
    expect(filtered.sent.map((sent) => sent.tool)).not.toContain('list_costs');
    expect(await refusalOf(call('get_project', { project_id: 'P7' }, paged(1000)))).toContain(
      '1 or more are called "P7": proj_7',
    );
  });

  test('that gives the same cursor for ever ends, and shows not that something is missing', async () => {
    const ports = fakePorts(() => ({ data: [project('proj_0', 'P0')], has_more: true, last_id: 'proj_0' }));
    await call('get_project', { project_id: 'P1' }, ports);
    expect(ports.sent.map((sent) => sent.tool)).toEqual(['list_projects', 'list_projects', 'get_project']);
  });
});

describe('a list that fails', () => {
  test('fails the call with its own error, and the call itself is not sent', async () => {
    const broken = new ApiError({ kind: 'server', outcome: 'rejected', message: 'Broken.' });
    const ports = fakePorts(() => {
      throw broken;
    });
    await expect(call('archive_project', { project_id: 'Alpha' }, ports)).rejects.toBe(broken);
    expect(ports.sent.map((sent) => sent.tool)).toEqual(['list_projects']);
  });

  test('to be a list leaves the value as it is', async () => {
    const ports = fakePorts((tool) => (tool.method === 'list' ? { nothing: true } : { id: 'done' }));
    expect(await call('get_project', { project_id: 'Alpha' }, ports)).toEqual({ id: 'done' });
  });
});

describe('a name that no path may hold', () => {
  const NAMES = ['Search/Ads team', 'Budget Q4/2026', '100% remote', 'Who? What?', 'C# and F#'];

  test.each(NAMES)('%s: is looked up, and answered with the ID', async (name) => {
    const ports = withProjects([project('proj_slash', name)]);
    expect(await refusalOf(call('get_project', { project_id: name }, ports))).toContain(
      'Its ID is proj_slash',
    );
    expect(ports.sent.map(({ tool }) => tool)).toEqual(['list_projects']);
  });

  test('what may as well be a path is refused without a look-up, and the refusal says where IDs come from', async () => {
    const ports = withProjects([project('proj_slash', 'Q4/2026')]);
    const message = await refusalOf(call('get_project', { project_id: 'Q4/2026' }, ports));
    expect(message).toContain('"Q4/2026" cannot be an ID. Take it from list_projects.');
    expect(ports.sent).toEqual([]);
  });

  test.each([
    ...NAMES,
    'Q4/2026',
    'a/b',
    'proj_a/b',
    'proj_%2fx',
    '../x',
    '%2e%2e',
    'a/../b',
    '/a',
    '\\x',
    'a\u0000/b',
  ])('%j: is never sent, whatever the look-up says', async (name) => {
    // As a list that claims to hold it as an ID, and one that never ends.
    const liar = withProjects([{ id: name, name: 'x' }]);
    const endless = fakePorts((tool) =>
      tool.method === 'list' ? { data: [project('proj_1', 'x')], has_more: true, last_id: 'proj_1' } : {},
    );
    for (const ports of [liar, endless, withProjects(), withProjects(PROJECTS, ['list_projects'])]) {
      await refusalOf(call('get_project', { project_id: name }, ports));
      expect(ports.sent.filter(({ tool }) => tool !== 'list_projects')).toEqual([]);
    }
  });
});

test.each([
  ['Team\u200bX', 'Team\\\\u{200b}X', 'the shown form with the backslash of JSON'],
  ['Team\u200bX', 'Team\\u200bX', "JSON's own escape"],
  ['Team\u200bX', 'Team\\\\u200bX', "JSON's own escape, escaped"],
  ['Müller "A/B"', 'M\\u00fcller \\"A\\/B\\"', 'escaped letters, quotes and slashes'],
  ['R\\D', 'R\\\\D', 'a backslash of its own'],
])('%j is found when %j is given: %s', async (name, given) => {
  const ports = withProjects([...PROJECTS, project('proj_copied', name)]);
  expect(await refusalOf(call('get_project', { project_id: given }, ports))).toContain(
    'Its ID is proj_copied',
  );
});

test('a name that is really written like an escape comes before the one that the escape stands for', async () => {
  const ports = withProjects([project('proj_real', 'T\\u0041X'), project('proj_meant', 'TAX')]);
  const message = await refusalOf(call('get_project', { project_id: 'T\\u0041X' }, ports));
  expect(message).toContain('Its ID is proj_real');
});

test('a thousand names leave others their turn', async () => {
  const ports = withProjects(
    Array.from({ length: 3000 }, (_, index) => project(`proj_${index}`, `Team ${index}`)),
  );
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const names = Array.from({ length: 1000 }, (_, index) => `no such ${index}`);
  const message = await refusalOf(
    call('list_costs', { start_time: '2026-11-01', project_ids: names }, ports),
  );
  clearInterval(timer);
  expect(message).toContain('And 988 more problems');
  expect(ports.sent).toHaveLength(1);
  expect(longest).toBeLessThan(500);
});
