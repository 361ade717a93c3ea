/** Finding against raw lists: what words belong to, best first, and what was not looked at. */
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { memoryKeychain } from '../../credentials/memory-keychain.ts';
import { type Fault, type Lists, type Row, refusal, startLists } from '../lists.ts';

type Shown = Record<string, unknown> & { columns: string[]; rows: unknown[][]; why?: string };

const lists: Lists = {
  '/organization/projects': [
    { id: 'proj_aaaa1111', name: 'Search', status: 'active' },
    { id: 'proj_aaaa2222', name: 'Old-Search', status: 'archived' },
    { id: 'proj_bbbb3333', name: 'Search-Relevance', status: 'active' },
  ],
  '/organization/users': [
    { id: 'user-dana1', email: 'dana.reyes@example.com', name: 'Dana Reyes', role: 'owner' },
    { id: 'user-dan22', email: 'dan@example.com', name: 'Dan', role: 'reader' },
  ],
  '/organization/invites': [{ id: 'invite-1', email: 'dana.reyes@example.com', status: 'expired' }],
  '/organization/groups': [{ id: 'group_1', name: 'Search team' }],
  '/organization/roles': [{ id: 'role_1', name: 'Researcher', predefined_role: false }],
  '/organization/admin_api_keys': [
    { id: 'key_admin1', name: 'terraform', redacted_value: 'sk-admin-*****Zz9Q' },
  ],
  '/organization/projects/proj_aaaa1111/api_keys': [
    { id: 'key_one1', name: 'nightly', redacted_value: 'sk-proj-*****aB3d', owner_project_access: 'active' },
  ],
  '/organization/projects/proj_bbbb3333/api_keys': [
    {
      id: 'key_two2',
      name: 'old laptop',
      redacted_value: 'sk-proj-*****Qw8r',
      owner_project_access: 'inactive',
    },
  ],
  '/organization/projects/proj_bbbb3333/service_accounts': [{ id: 'svc_acct_7', name: 'ci-deploy' }],
  '/projects/proj_bbbb3333/roles': [{ id: 'role_9', name: 'Curator', predefined_role: false }],
};

async function start(more: Lists = {}, fault?: Fault) {
  const upstream = await startLists({ ...lists, ...more }, fault);
  const server = await startInProcess({ upstream: upstream.url, openKeychain: () => memoryKeychain() });
  const paths = () =>
    upstream.requests.map(({ line }) => line.split(' ')[1]?.split('?')[0]?.replace('/v1', ''));
  return {
    paths,
    call: (given: Row) => server.call('find', given),
    ask: async (given: Row) => {
      const answer = await server.call('find', given);
      expect(answer.isError, answer.text).toBe(false);
      return answer.value as Shown;
    },
  };
}

const IDS: [words: string, ids: string[]][] = [
  ['search', ['proj_aaaa1111', 'proj_bbbb3333', 'group_1', 'proj_aaaa2222', 'role_1']],
  ['SEARCH RELEVANCE', ['proj_bbbb3333']],
  ['relevance search', ['proj_bbbb3333']],
  ['dana.reyes@example.com', ['user-dana1', 'invite-1']],
  ['Dana', ['user-dana1', 'invite-1']],
  ['@example.com', ['user-dana1', 'user-dan22', 'invite-1']],
  ['proj_aaaa', ['proj_aaaa1111', 'proj_aaaa2222']],
  ['proj_aaaa2222', ['proj_aaaa2222']],
  ['user-dan', ['user-dana1', 'user-dan22']],
  ['key_two2', ['key_two2']],
  ['key_admin', ['key_admin1']],
  ['svc_acct_7', ['svc_acct_7']],
  ['ci deploy', ['svc_acct_7']],
  ['curator', ['role_9']],
  ['Qw8r', ['key_two2']],
  ['…Qw8r', ['key_two2']],
  ['...aB3d', ['key_one1']],
  ['sk-proj-*****aB3d', ['key_one1']],
  ['sk-proj-abcdefghijklmnopqrstuvwxyz0123456789aB3d', ['key_one1']],
  ['sk-admin-***Zz9Q', ['key_admin1']],
  ['nothing like it', []],
];

