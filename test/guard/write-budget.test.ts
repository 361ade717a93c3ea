/** --max-writes counts what was sent, and nothing else. */
import { expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import {
  ASKING,
  guardSetting,
  lostAnswer,
  MINUTE,
  plainAnswer,
  type SettingOptions,
} from './guard-setting.ts';

const OFF: SettingOptions = { mode: 'off', maxWrites: 2 };

const failing =
  (error: Error): NonNullable<SettingOptions['answer']> =>
  () => {
    throw error;
  };

test('two an hour are two, and the third says when the next is free', async () => {
  const one = guardSetting(OFF);
  await one.call('create_project', { name: 'a' });
  one.clock.now += 10 * MINUTE;
  await one.call('create_project', { name: 'b' });
  const third = await one.call('create_project', { name: 'c' });
  expect(third.error).toMatchObject({ kind: 'refused', outcome: 'not_sent' });
  expect(third.error?.message).toBe(
    "This hour's writes are used up (--max-writes). Nothing was sent; the next one is free in 50 minutes.",
  );
  one.clock.now += 49 * MINUTE;
  expect((await one.call('create_project', { name: 'c' })).error?.message).toContain('free in 1 minute.');
  one.clock.now += MINUTE;
  expect((await one.call('create_project', { name: 'c' })).error).toBeUndefined();
  expect(one.writes()).toHaveLength(3);
});

test('what is only asked, planned, refused, invalid or a read does not count', async () => {
  const one = guardSetting({ maxWrites: 1 });
  await one.call('archive_project', { project_id: 'proj_1' });
  await one.call('archive_project', { project_id: 'proj_1' }, ASKING);
  await one.call('create_project', { nam: 'a' });
  await one.call('list_projects', {});
  expect((await one.call('create_project', { name: 'a' })).error).toBeUndefined();
  expect(one.writes()).toHaveLength(1);
});

test('a dry run does not count', async () => {
  const dry = guardSetting({ ...OFF, dryRun: true });
  for (let at = 0; at < 5; at += 1) await dry.call('create_project', { name: 'a' });
  const one = guardSetting({ ...OFF, home: dry.home });
  await one.call('create_project', { name: 'a' });
  await one.call('create_project', { name: 'b' });
  expect(one.writes()).toHaveLength(2);
});

test('what never left does not count', async () => {
  const error = new ApiError({ kind: 'network', outcome: 'not_sent', message: 'Not reached.' });
  const offline = guardSetting({ ...OFF, answer: failing(error) });
  for (let at = 0; at < 5; at += 1) {
    expect((await offline.call('create_project', { name: 'a' })).error?.message).toBe('Not reached.');
  }
});

test.each([
  [
    'was refused by OpenAI',
    new ApiError({ kind: 'invalid', outcome: 'rejected', status: 400, message: 'No.' }),
  ],
  ['was lost on the way', lostAnswer()],
])('what %s counts', async (_, error) => {
  const one = guardSetting({ ...OFF, answer: failing(error) });
  await one.call('update_project', { project_id: 'proj_1', name: 'a' });
  await one.call('update_project', { project_id: 'proj_1', name: 'a' });
  const { error: third } = await one.call('update_project', { project_id: 'proj_1', name: 'a' });
  expect(third?.message).toContain('--max-writes');
  expect(one.writes()).toHaveLength(2);
});

test('what would lock out at the last look does not count', async () => {
  let owners = [
    { id: 'user-1', role: 'owner' },
    { id: 'user-2', role: 'owner' },
  ];
  const one = guardSetting({
    ...OFF,
    maxWrites: 1,
    answer: (request, tool) => {
      if (tool.name !== 'list_users') return plainAnswer(request, tool);
      const data = owners;
      owners = owners.slice(0, 1);
      return { data, has_more: false };
    },
  });
  expect((await one.call('delete_user', { user_id: 'user-1' })).error?.message).toContain('No owner');
  expect((await one.call('create_project', { name: 'a' })).error).toBeUndefined();
});

test('nobody is asked to approve what there is no write left for', async () => {
  const one = guardSetting({ maxWrites: 1 });
  await one.call('create_project', { name: 'a' });
  const { ask, error } = await one.call('archive_project', { project_id: 'proj_1' }, ASKING);
  expect(ask).toBeUndefined();
  expect(error?.message).toContain('--max-writes');
});

test('is one for all servers of a profile, and one for each profile', async () => {
  const first = guardSetting(OFF);
  const second = guardSetting({ ...OFF, home: first.home });
  const other = guardSetting({ ...OFF, home: first.home, profile: 'other' });
  const calls = [first, second, other].flatMap((one) =>
    ['a', 'b', 'c'].map((name) => one.call('create_project', { name })),
  );
  await Promise.all(calls);
  expect(first.writes().length + second.writes().length).toBe(2);
  expect(other.writes()).toHaveLength(2);
});
