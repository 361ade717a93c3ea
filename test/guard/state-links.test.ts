/** Whatever stands in the place of a file of the state folder: the write says that nothing was sent, and nothing is. */
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ASKING, guardSetting, MUTE } from './guard-setting.ts';

const PLACES = [
  'audit.jsonl',
  'audit-head.json',
  'seal.key',
  'plans',
  'journal',
  'secrets.json',
  'writes.json',
  'lock-out.lock',
];

const CALLS: [tool: string, given: Record<string, unknown>][] = [
  ['create_project', { name: 'x' }],
  ['delete_user', { user_id: 'user-1' }],
  ['create_admin_api_key', { name: 'x' }],
];

describe.each(PLACES)('a link or a folder in the place of %s', (place) => {
  test.each(CALLS)(
    '%s',
    async (tool, given) => {
      for (const kind of ['link', 'folder'] as const) {
        for (const caller of [MUTE, ASKING]) {
          const one = guardSetting({ maxWrites: 5, mode: 'writes' });
          const target = join(one.home, 'state', place);
          mkdirSync(join(one.home, 'state'), { recursive: true, mode: 0o700 });
          mkdirSync(join(one.home, 'elsewhere'));
          chmodSync(join(one.home, 'elsewhere'), 0o777);
          rmSync(target, { recursive: true, force: true });
          if (kind === 'link') symlinkSync(join(one.home, 'elsewhere'), target);
          else mkdirSync(target);
          const { error } = await one.call(tool, given, caller);
          if (error !== undefined)
            expect(error, `${kind} ${caller.canAsk}`).toMatchObject({ outcome: 'not_sent' });
          expect(one.writes()).toEqual([]);
        }
      }
    },
    60_000,
  );
});
