/** The proof that a window asks for one call at a time, waits as long as a call can, and decides nothing twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { approvePlan } from '../../src/approval/decide-plan.ts';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { PLAN_MILLISECONDS } from '../../src/model/approval-mode.ts';
import type { WindowAnswer, WindowQuestion } from '../../src/window/window.ts';
import { ASKING, guardSetting, MUTE, type Setting, type SettingOptions } from './guard-setting.ts';

const ARCHIVE = { project_id: 'proj_1' };
const NAME = 'Name of proj_1';

type Shown = { question: WindowQuestion; answer(answer: WindowAnswer): void; isClosed: boolean };

/** Windows that a test answers, on a clock that a person needs seconds of. */
function screenSetting(options: SettingOptions = {}) {
  const clock = { now: Date.parse('2026-11-28T12:00:00Z') };
  const shown: Shown[] = [];
  const setting: Setting = guardSetting({
    clock,
    windowWaits: 150,
    screen: (question, closed) =>
      new Promise((resolve) => {
        const one: Shown = {
          question,
          isClosed: false,
          answer: (answer) => {
            clock.now += 5_000;
            resolve(answer);
          },
        };
        closed.addEventListener('abort', () => {
          one.isClosed = true;
          resolve({ kind: 'closed' });
        });
        shown.push(one);
      }),
    ...options,
  });
  onTestFinished(() => setting.closeWindows());
  const appeared = async (count: number) => {
    await expect.poll(() => shown.length).toBeGreaterThanOrEqual(count);
    return shown[count - 1] as Shown;
  };
  return { ...setting, clock, shown, appeared };
}

const PATIENT = { windowWaits: 60_000 };

