/** Nothing is sent that cannot be put on record, and what was refused is on record too. */

import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CredentialError } from '../../src/credentials/credential-error.ts';
import { isRead } from '../../src/specs/catalogue.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { ASKING, guardSetting, type Setting, temporaryHome } from './guard-setting.ts';

const WRITES = catalogue.tools.filter((tool) => !isRead(tool));

/** Ways in which the folder cannot be written, as found at the start. */
const BROKEN: [string, (home: string) => void, skip?: boolean][] = [
  ['a file in its place', (home) => writeFileSync(join(home, 'state'), '')],
  [
    'a folder in place of the trail',
    (home) => mkdirSync(join(home, 'state', 'audit.jsonl'), { recursive: true }),
  ],
  [
    'a link in place of the trail',
    (home) => {
      mkdirSync(join(home, 'state'));
      symlinkSync('/dev/null', join(home, 'state', 'audit.jsonl'));
    },
  ],
  ['a folder that may not be written', (home) => chmodSync(home, 0o500), process.getuid?.() === 0],
];

describe.each(BROKEN)('with %s', (_, damage, skip = false) => {
  test.skipIf(skip)('no write sends anything, not even a read', async () => {
    const home = temporaryHome();
    damage(home);
    const one = guardSetting({ home, mode: 'off' });
    for (const { name, example } of WRITES.slice(0, 30)) {
      for (const caller of [undefined, ASKING]) {
        const { error } = await one.call(name, example?.arguments, caller);
        expect(error, name).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
        expect(error?.message, name).toMatch(/^The audit trail cannot be written: .*Nothing was sent\.$/);
      }
    }
    expect(one.sent).toEqual([]);
    chmodSync(home, 0o700);
  });

  test.skipIf(skip)('reads go on', async () => {
    const home = temporaryHome();
    damage(home);
    const one = guardSetting({ home });
    expect((await one.call('list_projects', {})).error).toBeUndefined();
    chmodSync(home, 0o700);
  });
});

/** The folder breaks while a write is under way. */
function breakingAt(method: string, mode: 'off' | 'irreversible' = 'off'): Setting {
  const home = temporaryHome();
  return guardSetting({
    home,
    mode,
    answer: (request) => {
      if (request.method === method) {
        rmSync(join(home, 'state'), { recursive: true });
        writeFileSync(join(home, 'state'), '');
      }
      return { id: 'x', name: 'X', redacted_value: 'sk-...zzzz', data: [], has_more: false };
    },
  });
}

test('an outcome that cannot be written is told beside the result', async () => {
  const one = breakingAt('POST');
  const { value, error } = await one.call('create_project', { name: 'ci' });
  expect(error).toBeUndefined();
  expect(value).toMatchObject({ id: 'x', audit: 'The outcome could not be written to the audit trail.' });
});

test('a trail that breaks before the line is written keeps the write from being sent', async () => {
  const one = breakingAt('GET');
  const { error } = await one.call('delete_user', { user_id: 'user-1' });
  expect(error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
  expect(error?.message).toContain('The audit trail cannot be written');
  expect(one.writes()).toEqual([]);
});

describe('on record is', () => {
  test('a write, before it is sent', async () => {
    let seen: unknown[] = [];
    const one: Setting = guardSetting({
      mode: 'off',
      answer: () => {
        seen = one.record();
        return {};
      },
    });
    await one.call('create_project', { name: 'ci' });
    expect(seen).toEqual(['allowed']);
    expect(one.lines()).toMatchObject([
      {
        kind: 'intent',
        profile: 'default',
        client: 'test 1',
        tool: 'create_project',
        arguments: { name: 'ci' },
        decision: 'allowed',
      },
      { kind: 'outcome', outcome: 'done', status: 200, request_id: 'req_1' },
    ]);
    expect(one.lines()[1]?.call).toBe(one.lines()[0]?.call);
  });

  test('a write as it was asked for: dollars in dollars, and what is emptied by name', async () => {
    const one = guardSetting({ mode: 'off' });
    await one.call('update_spend_limit', { threshold_usd: 500, currency: 'USD', interval: 'month' });
    await one.call('update_project', { project_id: 'proj_1', clear: ['external_key_id'] });
    expect(one.lines().filter((line) => line.kind === 'intent')).toMatchObject([
      { arguments: { threshold_usd: 500 } },
      { arguments: { project_id: 'proj_1', clear: ['external_key_id'] } },
    ]);
    expect(one.sent).toContainEqual(
      expect.objectContaining({ body: expect.objectContaining({ threshold_amount: 50_000 }) }),
    );
  });

  test('a call with invalid arguments, with the reason', async () => {
    const one = guardSetting();
    await one.call('create_project', { nam: 'ci' });
    await one.call('archive_project', 'proj_1');
    expect(one.record()).toEqual(['invalid', 'invalid']);
    expect(one.lines()[0]).toMatchObject({ arguments: { nam: 'ci' } });
    expect(String(one.lines()[0]?.reason)).toContain('"nam"');
    expect(one.sent).toEqual([]);
  });

  test('a write without a key', async () => {
    const one = guardSetting({
      principal: async () => {
        throw new CredentialError('no_key', 'There is no admin key.');
      },
    });
    await one.call('create_project', { name: 'ci' });
    expect(one.record()).toEqual(['refused']);
    expect(one.sent).toEqual([]);
  });

  test('what nobody foresaw, and it is told as that', async () => {
    const one = guardSetting({
      keyInUse: async () => {
        throw new TypeError('a mistake');
      },
    });
    const { error } = await one.call('delete_admin_api_key', { key_id: 'key_1' });
    expect(error).toMatchObject({ kind: 'internal', outcome: 'not_sent' });
    expect(one.unforeseen).toHaveLength(1);
    expect(one.record()).toEqual(['refused']);
    expect(one.writes()).toEqual([]);
  });

  test('no read that went well', async () => {
    const one = guardSetting();
    await one.call('list_projects', {});
    await one.call('create_project', { name: 'ci' });
    expect(one.lines().map(({ tool }) => tool)).toEqual(['create_project', undefined]);
  });
});
