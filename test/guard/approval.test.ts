/** What an approval is bound to, how it is used up, and that nothing is sent without one. */
import { describe, expect, test } from 'vitest';
import { PLAN_MILLISECONDS } from '../../src/model/approval-mode.ts';
import { DISCOVERY_TOOLS } from '../../src/server/discovery-tools.ts';
import { HOSTILE_NAMES } from '../approval/hostile-names.ts';
import { everyTool, listed } from '../catalogue/catalogue.ts';
import {
  type Answer,
  ASKING,
  guardSetting,
  MUTE,
  notFound,
  plainAnswer,
  type Setting,
  type SettingOptions,
  typing,
  wordOf,
} from './guard-setting.ts';

const ARCHIVE = { project_id: 'proj_1' };

/** Settings that differ in one thing and share a folder. */
function sibling(setting: Setting, options: SettingOptions): Setting {
  return guardSetting({ home: setting.home, clock: setting.clock, ...options });
}

describe('a plan for a terminal', () => {
  test('is all that a client gets that cannot ask', async () => {
    const setting = guardSetting();
    const { value, error } = await setting.call('archive_project', ARCHIVE);
    expect(error).toBeUndefined();
    expect(Object.keys(value)).toEqual(['needs_approval', 'plan', 'what', 'why', 'note']);
    expect(value.what).toBe('Archive project: "Name of proj_1" (proj_1)');
    expect(value.note).toMatch(
      /^Nothing was sent\..*npx openai-admin-mcp approve.*repeat this call unchanged/,
    );
    expect(setting.writes()).toEqual([]);
    expect(setting.record()).toEqual(['planned']);
    expect(setting.lines()[0]).toMatchObject({ target: { id: 'proj_1', name: 'Name of proj_1' } });
  });

  test('approves nothing by its id, wherever it is put', async () => {
    const setting = guardSetting();
    const { value } = await setting.call('archive_project', ARCHIVE);
    for (const state of [value.plan, `${value.plan}.`, `${value.plan}.${'0'.repeat(64)}`]) {
      for (const action of ['accept', 'decline'] as const) {
        const caller = { ...ASKING, state: String(state), answer: { action, typed: 'Name of proj_1' } };
        const { error } = await setting.call('archive_project', ARCHIVE, caller);
        expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      }
    }
    expect(setting.writes()).toEqual([]);
    expect(await setting.plans.pending()).toHaveLength(1);
  });

  test('is the same for the same call as long as it waits', async () => {
    const setting = guardSetting();
    const first = await setting.call('archive_project', ARCHIVE);
    expect((await setting.call('archive_project', ARCHIVE)).value.plan).toBe(first.value.plan);
    expect((await setting.call('archive_project', { project_id: 'proj_2' })).value.plan).not.toBe(
      first.value.plan,
    );
    setting.clock.now += PLAN_MILLISECONDS;
    expect((await setting.call('archive_project', ARCHIVE)).value.plan).not.toBe(first.value.plan);
  });

  test('once approved lets the identical call run once, and then asks anew', async () => {
    const setting = guardSetting();
    await setting.call('archive_project', ARCHIVE);
    expect(await setting.approveAll()).toBe(1);
    const { value, error } = await setting.call('archive_project', ARCHIVE);
    expect(error).toBeUndefined();
    expect(value.id).toBe('archive');
    expect(setting.writes().map(({ path }) => path)).toEqual(['/organization/projects/proj_1/archive']);
    expect((await setting.call('archive_project', ARCHIVE)).value.needs_approval).toBe(true);
    expect(setting.writes()).toHaveLength(1);
    expect(setting.record()).toEqual(['planned', 'approved', 'done', 'planned']);
    expect(setting.lines()[1]).toMatchObject({
      approved_by: 'tester in a terminal',
      target: { id: 'proj_1', name: 'Name of proj_1' },
    });
  });

  test('holds for ten minutes', async () => {
    const setting = guardSetting();
    await setting.call('archive_project', ARCHIVE);
    await setting.approveAll();
    setting.clock.now += PLAN_MILLISECONDS;
    expect((await setting.call('archive_project', ARCHIVE)).value.needs_approval).toBe(true);
    expect(setting.writes()).toEqual([]);
  });

  test('used a hundred times at once sends one request', async () => {
    const setting = guardSetting();
    await setting.call('archive_project', ARCHIVE);
    await setting.approveAll();
    const calls = Array.from({ length: 100 }, () => setting.call('archive_project', ARCHIVE));
    const answers = await Promise.all(calls);
    expect(setting.writes()).toHaveLength(1);
    expect(answers.filter(({ value }) => value.id === 'archive')).toHaveLength(1);
  });
});

