/** With several ways allowed, an approval counts only if it could be given in none but these. */
import { describe, expect, test } from 'vitest';
import { approvePlan } from '../../src/approval/decide-plan.ts';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { WAYS, type Way } from '../../src/model/ask-mode.ts';
import { ASKING, guardSetting, MUTE, typing, wordOf } from './guard-setting.ts';

const GIVEN = { project_id: 'proj_1' };
const only = (ways: Way[]) => ({ ways: { ways, by: '/etc/openai-admin-mcp/policy.yaml' } });

const PAIRS = WAYS.map((without) => WAYS.filter((way) => way !== without));
const screen = { screen: () => new Promise<never>(() => undefined), windowWaits: 10 };

describe.each(PAIRS)('where %s and %s are allowed', (...pair) => {
  test('an approval in a terminal of a server that allows every way does not count', async () => {
    const free = guardSetting();
    await free.call('archive_project', GIVEN);
    expect(await free.approveAll()).toBe(1);
    const held = guardSetting({ home: free.home, ...only(pair), ...screen });
    await held.call('archive_project', GIVEN, ASKING);
    expect(held.writes()).toEqual([]);
    // The server that asked uses it, so the call above could fail.
    await free.call('archive_project', GIVEN);
    expect(free.writes()).toHaveLength(1);
  });

  test('an answer in a form that another server showed does not count', async () => {
    const free = guardSetting();
    const { ask } = await free.call('archive_project', GIVEN, ASKING);
    const held = guardSetting({ home: free.home, ...only(pair), ...screen });
    const { error } = await held.call('archive_project', GIVEN, typing(wordOf(ask), ask));
    expect(error?.message).toContain('does not belong to this call');
    expect(held.writes()).toEqual([]);
    await free.call('archive_project', GIVEN, typing(wordOf(ask), ask));
    expect(free.writes()).toHaveLength(1);
  });
});

test('one that the same ways allow counts in another server', async () => {
  const one = guardSetting(only(['window', 'terminal']));
  await one.call('archive_project', GIVEN, MUTE);
  await one.approveAll();
  const other = guardSetting({ home: one.home, ...only(['terminal', 'window']) });
  await other.call('archive_project', GIVEN, MUTE);
  expect(other.writes()).toHaveLength(1);
});

test('and one in a terminal does not, where a form and a window were asked for', async () => {
  const one = guardSetting({ ...only(['form', 'window']), ...screen });
  await one.call('archive_project', GIVEN, MUTE);
  const { state, plans, clock } = one;
  const [plan] = await plans.pending();
  if (plan === undefined) throw new Error('no plan waits');
  const trail = openAuditTrail({ state, now: () => clock.now });
  expect(await approvePlan(plan, { plans, trail, way: 'terminal' })).toBe(false);
});

test.each(['in a terminal', 'in a form'])(
  'one that a server with a longer time got %s is too old for one with a shorter',
  async (where) => {
    const clock = { now: Date.parse('2026-11-28T12:00:00Z') };
    const long = guardSetting({ clock, approvalLasts: 86_400_000 });
    const { ask } = await long.call('archive_project', GIVEN, where === 'in a form' ? ASKING : MUTE);
    const caller = ask === undefined ? MUTE : typing(wordOf(ask), ask);
    if (ask === undefined) await long.approveAll();
    clock.now += 8_000;
    const short = guardSetting({ home: long.home, clock, approvalLasts: 5_000 });
    await short.call('archive_project', GIVEN, caller);
    expect(short.writes()).toEqual([]);
    await long.call('archive_project', GIVEN, caller);
    expect(long.writes()).toHaveLength(1);
  },
);
