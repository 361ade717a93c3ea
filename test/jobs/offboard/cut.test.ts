/** Off-boarding that is cut at each of its writes, before it arrives or after: the same call finishes it, with one word of a person. */
import { expect, test } from 'vitest';
import type { Send } from '../../../src/model/api-request.ts';
import { ASKING, lostAnswer, typing, wordOf } from '../../guard/guard-setting.ts';
import { sandboxSetting } from '../../guard/sandbox-setting.ts';
import { startTime } from '../../sandbox/running-sandbox.ts';

const PERSON = { person: 'tomas.herrera@halden-works.example' };

/** Three API keys, an admin key and the person. */
const WRITES = 5;

/** Carries all out but one write, of which the answer is lost. */
async function cutAt(cut: number, arrives: boolean) {
  const arrived: string[] = [];
  let count = 0;
  const around =
    (direct: Send): Send =>
    async (request, signal) => {
      if (request.method === 'GET') return direct(request, signal);
      const isCut = count === cut;
      count += 1;
      if (isCut && !arrives) throw lostAnswer();
      const response = await direct(request, signal);
      arrived.push(request.path);
      if (isCut) throw lostAnswer();
      return response;
    };
  const setting = await sandboxSetting({ clock: { now: startTime }, around });
  const asked = await setting.call('offboard_person', PERSON, ASKING);
  const first = await setting.call('offboard_person', PERSON, typing(wordOf(asked.ask), asked.ask));
  const second = await setting.call('offboard_person', PERSON, ASKING);
  return { first, second, arrived, setting };
}

test.each(Array.from({ length: 2 * WRITES }, (_, index) => [index >> 1, index % 2 === 0] as const))(
  'write %i, which arrives: %s',
  async (cut, arrives) => {
    const { first, second, arrived, setting } = await cutAt(cut, arrives);
    expect(first.value.is_done).toBe(false);
    expect(first.value.unknown).toHaveLength(1);
    expect(second.ask).toBeUndefined();
    expect(second.value.is_done).toBe(true);
    expect(second.value.done).toHaveLength(WRITES);
    expect(arrived).toHaveLength(WRITES);
    expect(new Set(arrived).size).toBe(WRITES);
    expect(arrived.at(-1)).toMatch(/^\/organization\/users\//);
    const third = await setting.call('offboard_person', PERSON, ASKING);
    expect(third.value).toMatchObject({ is_done: true, done: [] });
  },
);