/** What else the same call may differ in after it was approved. */
const OTHERWISE: [string, { tool?: string; given?: object; options?: SettingOptions }][] = [
  ['another value', { given: { name: 'ci', expires_in_seconds: 3601 } }],
  ['a value more', { given: { name: 'ci', expires_in_seconds: 3600, project_id: 'proj_1' } }],
  ['a value less', { given: { name: 'ci' } }],
  ['a name in other letters', { given: { name: 'CI', expires_in_seconds: 3600 } }],
  ['a name with a blank more', { given: { name: 'ci ', expires_in_seconds: 3600 } }],
  ['another profile', { options: { profile: 'other' } }],
  ['another key', { options: { principal: principal({ fingerprint: 'bbbb2222' }) } }],
  ['another address', { options: { principal: principal({ address: 'https://eu.api.openai.com/v1' }) } }],
  ['another organization', { options: { principal: principal({ organization: 'org-2' }) } }],
  ['another project', { options: { principal: principal({ project: 'proj_2' }) } }],
  ['another tool', { tool: 'create_group', given: { name: 'ci' } }],
];

function principal(more: object): NonNullable<SettingOptions['principal']> {
  const usual = { profile: 'default', fingerprint: 'aaaa1111', address: 'https://api.openai.com/v1' };
  return async () => ({ ...usual, ...more });
}

const KEY = { name: 'ci', expires_in_seconds: 3600 };

describe('an approval', () => {
  test.each(OTHERWISE)(
    'is not one for %s',
    async (_, { tool = 'create_admin_api_key', given = KEY, options = {} }) => {
      const first = guardSetting({ mode: 'writes' });
      await first.call('create_admin_api_key', KEY);
      await first.approveAll();
      const second = sibling(first, { mode: 'writes', ...options });
      const { value, error } = await second.call(tool, given);
      expect(value.needs_approval === true || error?.kind === 'invalid').toBe(true);
      expect(second.writes()).toEqual([]);
      // It is still there for the call that it was given for.
      await first.call('create_admin_api_key', KEY);
      expect(first.writes()).toHaveLength(1);
    },
  );

  test('is one for the same arguments in another order', async () => {
    const setting = guardSetting();
    await setting.call('create_admin_api_key', KEY);
    await setting.approveAll();
    await setting.call('create_admin_api_key', { expires_in_seconds: 3600, name: 'ci' });
    expect(setting.writes()).toHaveLength(1);
  });

  test('is one for the same arguments in another order inside of one', async () => {
    const setting = guardSetting({ mode: 'writes' });
    const alert = (notification_channel: object) => ({
      threshold_usd: 5,
      currency: 'USD',
      interval: 'month',
      notification_channel,
    });
    await setting.call(
      'create_spend_alert',
      alert({ type: 'email', recipients: ['a@example.com', 'b@example.com'] }),
    );
    await setting.approveAll();
    // The order of a list is no matter of spelling.
    await setting.call(
      'create_spend_alert',
      alert({ type: 'email', recipients: ['b@example.com', 'a@example.com'] }),
    );
    expect(setting.writes()).toEqual([]);
    await setting.call(
      'create_spend_alert',
      alert({ recipients: ['a@example.com', 'b@example.com'], type: 'email' }),
    );
    expect(setting.writes()).toHaveLength(1);
  });

  test('is one for another server of the same user', async () => {
    const first = guardSetting();
    await first.call('archive_project', ARCHIVE);
    await first.approveAll();
    const second = sibling(first, {});
    await second.call('archive_project', ARCHIVE);
    expect(second.writes()).toHaveLength(1);
    expect((await first.call('archive_project', ARCHIVE)).value.needs_approval).toBe(true);
  });

  test('that is given in a dialog is bound in the same way', async () => {
    const first = guardSetting({ mode: 'writes' });
    const { ask } = await first.call('create_admin_api_key', KEY, ASKING);
    for (const [name, { tool = 'create_admin_api_key', given = KEY, options = {} }] of OTHERWISE) {
      const second = sibling(first, { mode: 'writes', ...options });
      const { error } = await second.call(tool, given, typing('ci', ask));
      expect(error?.outcome, name).toBe('not_sent');
      expect(second.writes(), name).toEqual([]);
    }
    await first.call('create_admin_api_key', KEY, typing('ci', ask));
    expect(first.writes()).toHaveLength(1);
  });
});