describe('a call of a client without forms', () => {
  test('waits for the window and runs by the name that is typed there', async () => {
    const { call, appeared, lines, record } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    expect(window.question.label).toBe(`To approve, type "${NAME}" without the quotes.`);
    const [first, , third] = window.question.picture.split('\n');
    expect([first, third]).toEqual([`Archive project: "${NAME}" (proj_1)`, 'This cannot be undone.']);
    expect(window.question.picture).toContain('POST /organization/projects/proj_1/archive');
    expect(window.question.seconds).toBe(600);
    window.answer({ kind: 'typed', text: NAME });
    expect((await calling).value.id).toBe('archive');
    expect(record()).toEqual(['granted', 'approved', 'done']);
    expect(lines().slice(0, 2)).toMatchObject([
      { client: 'window', approved_by: expect.stringMatching(/ in a window$/) },
      { approved_by: expect.stringMatching(/ in a window$/), reason: 'accepted after 5.0 s' },
    ]);
  });

  test.each([
    ['types something else', { kind: 'typed', text: 'yes' }, `What was typed is not "${NAME}"`],
    ['types nothing', { kind: 'typed', text: '' }, `What was typed is not "${NAME}"`],
    ['declines or closes it', { kind: 'declined' }, 'The user declined'],
  ] as const)('sends nothing when its user %s', async (_, answer, told) => {
    const { call, appeared, writes, plans, record } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    (await appeared(1)).answer(answer);
    expect((await calling).error?.message).toContain(told);
    expect(writes()).toEqual([]);
    expect(await plans.pending()).toEqual([]);
    expect(record()).toEqual(['refused', 'refused']);
  });

  test('gets the plan when nobody answers in time, and the window approves it later', async () => {
    const { call, appeared, writes, shown } = screenSetting();
    const { value } = await call('archive_project', ARCHIVE);
    expect(value).toMatchObject({ needs_approval: true, plan: expect.stringMatching(/^plan_/) });
    expect(value.note).toMatch(/^Nothing was sent\. .* a window on the screen .*approve in a terminal\)/);
    expect(shown[0]?.isClosed).toBe(false);
    // Repeated too early, it waits for the same window.
    expect((await call('archive_project', ARCHIVE)).value.plan).toBe(value.plan);
    expect(shown).toHaveLength(1);
    (await appeared(1)).answer({ kind: 'typed', text: NAME });
    await expect.poll(async () => (await call('archive_project', ARCHIVE)).value.id).toBe('archive');
    expect(writes()).toHaveLength(1);
  });

  test.each([
    [{ kind: 'declined' }, 'The user declined'],
    [{ kind: 'typed', text: 'no' }, 'What was typed is not'],
  ] as const)('is told once of %j that came after its wait, and asked anew then', async (answer, told) => {
    const { call, appeared, plans } = screenSetting();
    await call('archive_project', ARCHIVE);
    (await appeared(1)).answer(answer);
    await expect.poll(async () => (await plans.pending()).length).toBe(0);
    expect((await call('archive_project', ARCHIVE)).error?.message).toContain(told);
    expect((await call('archive_project', ARCHIVE)).value.needs_approval).toBe(true);
    await appeared(2);
  });

  test('that is taken back takes its window and its plan with it', async () => {
    const { call, appeared, plans, writes } = screenSetting(PATIENT);
    const taken = new AbortController();
    const calling = call('archive_project', ARCHIVE, MUTE, taken.signal).catch(() => undefined);
    const window = await appeared(1);
    taken.abort();
    await calling;
    expect(window.isClosed).toBe(true);
    expect(await plans.pending()).toEqual([]);
    expect(writes()).toEqual([]);
  });

  test('that is taken back leaves the window to another that waits for the same', async () => {
    const { call, appeared, writes } = screenSetting(PATIENT);
    const taken = new AbortController();
    const [first, second] = [
      call('archive_project', ARCHIVE, MUTE, taken.signal).catch(() => undefined),
      call('archive_project', ARCHIVE),
    ];
    const window = await appeared(1);
    await delay(100);
    taken.abort();
    await first;
    expect(window.isClosed).toBe(false);
    window.answer({ kind: 'typed', text: NAME });
    expect((await second).value.id).toBe('archive');
    expect(writes()).toHaveLength(1);
  });

  test('is not sent when the target was changed while the window was open', async () => {
    let name = NAME;
    const answer: SettingOptions['answer'] = ({ path }) => {
      if (path.endsWith('/proj_1')) return { id: 'proj_1', name, status: 'active', created_at: 1 };
      return { object: 'list', data: [], has_more: false };
    };
    const { call, appeared, writes } = screenSetting({ ...PATIENT, answer });
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    name = 'Something else';
    window.answer({ kind: 'typed', text: NAME });
    expect((await calling).error?.message).toContain('was changed after it was approved');
    expect(writes()).toEqual([]);
  });
});

