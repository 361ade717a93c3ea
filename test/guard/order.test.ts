/** The steps before a write in the order of SECURITY.md: of two that would stop it, the earlier one does. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ASKING, guardSetting, type SettingOptions, temporaryHome } from './guard-setting.ts';

/** About an argument: a rule about the tool alone hides it, and no call of it gets as far. */
const DENIES: SettingOptions['authority'] = {
  policies: [
    {
      rules: [
        {
          kind: 'deny',
          tools: new Set(['delete_admin_api_key']),
          values: { key_id: { is: ['key_1'] } },
          place: 'p.yaml:1',
        },
      ],
    },
  ],
};

/** All that stops the removal of the last owner; a step that is passed is taken away. */
const STEPS: [name: string, stops: SettingOptions & { trail?: 'broken' }, told: RegExp][] = [
  ['the audit trail', { trail: 'broken' }, /The audit trail cannot be written/],
  ['the policy', { authority: DENIES }, /is denied by the policy/],
  ['who would be locked out', { keyInUse: async () => true }, /the admin key that this server uses/],
  ['the dry run', { dryRun: true }, /"dry_run":true/],
  ['the budget', { maxWrites: 1 }, /writes are used up \(--max-writes\)/],
  ['the approval', { mode: 'writes' }, /To approve, type/],
];

test.each(STEPS.map(([name, , told], at) => [name, at, told] as const))(
  '%s comes before all that follows',
  async (_, at, told) => {
    const home = temporaryHome();
    // The hour's only write.
    await guardSetting({ home, mode: 'off', maxWrites: 1 }).call('create_project', { name: 'first' });
    const { trail, ...options } = Object.assign({}, ...STEPS.slice(at).map(([, stops]) => stops));
    if (trail === 'broken') {
      rmSync(join(home, 'state'), { recursive: true });
      writeFileSync(join(home, 'state'), '');
    }
    const one = guardSetting({ home, mode: 'off', ...options });
    const { value, ask } = await one.call('delete_admin_api_key', { key_id: 'key_1' }, ASKING);
    expect(ask?.message ?? JSON.stringify(value)).toMatch(told);
    expect(one.writes()).toEqual([]);
  },
);

test('the place of a secret is tried before anybody is asked, and only when there is a write left', async () => {
  const home = temporaryHome();
  await guardSetting({ home, mode: 'off', maxWrites: 1 }).call('create_project', { name: 'first' });
  writeFileSync(join(home, 'secrets'), 'a file where the folder belongs');
  const create = async (options: SettingOptions) => {
    const { error, ask } = await guardSetting({ home, ...options }).call(
      'create_admin_api_key',
      { name: 'ci' },
      ASKING,
    );
    return ask?.message ?? String(error?.message);
  };
  expect(await create({ maxWrites: 1 })).toContain('--max-writes');
  expect(await create({})).toContain('is not a folder');
  rmSync(join(home, 'secrets'));
  expect(await create({})).toContain('To approve, type');
});
