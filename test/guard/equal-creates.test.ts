import { expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { toolOf } from '../tools/tool-of-request.ts';
import { guardSetting, lostAnswer, plainAnswer } from './guard-setting.ts';

/** A setting whose writes are answered when the test says so. */
function slowSetting(more: Parameters<typeof guardSetting>[0] = {}) {
  const waiting: ((error?: Error) => void)[] = [];
  const setting = guardSetting({
    mode: 'off',
    ...more,
    async send(request, signal) {
      const body = plainAnswer(request, toolOf(request));
      if (request.method === 'GET') return { status: 200, body };
      return new Promise((resolve, reject) => {
        const end = (error?: Error) => (error === undefined ? resolve({ status: 200, body }) : reject(error));
        signal.addEventListener('abort', () => end(unsent()));
        waiting.push(end);
      });
    },
  });
  const isSent = (count: number) => expect.poll(() => setting.writes().length).toBe(count);
  const answerAll = (error?: Error) => {
    for (const end of waiting.splice(0)) end(error);
  };
  return { setting, isSent, answerAll };
}

const unsent = () => new ApiError({ kind: 'cancelled', outcome: 'not_sent', message: 'Cancelled.' });
const GIVEN: [string, Record<string, unknown>][] = [
  ['create_project', { name: 'Atlas' }],
  ['create_project_service_account', { project_id: 'proj_a', name: 'ci' }],
  ['create_invite', { email: 'a@example.com', role: 'reader' }],
];

test.each(GIVEN)('of two equal %s in flight one is sent, and both get its answer', async (tool, given) => {
  const { setting, isSent, answerAll } = slowSetting({ secrets: 'reveal' });
  const first = setting.call(tool, given);
  await isSent(1);
  const second = setting.call(tool, Object.fromEntries(Object.entries(given).reverse()));
  await new Promise((resolve) => setTimeout(resolve, 100));
  answerAll();
  const [one, other] = await Promise.all([first, second]);
  expect(one.error).toBeUndefined();
  expect(other.value).toEqual(one.value);
  expect(setting.writes()).toHaveLength(1);
  expect(setting.record()).toEqual(['allowed', 'done', 'refused']);
  expect(String(setting.lines().at(-1)?.reason)).toContain('equal create');
});

test('two at the very same moment are one', async () => {
  const { setting, isSent, answerAll } = slowSetting();
  const calls = [1, 2, 3].map(() => setting.call('create_project', { name: 'Atlas' }));
  await isSent(1);
  answerAll();
  const answers = await Promise.all(calls);
  expect(new Set(answers.map(({ value }) => JSON.stringify(value))).size).toBe(1);
  expect(setting.writes()).toHaveLength(1);
});

test('an unknown outcome is the answer to both, and nothing is sent again', async () => {
  const { setting, isSent, answerAll } = slowSetting();
  const calls = [1, 2].map(() => setting.call('create_project', { name: 'Atlas' }));
  await isSent(1);
  answerAll(lostAnswer());
  for (const { error } of await Promise.all(calls)) expect(error?.outcome).toBe('unknown');
  expect(setting.writes()).toHaveLength(1);
});

test('different ones, and one after another, are sent each', async () => {
  const { setting, isSent, answerAll } = slowSetting();
  const calls = ['Atlas', 'Borealis'].map((name) => setting.call('create_project', { name }));
  await isSent(2);
  answerAll();
  await Promise.all(calls);
  const third = setting.call('create_project', { name: 'Atlas' });
  await isSent(3);
  answerAll();
  expect((await third).error).toBeUndefined();
});

test('one that its caller takes back before it is sent leaves the other its own try', async () => {
  const { setting, isSent, answerAll } = slowSetting();
  const taken = new AbortController();
  const first = setting.call('create_project', { name: 'Atlas' }, undefined, taken.signal);
  await isSent(1);
  const second = setting.call('create_project', { name: 'Atlas' });
  taken.abort();
  await first;
  await isSent(2);
  answerAll();
  expect((await second).error).toBeUndefined();
});

test('what is no create is not held back', async () => {
  const { setting, isSent, answerAll } = slowSetting();
  const update = { project_id: 'proj_a', name: 'New' };
  const calls = [1, 2].map(() => setting.call('update_project', update));
  await isSent(2);
  answerAll();
  await Promise.all(calls);
});