describe('a window', () => {
  test('closes when its plan is approved in a terminal, and the call that waits goes on', async () => {
    const { call, appeared, plans, state, clock, lines } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    const [plan] = await plans.pending();
    const trail = openAuditTrail({ state, now: () => clock.now });
    if (plan === undefined) throw new Error('no plan waits');
    expect(await approvePlan(plan, { plans, trail, way: 'terminal' })).toBe(true);
    expect((await calling).value.id).toBe('archive');
    expect(window.isClosed).toBe(true);
    expect(lines().find(({ decision }) => decision === 'approved')).toMatchObject({
      approved_by: expect.stringMatching(/ in a terminal$/),
      reason: expect.stringMatching(/^accepted after \d+\.\d s$/),
    });
  });

  test('closes when its plan is rejected or has run out, and the call is told', async () => {
    for (const end of ['rejected', 'run out'] as const) {
      const { call, appeared, plans, clock, writes } = screenSetting(PATIENT);
      const calling = call('archive_project', ARCHIVE);
      const window = await appeared(1);
      const [plan] = await plans.pending();
      if (end === 'run out') clock.now += PLAN_MILLISECONDS;
      else if (plan) await plans.withdraw(plan);
      expect((await calling).error?.message).toContain('rejected or has run out');
      expect(window.isClosed).toBe(true);
      expect(writes()).toEqual([]);
    }
  });

  test('closes when the server ends, and the call does not hold up its end', async () => {
    const { call, appeared, closeWindows, plans } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    closeWindows();
    expect((await calling).value.needs_approval).toBe(true);
    expect(window.isClosed).toBe(true);
    expect(await plans.pending()).toHaveLength(1);
  });

  test('closes when access ends, and the call says so', async () => {
    const { call, appeared, closeWindows, writes } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    closeWindows('Access ended at noon.');
    expect((await calling).error).toMatchObject({
      kind: 'refused',
      message: 'Access ended at noon. Nothing was sent.',
    });
    expect(window.isClosed).toBe(true);
    expect((await call('archive_project', ARCHIVE)).error?.message).toContain('Access ended at noon.');
    expect(writes()).toEqual([]);
  });

  test('closes when an equal call has used the approval, and the call says so', async () => {
    const { call, appeared, plans, state, clock, writes } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    const [plan] = await plans.pending();
    if (plan === undefined) throw new Error('no plan waits');
    const trail = openAuditTrail({ state, now: () => clock.now });
    await approvePlan(plan, { plans, trail, way: 'terminal' });
    const [approved] = [await plans.approvedFor(plan.call, plan.ways, plan.lasts)];
    expect(approved && (await plans.claim(approved))).toBe(true);
    expect((await calling).error?.message).toContain('has used the approval already');
    expect(window.isClosed).toBe(true);
    expect(writes()).toEqual([]);
  });

  test('comes after the one before it, each for its own call', async () => {
    const { call, appeared, shown, writes } = screenSetting(PATIENT);
    const first = call('archive_project', ARCHIVE);
    await appeared(1);
    const second = call('archive_project', { project_id: 'proj_2' });
    await delay(300);
    expect(shown).toHaveLength(1);
    shown[0]?.answer({ kind: 'declined' });
    expect((await first).error?.message).toContain('declined');
    const window = await appeared(2);
    expect(window.question.picture).toContain('(proj_2)');
    window.answer({ kind: 'typed', text: 'Name of proj_2' });
    expect((await second).value.id).toBe('archive');
    expect(writes().map(({ path }) => path)).toEqual(['/organization/projects/proj_2/archive']);
  });

  test('is one of eight at most; the ninth plan waits for a terminal', async () => {
    const { call, shown } = screenSetting(PATIENT);
    const projects = Array.from({ length: 8 }, (_, number) => `proj_${number}`);
    for (const project_id of projects) void call('archive_project', { project_id });
    await delay(1_000);
    const { value } = await call('archive_project', { project_id: 'proj_9' });
    expect(value.note).toMatch(/run \S+.*approve in a terminal/);
    expect(shown).toHaveLength(1);
  });

  test('that many calls wait for keeps no more than sixteen of them', async () => {
    const { call, shown } = screenSetting(PATIENT);
    const calls = Array.from({ length: 20 }, () => call('archive_project', ARCHIVE));
    let gone = 0;
    for (const one of calls) void one.then(() => (gone += 1));
    await expect.poll(() => gone).toBe(4);
    await delay(200);
    expect(gone).toBe(4);
    expect(shown).toHaveLength(1);
  });

  test('that ends in no time was not shown, and the plan waits for a terminal', async () => {
    for (const answer of [
      { kind: 'declined' },
      { kind: 'failed', why: 'the display refused it' },
    ] as WindowAnswer[]) {
      const { call, plans, lines } = guardSetting({ screen: async () => answer });
      const { value } = await call('archive_project', ARCHIVE);
      expect(value.note).toMatch(/approve in a terminal/);
      expect(lines()[0]?.reason).toMatch(/; no window: (it was closed at once|the display refused it)$/);
      expect(await plans.pending()).toHaveLength(1);
    }
  });

  test('approves at any speed', async () => {
    const { call } = guardSetting({ screen: async () => ({ kind: 'typed', text: NAME }) });
    expect((await call('archive_project', ARCHIVE)).value.id).toBe('archive');
  });

  test('whose approval cannot be put on record approves nothing', async () => {
    const { call, appeared, writes, state } = screenSetting(PATIENT);
    const calling = call('archive_project', ARCHIVE);
    const window = await appeared(1);
    state.write('audit.jsonl', 'not a line\n');
    state.remove('audit.jsonl');
    state.file('audit.jsonl/in-the-way');
    window.answer({ kind: 'typed', text: NAME });
    expect((await calling).error?.outcome).toBe('not_sent');
    expect(writes()).toEqual([]);
  });
});