/** What may have happened to a thing since it was approved, and whether that is a change. */
const SINCE: [string, Record<string, unknown>, changed: boolean][] = [
  ['its name', { name: 'Renamed' }, true],
  ['its role', { role: 'reader' }, true],
  ['its status', { status: 'closed' }, true],
  ['a part of it', { owner: { id: 'user-2', name: 'Bo' } }, true],
  ['something new', { is_scim_managed: true }, true],
  ['when it was last used', { last_used_at: 1_795_000_000 }, false],
  ['when it was last active', { last_active_at: 1_795_000_000 }, false],
  ['when its keys were last used', { api_key_last_used_at: 1_795_000_000 }, false],
  ['when a part of it was last used', { owner: { id: 'user-1', name: 'Ann', last_used_at: 2 } }, false],
  ['how many bytes it uses', { usage_bytes: 5 }, false],
  ["a value of the customer's", { metadata: { usage: 'production', last_used_at: 1 } }, true],
  ["an attribute of the customer's", { attributes: { usage: 1 } }, true],
  ['nothing', {}, false],
];

describe.each(['in a terminal', 'in a dialog'])('a thing that was approved %s', (where) => {
  test.each(SINCE)('and of which %s is different then', async (_, since, changed) => {
    const thing = {
      id: ARCHIVE.project_id,
      name: 'Ann',
      role: 'owner',
      status: 'active',
      owner: { id: 'user-1', name: 'Ann' },
    };
    let now: Record<string, unknown> = { ...thing, last_used_at: 1 };
    const setting = guardSetting({
      answer: (request, tool) => (tool.name === 'get_project' ? now : plainAnswer(request, tool)),
    });
    const first = await setting.call('archive_project', ARCHIVE, where === 'in a dialog' ? ASKING : MUTE);
    if (where === 'in a terminal') await setting.approveAll();
    now = { ...now, ...since };
    const caller = first.ask === undefined ? MUTE : typing('Ann', first.ask);
    const { error } = await setting.call('archive_project', ARCHIVE, caller);
    expect(setting.writes()).toHaveLength(changed ? 0 : 1);
    if (!changed) return;
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(error?.message).toContain('was changed after it was approved');
    // The approval is used up by that.
    const again = await setting.call('archive_project', ARCHIVE);
    expect(again.value.needs_approval).toBe(true);
  });
});

test('a thing that is gone by then is told, and nothing is sent', async () => {
  let isThere = true;
  const setting = guardSetting({
    answer: (request, tool) => {
      if (tool.name === 'get_project' && !isThere) throw notFound();
      return plainAnswer(request, tool);
    },
  });
  await setting.call('archive_project', ARCHIVE);
  await setting.approveAll();
  isThere = false;
  const { error } = await setting.call('archive_project', ARCHIVE);
  expect(error).toMatchObject({ kind: 'not_found', outcome: 'not_sent' });
  expect(setting.writes()).toEqual([]);
  expect(setting.record()).toEqual(['planned', 'refused']);
});

