/** An approval that no longer holds carries out nothing more: the same call shows what is left, and a person approves that. */
import { describe, expect, it } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { isRecord } from '../../../src/model/record.ts';
import { startTime } from '../../sandbox/running-sandbox.ts';
import { ASKING } from '../guard-setting.ts';
import { type SandboxSetting, sandboxSetting } from '../sandbox-setting.ts';
import { callApproving } from './approved-job.ts';
import { changeByHand, changedInTheMiddle, failingAt, HOUR, JOB, RAISED } from './raised-limits.ts';

/** In both projects, so that one step is done before the other's thing is changed. */
const SET = { ...RAISED, limits: [{ models: 'gpt-4o', requests_per_minute: '4321' }] };

describe('a job whose thing somebody else changed', () => {
  it('shows the rest as a new picture with what is there now, and does it once that is approved', async () => {
    const setting = await changedInTheMiddle();
    const first = await callApproving(setting, JOB, SET);
    expect(first.answer.value).toMatchObject({ is_done: false, next: expect.stringContaining('anew') });
    expect(setting.writes()).toHaveLength(1);
    setting.clock.now += 5_000;
    const second = await callApproving(setting, JOB, SET);
    expect(second.forms).toHaveLength(1);
    expect(second.forms[0]).toContain('1 write');
    expect(second.forms[0]).toContain('requests per minute: 77 -> 4321');
    expect(second.forms[0]).toContain('Mobile-App');
    expect(second.forms[0]).not.toContain('Voice-Agent');
    expect(second.answer.value).toMatchObject({ is_done: true });
    expect(setting.writes()).toHaveLength(2);
    expect(second.answer.value.job).not.toBe(first.answer.value.job);
  });

  it('sends nothing more when the new picture is declined, however often it is called', async () => {
    const setting = await changedInTheMiddle();
    await callApproving(setting, JOB, SET);
    for (let call = 0; call < 3; call += 1) {
      setting.clock.now += 5_000;
      const { ask } = await setting.call(JOB, SET, ASKING);
      expect(ask).toBeDefined();
      setting.clock.now += 5_000;
      await setting.call(JOB, SET, { ...ASKING, answer: { action: 'decline' }, state: ask?.state ?? '' });
    }
    expect(setting.writes()).toHaveLength(1);
  });

  it('is planned anew where nobody has to be asked', async () => {
    const clock = { now: startTime };
    const first = await sandboxSetting({ mode: 'off', clock, around: failingAt(2) });
    expect((await first.call(JOB, SET)).value).toMatchObject({ is_done: false });
    await changeByHand(first, 'Mobile-App');
    const { home, direct } = first;
    const second = await sandboxSetting({ mode: 'off', clock, home, around: () => direct });
    expect((await second.call(JOB, SET)).value).toMatchObject({ is_done: false });
    expect(second.writes()).toEqual([]);
    expect((await second.call(JOB, SET)).value).toMatchObject({ is_done: true });
    expect(second.writes()).toHaveLength(1);
  });
});

describe('a job that was approved in a form', () => {
  it.each(['window', 'terminal'] as const)(
    'does not go on under a server that asks by %s alone: it asks there',
    async (ask) => {
      const first = await sandboxSetting({ around: failingAt(2) });
      await callApproving(first, JOB, RAISED);
      const { home, clock, direct } = first;
      const shown: string[] = [];
      const second = await sandboxSetting({
        ask,
        home,
        clock,
        around: () => direct,
        screen: async ({ label }) => {
          shown.push(label);
          return { kind: 'failed', why: 'no display' };
        },
      });
      const { value, error } = await second.call(JOB, RAISED, ASKING);
      expect({ value, error }).not.toMatchObject({ value: { is_done: expect.anything() } });
      expect(second.writes()).toEqual([]);
      if (ask === 'window') expect(shown).toHaveLength(1);
      else expect(value).toMatchObject({ needs_approval: true });
      const again = await sandboxSetting({ home, clock, around: () => direct });
      expect((await callApproving(again, JOB, RAISED)).forms).toEqual([]);
      expect(again.writes()).toHaveLength(3);
    },
  );
});

describe('the deletion of an old key that nobody used', () => {
  const ACCOUNT = { project_id: 'Data-Science', service_account_id: 'etl-batch' };
  const DELETE = { ...ACCOUNT, delete_old: true };
  const TOOL = 'rotate_service_account_key';

  /** The sandbox, in which the old key was last used when `use` says; the first deletion fails before it is sent. */
  const idleKey = async (use: { at: number }): Promise<SandboxSetting> => {
    let deletions = 0;
    const around = (direct: Send): Send => {
      return async (request, signal) => {
        if (request.method === 'DELETE') {
          deletions += 1;
          if (deletions === 1) throw new Error('cut');
        }
        const answer = await direct(request, signal);
        return { ...answer, body: usedAt(answer.body, use.at / 1000) };
      };
    };
    return sandboxSetting({ mode: 'off', around });
  };

  it('is not carried on once somebody used it: a person is asked, and types its name', async () => {
    const use = { at: startTime - 30 * HOUR };
    const setting = await idleKey(use);
    await setting.call(TOOL, ACCOUNT);
    expect((await setting.call(TOOL, DELETE)).value).toMatchObject({ is_done: false });
    setting.clock.now += 2 * HOUR;
    use.at = setting.clock.now - HOUR;
    const { value } = await setting.call(TOOL, DELETE, ASKING);
    expect(value).toMatchObject({ is_done: false, stopped: expect.stringMatching(/was used .* 24 hours/) });
    const { ask } = await setting.call(TOOL, DELETE, ASKING);
    expect(ask?.message).toContain('within the grace period of 24 hours');
    expect(setting.writes().filter(({ method }) => method === 'DELETE')).toHaveLength(1);
  });

  it('goes on where it is still idle', async () => {
    const use = { at: startTime - 30 * HOUR };
    const setting = await idleKey(use);
    await setting.call(TOOL, ACCOUNT);
    expect((await setting.call(TOOL, DELETE)).value).toMatchObject({ is_done: false });
    setting.clock.now += 2 * HOUR;
    expect((await setting.call(TOOL, DELETE, ASKING)).value).toMatchObject({ is_done: true });
  });
});

/** The same answer, with the old key last used then. */
function usedAt(body: unknown, seconds: number): unknown {
  if (Array.isArray(body)) return body.map((one) => usedAt(one, seconds));
  if (!isRecord(body)) return body;
  if (body.name === 'etl-batch-key') return { ...body, last_used_at: seconds };
  return Object.fromEntries(Object.entries(body).map(([name, value]) => [name, usedAt(value, seconds)]));
}
