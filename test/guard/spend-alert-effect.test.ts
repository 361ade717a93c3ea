/** An alert that will warn nobody whom it would have warned is a guard that is taken away, and asked about. */
import { describe, expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { ASKING, guardSetting, plainAnswer } from './guard-setting.ts';

const PLACES: [string, object, string][] = [
  ['the organization', {}, 'spend_alert'],
  ['a project', { project_id: 'proj_1' }, 'project_spend_alert'],
];
const TWO = ['kim@example.com', 'finance@example.com'];

/** At noon of November 28 so much is spent: $550 make $600 by the end of the month. */
const SPENT = 550;

describe.each(PLACES)('of %s', (_, place, noun) => {
  async function asked(tool: string, given: object, spent: unknown = SPENT, before: object = {}) {
    const setting = guardSetting({
      answer: (request: ApiRequest, tool: ToolSpec) => {
        const { name } = tool;
        if (name === `get_${noun}`)
          return {
            id: 'alert_1',
            threshold_amount: 50_000,
            notification_channel: { type: 'email', recipients: TWO },
            ...before,
          };
        if (name === 'list_costs')
          return { data: [{ results: [{ amount: { value: spent } }] }], has_more: false };
        return plainAnswer(request, tool);
      },
    });
    const { ask, error } = await setting.call(
      `${tool}_${noun}`,
      { alert_id: 'alert_1', ...place, ...given },
      ASKING,
    );
    expect(error).toBeUndefined();
    expect(setting.writes()).toHaveLength(ask === undefined ? 1 : 0);
    return ask?.message;
  }
  const alert = (threshold_usd: number, recipients: string[]) => ({
    threshold_usd,
    currency: 'USD',
    interval: 'month',
    notification_channel: { type: 'email', recipients },
  });

  test('deleted warns nobody', async () => {
    const message = await asked('delete', {});
    expect(message).toContain('nobody is warned of what is spent');
  });

  test.each([
    ['without recipients', alert(500, []), 'Nobody is warned'],
    [
      'with all of them replaced',
      alert(500, ['new@example.com']),
      '"kim@example.com", "finance@example.com"',
    ],
    ['above what the month will come to', alert(650, TWO), '$500.00 is reached, and $650.00 is not'],
    ['far above', alert(1_000_000, [...TWO, 'new@example.com']), 'is not'],
  ])('%s is asked about', async (_name, given, says) => {
    const message = await asked('update', given);
    expect(message).toContain(says);
    expect(message).not.toContain('This can be undone.');
  });

  test('that was not reached either is asked about far above, and not a little higher', async () => {
    expect(await asked('update', alert(600, TWO), 300)).toBeUndefined();
    expect(await asked('update', alert(700, TWO), 300)).toContain('far above');
  });

  test.each([
    ['lowered', alert(400, TWO)],
    ['as it is', alert(500, TWO)],
    ['raised and still reached', alert(590, TWO)],
    ['with one recipient fewer', alert(500, ['KIM@example.com'])],
    ['with one more', alert(500, [...TWO, 'new@example.com'])],
  ])('%s runs', async (_name, given) => {
    expect(await asked('update', given)).toBeUndefined();
  });

  test('raised where the spend or the alert cannot be read is asked about', async () => {
    expect(await asked('update', alert(501, TWO), null)).toContain('is unknown');
    expect(await asked('update', alert(500, TWO), SPENT, { notification_channel: null })).toContain(
      'could not be read',
    );
    expect(await asked('update', alert(500, TWO), SPENT, { threshold_amount: null })).toContain('is unknown');
  });
});