describe('a question in the client', () => {
  async function asked(
    options: SettingOptions = {},
  ): Promise<{ setting: Setting; ask: NonNullable<Answer['ask']> }> {
    const setting = guardSetting(options);
    const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
    if (ask === undefined) throw new Error('nothing was asked');
    // Nobody reads it in no time.
    setting.clock.now += 5_000;
    return { setting, ask };
  }
  const WORD = 'Name of proj_1';

  test('that is too long for a form goes to the terminal, with every part of it', async () => {
    const setting = guardSetting({ mode: 'writes' });
    const scopes = Array.from({ length: 300 }, (_, at) => `api.scope_number_${at}.read`);
    const given = { project_id: 'proj_1', api_key_id: 'key_1', scopes };
    const { ask, value } = await setting.call('update_project_api_key', given, ASKING);
    expect(ask).toBeUndefined();
    expect(value.needs_approval).toBe(true);
    const [plan] = await setting.plans.pending();
    for (const scope of scopes) expect(plan?.summary.request.join()).toContain(`"${scope}"`);
    await setting.approveAll();
    await setting.call('update_project_api_key', given, ASKING);
    expect(setting.writes()).toHaveLength(1);
  });

  test('of up to 4,000 characters is a form, and a longer one is not', async () => {
    const setting = guardSetting({ mode: 'writes' });
    let longest = '';
    for (let count = 250; ; count += 1) {
      const scopes = Array.from({ length: count }, (_, at) => `s${at}`);
      const given = { project_id: 'proj_1', api_key_id: 'key_1', scopes };
      const { ask } = await setting.call('update_project_api_key', given, ASKING);
      if (ask === undefined) break;
      longest = ask.message;
    }
    expect(longest.length).toBeLessThanOrEqual(4_000);
    expect(longest.length).toBeGreaterThan(3_950);
  });

  test('names profile, organization and where a new secret goes beside its field', async () => {
    const setting = guardSetting({ principal: principal({ organization: 'org-1' }) });
    const { ask } = await setting.call('create_admin_api_key', KEY, ASKING);
    expect(ask?.description).toMatch(
      /^Profile: default, organization org-1\. The new secret goes to the folder \//,
    );
  });

  test('shows the summary and names the word', async () => {
    const { setting, ask } = await asked();
    const [what, extent, risk, because] = ask.message.split('\n');
    expect([what, risk, because]).toEqual([
      'Archive project: "Name of proj_1" (proj_1)',
      'This cannot be undone.',
      'No operation brings an archived project back.',
    ]);
    expect(extent).toMatch(/^\d.* members, /);
    expect(wordOf(ask)).toBe(WORD);
    expect(ask.label).toBe('Type "Name of proj_1" to approve');
    expect(setting.writes()).toEqual([]);
    expect(setting.record()).toEqual(['asked']);
  });

  test('answered with the word runs the call once, and no second time', async () => {
    const { setting, ask } = await asked();
    const { value } = await setting.call('archive_project', ARCHIVE, typing(` ${WORD} `, ask));
    expect(value.id).toBe('archive');
    const { error } = await setting.call('archive_project', ARCHIVE, typing(WORD, ask));
    expect(error?.message).toContain('was used already');
    expect(setting.writes()).toHaveLength(1);
    expect(setting.record()).toEqual(['asked', 'approved', 'done', 'refused']);
    expect(setting.lines()[1]).toMatchObject({
      approved_by: 'the user of test 1',
      reason: expect.stringMatching(/^accepted after \d+\.\d s$/),
    });
  });

  test('answered a hundred times at once sends one request', async () => {
    const { setting, ask } = await asked();
    await Promise.all(
      Array.from({ length: 100 }, () => setting.call('archive_project', ARCHIVE, typing(WORD, ask))),
    );
    expect(setting.writes()).toHaveLength(1);
  });

  test('answered in composed or decomposed letters is the same word', async () => {
    const name = 'Größe';
    const { setting, ask } = await asked({
      answer: (request, tool) => ({ ...(plainAnswer(request, tool) as object), name }),
    });
    await setting.call('archive_project', ARCHIVE, typing(name.normalize('NFD'), ask));
    expect(setting.writes()).toHaveLength(1);
  });

  test.each(['', 'yes', 'name of proj_1', 'Name of proj_', `${WORD}.`, 'proj_1', `"${WORD}"`, 'true'])(
    'answered with %j sends nothing, and ends the question',
    async (typed) => {
      const { setting, ask } = await asked();
      const { error } = await setting.call('archive_project', ARCHIVE, typing(typed, ask));
      expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      const right = await setting.call('archive_project', ARCHIVE, typing(WORD, ask));
      expect(right.error?.kind).toBe('refused');
      expect(setting.writes()).toEqual([]);
      expect(setting.record()).toEqual(['asked', 'refused', 'refused']);
    },
  );

  test('that is declined sends nothing, and says to leave it', async () => {
    const { setting, ask } = await asked();
    const caller = { ...ASKING, state: ask.state, answer: { action: 'decline' as const, typed: WORD } };
    const { error } = await setting.call('archive_project', ARCHIVE, caller);
    expect(error?.message).toMatch(/^The user declined\. Nothing was sent\. Do not repeat/);
    expect((await setting.call('archive_project', ARCHIVE, typing(WORD, ask))).error?.kind).toBe('refused');
    expect(setting.writes()).toEqual([]);
  });

  test.each([
    ['closed', { action: 'cancel' as const }],
    ['accepted without a word', { action: 'accept' as const }],
    ['not answered at all', undefined],
  ])('that is %s sends nothing', async (_, answer) => {
    const { setting, ask } = await asked();
    const caller = { ...ASKING, state: ask.state, ...(answer && { answer }) };
    const { error } = await setting.call('archive_project', ARCHIVE, caller);
    expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
    expect(setting.writes()).toEqual([]);
  });

  test.each(['cancel', 'accept'] as const)(
    'answered with %s alone can still be approved in a terminal',
    async (action) => {
      const { setting, ask } = await asked();
      const caller = { ...ASKING, state: ask.state, answer: { action } };
      const { error } = await setting.call('archive_project', ARCHIVE, caller);
      expect(error?.message).toContain('npx openai-admin-mcp approve');
      expect(await setting.approveAll()).toBe(1);
      expect((await setting.call('archive_project', ARCHIVE, ASKING)).value.id).toBe('archive');
    },
  );

  test('that is declined in no time was not shown, and can be approved in a terminal', async () => {
    const setting = guardSetting();
    const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
    const caller = { ...ASKING, state: ask?.state ?? '', answer: { action: 'decline' as const } };
    const { error } = await setting.call('archive_project', ARCHIVE, caller);
    expect(error?.message).toContain('npx openai-admin-mcp approve');
    expect(await setting.approveAll()).toBe(1);
  });

  test('answered after ten minutes sends nothing', async () => {
    const { setting, ask } = await asked();
    setting.clock.now += PLAN_MILLISECONDS;
    const { error } = await setting.call('archive_project', ARCHIVE, typing(WORD, ask));
    expect(error?.message).toContain('has run out');
    expect(setting.writes()).toEqual([]);
  });

  test('with any byte of its state altered sends nothing', async () => {
    const { setting, ask } = await asked();
    for (let at = 0; at < ask.state.length; at += 1) {
      const other = ask.state[at] === '0' ? '1' : '0';
      const state = ask.state.slice(0, at) + other + ask.state.slice(at + 1);
      const { error } = await setting.call('archive_project', ARCHIVE, typing(WORD, { ...ask, state }));
      expect(error?.kind).toBe('refused');
    }
    expect(setting.writes()).toEqual([]);
    await setting.call('archive_project', ARCHIVE, typing(WORD, ask));
    expect(setting.writes()).toHaveLength(1);
  });

  test('asked twice is two questions, each with an answer of its own', async () => {
    const setting = guardSetting();
    const [one, other] = await Promise.all([
      setting.call('archive_project', { project_id: 'proj_1' }, ASKING),
      setting.call('archive_project', { project_id: 'proj_2' }, ASKING),
    ]);
    const crossed = await setting.call(
      'archive_project',
      { project_id: 'proj_1' },
      typing('Name of proj_2', other.ask),
    );
    expect(crossed.error?.kind).toBe('refused');
    await setting.call('archive_project', { project_id: 'proj_2' }, typing('Name of proj_2', other.ask));
    await setting.call('archive_project', { project_id: 'proj_1' }, typing('Name of proj_1', one.ask));
    expect(setting.writes().map(({ path }) => path.split('/')[3])).toEqual(['proj_2', 'proj_1']);
  });

  test.each(HOSTILE_NAMES)('about a name with %s keeps its lines, and asks one thing', async (_, name) => {
    const { ask } = await asked({
      answer: (request, tool) => {
        const plain = plainAnswer(request, tool) as Record<string, unknown>;
        if (tool.method !== 'list') return { ...plain, name, email: undefined, url: name };
        return { ...plain, data: [{ id: name, name, email: name, role: name }] };
      },
    });
    const lines = ask.message.split('\n');
    expect(lines.filter((line) => line.startsWith('To approve'))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith('Profile:'))).toEqual(['Profile: default']);
    for (const line of lines) {
      expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      expect(line.length).toBeLessThan(700);
    }
    expect(ask.message.length).toBeLessThan(6_000);
    expect(ask.label).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    expect(['proj_1', name]).toContain(wordOf(ask));
  });
});