describe('--ask', () => {
  test('auto prefers the form, and a window for a question that is too long for one', async () => {
    const { call, appeared } = screenSetting({ ...PATIENT, mode: 'writes' });
    expect((await call('archive_project', ARCHIVE, ASKING)).ask?.message).toContain(NAME);
    const scopes = Array.from({ length: 400 }, (_, number) => `api.scope_number_${number}.read`);
    void call('create_role', { role_name: 'Many', permissions: scopes }, ASKING).catch(() => undefined);
    const { question } = await appeared(1);
    for (const scope of scopes) expect(question.picture.replaceAll('\n', '')).toContain(scope);
    for (const line of question.picture.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('window asks clients with forms in a window too, and only a window counts', async () => {
    const { call, appeared, plans, state, clock } = screenSetting({ ask: 'window' });
    const { value } = await call('archive_project', ARCHIVE, ASKING);
    expect(value.note).toContain('a window on the screen');
    expect(value.note).not.toContain('terminal');
    const [plan] = await plans.pending();
    const trail = openAuditTrail({ state, now: () => clock.now });
    if (plan === undefined) throw new Error('no plan waits');
    expect(await approvePlan(plan, { plans, trail, way: 'terminal' })).toBe(false);
    (await appeared(1)).answer({ kind: 'typed', text: NAME });
    await expect.poll(async () => (await call('archive_project', ARCHIVE)).value.id).toBe('archive');
  });

  test.each([
    ['window', MUTE, 'no window can be opened: no display. Nothing was sent.'],
    ['window', ASKING, 'no window can be opened: no display. Nothing was sent.'],
    ['form', MUTE, 'this client shows none. Nothing was sent.'],
  ] as const)(
    '%s that cannot be is refused with what to do, and asked no other way',
    async (ask, caller, told) => {
      const { call, plans, writes } = guardSetting({ ask });
      const { error, ask: question } = await call('archive_project', ARCHIVE, caller);
      expect(question).toBeUndefined();
      expect(error?.message).toContain(told);
      expect(error?.message).toContain('--ask auto');
      expect(await plans.pending()).toEqual([]);
      expect(writes()).toEqual([]);
    },
  );

  test('terminal opens no window and no form', async () => {
    const { call, shown } = screenSetting({ ask: 'terminal' });
    for (const caller of [MUTE, ASKING]) {
      expect((await call('archive_project', ARCHIVE, caller)).value.note).toMatch(/approve in a terminal/);
    }
    expect(shown).toEqual([]);
  });

  test('of one server is not loosened by the approval that another server got', async () => {
    const lax = guardSetting();
    await lax.call('archive_project', ARCHIVE);
    await lax.approveAll();
    const strict = guardSetting({ home: lax.home, ask: 'form' });
    expect((await strict.call('archive_project', ARCHIVE, ASKING)).ask).toBeDefined();
    expect(strict.writes()).toEqual([]);
  });

  test('window takes no approval that another server got with auto', async () => {
    const lax = screenSetting();
    await lax.call('archive_project', ARCHIVE);
    (await lax.appeared(1)).answer({ kind: 'typed', text: NAME });
    await expect.poll(() => lax.record()).toContain('granted');
    const strict = screenSetting({ home: lax.home, ask: 'window' });
    expect((await strict.call('archive_project', ARCHIVE)).value.needs_approval).toBe(true);
    expect(strict.shown).toHaveLength(1);
    expect(strict.writes()).toEqual([]);
  });
});