describe('find', () => {
  test.each(IDS)('%s finds %s', async (words, ids) => {
    const { ask } = await start();
    const shown = await ask({ words });
    const found = shown.rows.map((row) => row[2]);
    expect([...found].sort()).toEqual([...ids].sort());
    expect(found[0]).toBe(ids[0]);
    expect(shown.columns).toEqual(['kind', 'name', 'id', 'where', 'state']);
    // Nothing else has a whole ID, an email or the end of a key; by a name something may be called that no key here reaches.
    const isCovered = ids.includes(words) || /@|^sk-|^\.\.\.|^…/.test(words);
    expect(shown.complete).toBe(isCovered);
    expect(shown.why === undefined).toBe(isCovered);
  });

  test('says kind, name, ID, project and state of each', async () => {
    const { ask } = await start();
    const shown = await ask({ words: 'old laptop' });
    expect(shown.rows).toEqual([
      ['api_key', 'old laptop', 'key_two2', 'Search-Relevance', 'owner lost access'],
    ]);
    expect(shown.project_ids).toEqual({ 'Search-Relevance': 'proj_bbbb3333' });
    expect((await ask({ words: 'Old-Search' })).rows).toEqual([
      ['project', 'Old-Search', 'proj_aaaa2222', 'organization', 'archived'],
    ]);
  });

  test('an email asks for users and invites alone, a whole project ID for the project', async () => {
    const { ask, paths } = await start();
    await ask({ words: 'dana.reyes@example.com' });
    expect(paths().sort()).toEqual(['/organization/invites', '/organization/users']);
    await ask({ words: 'proj_bbbb3333' });
    expect(paths().slice(2)).toEqual(['/organization/projects/proj_bbbb3333']);
  });

  test('what is found just so ends the search, and what was left out is said and can be asked for', async () => {
    const { ask, paths } = await start();
    const shown = await ask({ words: 'Search' });
    expect(paths().some((path) => path?.endsWith('/api_keys'))).toBe(false);
    expect(shown).toMatchObject({
      complete: false,
      why: expect.stringMatching(/Not read: .*API keys.* of projects: .*pass kinds/),
    });
    expect(await ask({ words: 'Search', kinds: ['api_key'] })).toMatchObject({ complete: true });
    expect(paths().filter((path) => path?.endsWith('/api_keys'))).toHaveLength(2);
  });

  test('the best come first, and the others are counted', async () => {
    const { ask } = await start();
    const shown = await ask({ words: 'search', top: 1 });
    expect(shown).toMatchObject({
      rows: [['project', 'Search', 'proj_aaaa1111', 'organization', 'active']],
      others: 4,
    });
  });

  test('a secret that was pasted is not in the answer', async () => {
    const { ask } = await start();
    const secret = 'sk-proj-abcdefghijklmnopqrstuvwxyz0123456789aB3d';
    expect(JSON.stringify(await ask({ words: secret }))).not.toContain('abcdefgh');
  });

  test('stores of projects without a key are told as not searched', async () => {
    const { ask } = await start();
    const shown = await ask({ words: 'manuals', kinds: ['vector_store'] });
    expect(shown).toMatchObject({
      complete: false,
      why: expect.stringContaining('vector stores of 2 projects'),
    });
  });

  test('what is named like an ID is not said to be nothing', async () => {
    const { ask } = await start({
      '/organization/projects': [{ id: 'proj_1', name: 'user-research', status: 'active' }],
    });
    const shown = await ask({ words: 'user-research' });
    expect(shown).toMatchObject({ rows: [], complete: false, why: expect.stringContaining('project') });
    expect(await ask({ words: 'user-research', kinds: ['project'] })).toMatchObject({
      rows: [['project', 'user-research', 'proj_1', 'organization', 'active']],
      complete: true,
    });
  });

  test('a list that fails is named', async () => {
    const { ask } = await start({}, (_, path) =>
      path.endsWith('/groups') ? refusal('Not for you') : undefined,
    );
    const shown = await ask({ words: 'nothing like it' });
    expect(shown).toMatchObject({ complete: false, why: expect.stringContaining('groups: ') });
  });

  test('where nothing can be read, it is the error', async () => {
    const { call } = await start({}, () => refusal('The key has been revoked', 401));
    expect((await call({ words: 'search' })).text).toContain('revoked');
  });
});
