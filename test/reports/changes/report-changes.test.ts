/** The audit log as a report against raw entries. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { startInProcess } from '../../cli/in-process.ts';
import { type Fault, type Lists, type Row, refusal, startLists } from '../lists.ts';

const NOW = Date.parse('2026-11-18T12:00:00Z');
const SECONDS = NOW / 1000;
const DAY = 86_400;
const MONTH = Date.parse('2026-11-01T00:00:00Z') / 1000;
const LOG = '/organization/audit_logs';

type Shown = Record<string, unknown> & {
  columns: string[];
  rows: unknown[][];
  by_kind: Record<string, number>;
};

async function start(events: readonly Row[], more: Lists = {}, fault?: Fault) {
  const newestFirst = [...events].sort((one, other) => Number(other.effective_at) - Number(one.effective_at));
  const upstream = await startLists({ ...more, [LOG]: newestFirst }, fault);
  const server = await startInProcess({ upstream: upstream.url, now: () => NOW });
  return {
    requests: upstream.requests,
    call: (given: Row) => server.call('report_changes', given),
    ask: async (given: Row = {}) => {
      const answer = await server.call('report_changes', given);
      expect(answer.isError, answer.text).toBe(false);
      return answer.value as Shown;
    },
  };
}

let count = 0;
const by = (id: string, email: string): Row => ({
  type: 'session',
  session: { user: { id, email }, ip_address: '203.0.113.7', ip_address_details: { country: 'NO' } },
});
const event = (type: string, at: number, payload: Row, more: Row = {}): Row => {
  count += 1;
  return {
    id: `audit_log-${count}`,
    type,
    effective_at: at,
    actor: by('user-1', 'boss@example.com'),
    [type]: payload,
    ...more,
  };
};
const inProject = (index: number): Row => ({ project: { id: `proj_${index}`, name: `Project ${index}` } });

const TYPES = [
  'user.updated',
  'api_key.deleted',
  'login.succeeded',
  'project.archived',
  'rate_limit.updated',
];

describe('report_changes', () => {
  test('the last days go on to now, and a range ends where it says', async () => {
    const events = [
      event('api_key.deleted', SECONDS - 60, { id: 'key_1' }),
      event('api_key.deleted', SECONDS - DAY, { id: 'key_2' }),
      event('api_key.deleted', SECONDS - 3 * DAY, { id: 'key_3' }),
    ];
    const { ask } = await start(events);
    expect(await ask({ period: 'last_1_days' })).toMatchObject({
      period: { from: '2026-11-17', to: 'now' },
      events: 2,
    });
    expect(await ask({ period: '2026-11-17/2026-11-18' })).toMatchObject({ events: 1 });
  });

  test('counts every event of the period once, however many pages there are', async () => {
    const anyEvent = fc.record({
      type: fc.constantFrom(...TYPES),
      at: fc.integer({ min: MONTH - 5 * DAY, max: SECONDS }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(anyEvent, { maxLength: 700, size: 'max' }), async (given) => {
        const events = given.map(({ type, at }) => event(type, at, { id: 'rl-1' }, inProject(1)));
        const { ask } = await start(events);
        const shown = await ask({ top: 7 });
        const within = given.filter(({ at }) => at >= MONTH);
        const expected = Object.fromEntries(
          TYPES.map((type) => [type, within.filter((one) => one.type === type).length]).filter(
            ([, n]) => n !== 0,
          ),
        );
        expect(shown.by_kind).toEqual(expected);
        expect(shown).toMatchObject({ events: within.length });
        expect(shown.rows.length + Number(shown.others ?? 0)).toBe(within.length);
        if (within.length > 0) expect(shown.complete).toBe(true);
      }),
      { numRuns: 8, seed: 2 },
    );
  });

  const lists: Lists = {
    '/organization/users': [{ id: 'user-2', email: 'new@example.com', name: 'New' }],
    '/organization/admin_api_keys': [{ id: 'key_admin', name: 'terraform' }],
  };
  const story = [
    event('group.created', MONTH - 90 * DAY, { id: 'group_1', data: { group_name: 'Interns' } }),
    event('login.succeeded', SECONDS - 10, {}),
    event(
      'rate_limit.updated',
      SECONDS - 20,
      { id: 'rl-1', changes_requested: { max_requests_per_1_minute: 900 } },
      inProject(1),
    ),
    event('user.updated', SECONDS - 3 * DAY, { id: 'user-2', changes_requested: { role: 'owner' } }),
    event('user.updated', SECONDS - 2 * DAY, { id: 'user-2', changes_requested: { role: 'reader' } }),
    event('service_account.deleted', SECONDS - 4 * DAY, { id: 'svc_acct_1' }, inProject(2)),
    event(
      'group.deleted',
      SECONDS - 5 * DAY,
      { id: 'group_1' },
      {
        actor: {
          type: 'api_key',
          api_key: { id: 'key_admin', type: 'user', user: { id: 'user-1', email: 'boss@example.com' } },
        },
      },
    ),
    event('role.assignment.created', SECONDS - 6 * DAY, {
      id: 'role_assignment-role-api-organization-owner__api-organization__org-1-user-2',
      principal_id: 'user-2',
      principal_type: 'user',
    }),
  ];

  test('says who became an owner and who deleted what, by name and from where', async () => {
    const { ask } = await start(story, lists);
    const shown = await ask();
    expect(shown).toMatchObject({ events: 7, made_owner: 2, complete: true });
    expect(shown.columns).toEqual(['at', 'what', 'thing', 'where', 'who', 'from']);
    expect(shown.rows.map((row) => row.slice(1))).toEqual([
      ['user.updated: role owner', 'new@example.com', 'organization', 'boss@example.com', '203.0.113.7 NO'],
      [
        'role.assignment.created: role owner',
        'new@example.com',
        'organization',
        'boss@example.com',
        '203.0.113.7 NO',
      ],
      ['service_account.deleted', 'svc_acct_1', 'Project 2', 'boss@example.com', '203.0.113.7 NO'],
      // It is gone, and was made before the period.
      ['group.deleted', 'Interns group_1', 'organization', 'boss@example.com', 'API key terraform key_admin'],
      [
        'rate_limit.updated: max_requests_per_1_minute 900',
        'rl-1',
        'Project 1',
        'boss@example.com',
        '203.0.113.7 NO',
      ],
      ['user.updated: role reader', 'new@example.com', 'organization', 'boss@example.com', '203.0.113.7 NO'],
      ['login.succeeded', null, 'organization', 'boss@example.com', '203.0.113.7 NO'],
    ]);
  });

  test.each([
    [['owner'], ['user.updated', 'role.assignment.created']],
    [['deleted'], ['service_account.deleted', 'group.deleted']],
    [
      ['group', 'login'],
      ['group.deleted', 'login.succeeded'],
    ],
    [['role.assignment.created'], ['role.assignment.created']],
  ])('of the kinds %j are %j', async (kinds, types) => {
    const { ask } = await start(story, lists);
    const shown = await ask({ kinds });
    expect(Object.keys(shown.by_kind).sort()).toEqual([...types].sort());
  });

  test('a kind that does not exist is refused with those that are near', async () => {
    const { call } = await start(story, lists);
    expect((await call({ kinds: ['delted'] })).text).toContain('deleted');
  });

  test.each([
    ['new@example.com', 3],
    ['New', 3],
    ['user-2', 3],
    ['Interns', 1],
    ['svc_acct_1', 1],
    ['project 2', 1],
    ['boss@example.com', 7],
    ['key_admin', 1],
    ['nobody', 0],
  ])('about %s are %d events', async (subject, events) => {
    const { ask } = await start(story, lists);
    const shown = await ask({ subject });
    expect(shown.events).toBe(events);
    if (events === 0) expect(shown.note).toContain('find');
  });

  test('events of the tenant are read only when they are asked for', async () => {
    const { ask, requests } = await start(story, lists);
    await ask({ kinds: ['role'] });
    expect(requests.some(({ line }) => /tenant|bound_to/.test(line))).toBe(false);
    await ask({ kinds: ['tenant.policy', 'role.deleted'] });
    const asked = requests.map(({ line }) => decodeURIComponent(line)).filter((line) => line.includes(LOG));
    const ofTenant = asked.filter((line) => line.includes('tenant_only=true'));
    expect(ofTenant.length).toBeGreaterThan(0);
    expect(ofTenant.every((line) => !line.includes('role.deleted'))).toBe(true);
  });
});

describe('what report_changes cannot cover', () => {
  const many = Array.from({ length: 450 }, (_, index) =>
    event('login.succeeded', SECONDS - 3600 - index * 1800, {}),
  );

  test('a page that fails leaves a gap with its times, and what is there counts', async () => {
    const edge = SECONDS - 5 * DAY;
    const { ask } = await start(many, {}, ({ searchParams }, path) =>
      path === LOG && Number(searchParams.get('effective_at[lt]') ?? SECONDS) < edge
        ? refusal('Try later', 422)
        : undefined,
    );
    const shown = await ask();
    expect(shown.complete).toBe(false);
    expect(shown.why).toMatch(/events from 2026-11-0\S+ to 2026-11-1\S+.*Try later/);
    expect(shown.events).toBeGreaterThan(100);
    expect(shown.events).toBeLessThan(450);
  });

  test('a log without any event may be switched off', async () => {
    const { ask } = await start([]);
    const shown = await ask();
    expect(shown).toMatchObject({ complete: false, events: 0 });
    expect(shown.why).toContain('switched off');
  });

  test('a period without events is none of that', async () => {
    const { ask } = await start([event('login.succeeded', MONTH - DAY, {})]);
    expect(await ask()).toMatchObject({ complete: true, events: 0 });
  });

  test('names that cannot be read are told, and their IDs stand in the rows', async () => {
    const events = [
      event('user.updated', SECONDS - 5, { id: 'user-9', changes_requested: { role: 'owner' } }),
    ];
    const { ask } = await start(events, {}, (_, path) =>
      path.includes('/users') ? refusal('Not for you') : undefined,
    );
    const shown = await ask();
    expect(shown.rows[0]?.[2]).toBe('user-9');
    expect(shown.complete).toBe(false);
    expect(shown.why).toContain('Not for you');
  });

  test('where the log cannot be read at all, it is the error', async () => {
    const { call } = await start([], {}, () => refusal('Missing scopes: api.audit_logs.read'));
    const answer = await call({});
    expect(answer.isError).toBe(true);
    expect(answer.text).toContain('api.audit_logs.read');
  });
});