describe('how far it reaches', () => {
  test('is members, accounts, keys and spend of a project, in this order', async () => {
    const setting = guardSetting({
      answer: (request, tool) => {
        if (tool.method !== 'list') return plainAnswer(request, tool);
        if (tool.name === 'list_costs') {
          const results = [{ amount: { value: '10.10' } }, { amount: { value: 0.2 } }];
          return { data: [{ results }, { results: [{ amount: { value: 1 } }] }], has_more: false };
        }
        const used = [1_795_000_000, 1_795_086_400].map((last_used_at) => ({
          last_used_at,
          name: 'k',
          redacted_value: 'sk-proj-***0000',
        }));
        return { data: tool.name === 'list_project_api_keys' ? used : [], has_more: false };
      },
    });
    const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
    const lines = ask?.message.split('\n') ?? [];
    expect(lines.slice(lines.indexOf('Reach:') + 1, lines.indexOf('Request:'))).toEqual([
      '- Members: 0',
      '- Service accounts: 0',
      '- API keys: 2, last used 2026-11-19 11:06 UTC ("k", "k")',
      '- Spend of the last 30 days: $11.30',
      '- Status: active',
      '- Created: 2026-11-27 12:00 UTC',
      '- Redacted value: "sk-...zzzz"',
    ]);
    const costs = setting.sent.find(({ tool }) => tool === 'list_costs');
    expect(new URLSearchParams(costs?.query).getAll('project_ids[]')).toEqual(['proj_1']);
  });

  test.each<[boolean | undefined, RegExp, string | undefined]>([
    [true, /\. The key that this server uses, 0 members, /, '- A key that this server uses: yes'],
    [undefined, /\. 0 members, /, '- A key that this server uses: unknown'],
    [false, /\. 0 members, /, undefined],
  ])('begins with the key in use, where that is %s', async (isInUse, extent, line) => {
    const setting = guardSetting({
      keyInUse: async () => isInUse,
      answer: (request, tool) =>
        tool.name === 'list_project_api_keys'
          ? { data: [{ id: 'key_1', redacted_value: 'sk-proj-***0000' }], has_more: false }
          : plainAnswer(request, tool),
    });
    const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
    const lines = ask?.message.split('\n') ?? [];
    expect(lines.slice(0, 2).join('. ')).toMatch(extent);
    expect(lines.find((one) => one.includes('A key that this server uses'))).toBe(line);
  });

  test('is refused before anybody is asked where the project is archived', async () => {
    const setting = guardSetting({
      answer: (request, tool) =>
        tool.name === 'get_project'
          ? { id: 'proj_1', name: 'P', status: 'archived', archived_at: 1_790_000_000 }
          : plainAnswer(request, tool),
    });
    for (const [tool, given] of [
      ['archive_project', ARCHIVE],
      ['create_project_service_account', { project_id: 'proj_1', name: 'ci' }],
    ] as const) {
      const { error, ask } = await setting.call(tool, given, ASKING);
      expect(ask).toBeUndefined();
      expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
      expect(error?.message).toContain('is archived');
    }
    expect(setting.writes()).toEqual([]);
  });

  test('of spend that cannot be read is unknown, and no zero', async () => {
    for (const value of [null, '$12.50', undefined]) {
      const setting = guardSetting({
        answer: (request, tool) =>
          tool.name === 'list_costs'
            ? { data: [{ results: [{ amount: { value: 5 } }, { amount: { value } }] }], has_more: false }
            : plainAnswer(request, tool),
      });
      const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
      expect(ask?.message).toContain('spend unknown');
      expect(ask?.message).toContain('- Spend of the last 30 days: could not be read in full');
    }
  });

  test('of a value that OpenAI does not show says unknown, and not "not set"', async () => {
    const setting = guardSetting();
    const given = { project_id: 'proj_1', api_key_id: 'key_1', scopes: ['api.all.read'] };
    const { ask } = await setting.call('update_project_api_key', given, ASKING);
    expect(ask?.message).toContain('- scopes: unknown -> ["api.all.read"]');
  });

  test('says what could not be read', async () => {
    const setting = guardSetting({
      answer: (request, tool) => {
        if (tool.method === 'list') throw notFound();
        return plainAnswer(request, tool);
      },
    });
    const { ask } = await setting.call('archive_project', ARCHIVE, ASKING);
    expect(ask?.message).toContain('- Members: could not be read');
    expect(ask?.message).toContain('- Spend of the last 30 days: could not be read');
  });

  test('shows what an update changes, in dollars', async () => {
    const setting = guardSetting({
      answer: (request, tool) =>
        tool.name === 'get_spend_limit'
          ? { threshold_amount: 45_000_00, currency: 'USD', interval: 'month' }
          : plainAnswer(request, tool),
    });
    const limit = { threshold_usd: 100, currency: 'USD', interval: 'month' };
    const { ask } = await setting.call('update_spend_limit', limit, ASKING);
    expect(ask?.message).toContain('Changes:\n- threshold_usd: 45000 -> 100\n');
    expect(ask?.message).not.toContain('"USD" ->');
  });

  test('shows that a limit was not set', async () => {
    const setting = guardSetting({
      answer: (request, tool) => {
        if (tool.name === 'get_spend_limit') throw notFound();
        return plainAnswer(request, tool);
      },
    });
    const limit = { threshold_usd: 100, currency: 'USD', interval: 'month' };
    const { ask } = await setting.call('update_spend_limit', limit, ASKING);
    expect(ask?.message).toContain('- threshold_usd: not set -> 100');
  });
});

