/** Names that give orders: a person sees every step, and nothing of a name makes another line or hides a letter. */
import { describe, expect, it } from 'vitest';
import { sandboxSetting } from '../sandbox-setting.ts';
import { HIDDEN, NAMES, ORDERS } from './dressed-orders.ts';

describe('names that give orders', () => {
  it.each(['project', 'account', 'like', 'model'] as const)(
    'as the name of a %s add no step and hide none',
    async (where) => {
      const setting = await sandboxSetting();
      for (const name of NAMES) {
        const created =
          where === 'like' ? await setting.direct(creation(name), new AbortController().signal) : undefined;
        const given = {
          name: where === 'project' ? name : 'Plain',
          spend_limit_usd: 100,
          ...(where === 'account' && { service_account: name }),
          ...(where === 'like' && { like: (created?.body as { id?: string } | undefined)?.id }),
          ...(where === 'model' && { allowed_models: ['gpt-4o', name] }),
        };
        const before = setting.writes().length;
        const { ask, error } = await setting.call('onboard_project', given, {
          client: 'test 1',
          canAsk: true,
        });
        expect(setting.writes()).toHaveLength(before);
        if (ask === undefined) {
          expect(error, name).toMatchObject({ outcome: 'not_sent' });
          continue;
        }
        expect(ask.message.replaceAll('\n', '')).not.toMatch(HIDDEN);
        const lines = ask.message.split('\n');
        expect(lines.filter((line) => /^To approve, type /.test(line))).toHaveLength(1);
        expect(lines.at(-1)).toMatch(/^To approve, type ".*" without the quotes\.$/);
        expect(lines.some((line) => ORDERS.includes(line.trim()))).toBe(false);
        const requests = lines.filter((line) => /^ {2}(POST|DELETE) \//.test(line));
        const counts = requests.map((line) => Number(/\/\.\.\. \((\d+)\): /.exec(line)?.[1] ?? 1));
        const all = counts.reduce((sum, count) => sum + count, 0);
        expect(lines.slice(0, 3).join('\n')).toMatch(new RegExp(`(^|\\D)${all} writes?\\b`, 'm'));
      }
    },
    60_000,
  );
});

function creation(name: string) {
  return {
    key: { class: 'admin' as const },
    method: 'POST' as const,
    path: '/organization/projects',
    query: '',
    body: { name },
    safe: false,
  };
}