test('a thing that does not exist is not put before anybody', async () => {
  const setting = guardSetting({
    answer: (request, tool) => {
      if (tool.name === 'get_batch') throw notFound();
      return plainAnswer(request, tool);
    },
  });
  const { error, ask } = await setting.call('cancel_batch', { batch_id: 'batch_9' }, ASKING);
  expect(ask).toBeUndefined();
  expect(error).toMatchObject({ kind: 'not_found', outcome: 'not_sent' });
  expect(setting.record()).toEqual(['refused']);
});

describe('confirm: true', () => {
  const NAMES = /confirm|approv|force|consent|^yes$|^plan/i;

  test('is no argument of any tool', () => {
    // The ID of a thing in the path, such as a consent's, says nothing by itself.
    const named = everyTool.flatMap(([name, tool]) =>
      Object.keys(listed(tool).inputSchema.properties).flatMap((key) =>
        NAMES.test(key) && !(tool.params[key]?.in === 'path' && key.endsWith('_id'))
          ? [`${name}.${key}`]
          : [],
      ),
    );
    const discovered = DISCOVERY_TOOLS.flatMap(({ inputSchema }) => Object.keys(inputSchema.properties));
    expect([...named, ...discovered.filter((key) => NAMES.test(key))]).toEqual([]);
  });

  test.each(['confirm', 'confirmed', 'approve', 'plan', 'force'])(
    'by the name of %s is refused',
    async (name) => {
      const setting = guardSetting();
      const { error } = await setting.call('archive_project', { ...ARCHIVE, [name]: true });
      expect(error?.kind).toBe('invalid');
      expect(setting.sent).toEqual([]);
      expect(setting.record()).toEqual(['invalid']);
    },
  );
});
