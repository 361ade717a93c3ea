/** A rate limit that stops traffic is asked about like a limit of 0, whatever its number is. */
import { expect, test } from 'vitest';
import type { ApiRequest } from '../../src/model/api-request.ts';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { ASKING, guardSetting, lostAnswer, NOON_SECONDS, plainAnswer } from './guard-setting.ts';

const ROW = {
  id: 'rl-m',
  object: 'project.rate_limit',
  model: 'm',
  max_requests_per_1_minute: 10_000,
  max_tokens_per_1_minute: 2_000_000,
  max_requests_per_1_day: 500_000,
  max_audio_megabytes_per_1_minute: 200,
};

const list = (data: unknown[]) => ({ object: 'list', data, has_more: false });
/** In one hour of the last week. */
const used = (row: object) => (category: string) =>
  list(category === 'completions' ? [{ start_time: NOON_SECONDS - 7_200, results: [row] }] : []);
const busyWith = (kind: string) => (category: string) =>
  list(
    category === kind
      ? [{ start_time: NOON_SECONDS - 7_200, results: [{ model: 'm', num_model_requests: 60_000 }] }]
      : [],
  );
/** It runs where nothing is used. */
const SMALL = { max_requests_per_1_minute: 900 };
const idle = used({ model: 'other', num_model_requests: 900_000 });
const busy = used({
  model: 'm-2026-01-31',
  num_model_requests: 60_000,
  input_tokens: 5_400_000,
  output_tokens: 600_000,
});

async function asked(limits: object, use?: (category: string) => unknown, row: object | undefined = ROW) {
  const setting = guardSetting({
    answer: (request: ApiRequest, tool: ToolSpec) => {
      if (tool.name === 'list_project_rate_limits') return list(row === undefined ? [] : [row]);
      if (tool.family !== 'usage') return plainAnswer(request, tool);
      if (use === undefined) throw lostAnswer();
      return use(request.path.split('/').at(-1) ?? '');
    },
  });
  const given = { project_id: 'proj_1', rate_limit_id: 'rl-m', ...limits };
  const { ask, error } = await setting.call('update_project_rate_limit', given, ASKING);
  expect(error).toBeUndefined();
  expect(setting.writes()).toHaveLength(ask === undefined ? 1 : 0);
  return ask?.message;
}

test.each<[string, object, typeof idle | undefined]>([
  ['next to nothing, used or not', { max_requests_per_1_minute: 1 }, idle],
  [
    'next to nothing beside one that is raised',
    { max_requests_per_1_minute: 20_000, max_tokens_per_1_minute: 900 },
    idle,
  ],
  ['less than is used', { max_requests_per_1_minute: 999 }, busy],
  ['fewer tokens than are used', { max_tokens_per_1_minute: 99_000 }, busy],
  ['fewer a day than are used', { max_requests_per_1_day: 59_000 }, busy],
  ['a small part of what it was, where use cannot be read', { max_requests_per_1_minute: 900 }, undefined],
  ['a small part of what it was, where use is not told', { max_audio_megabytes_per_1_minute: 19 }, idle],
  ['one that the row does not show', { batch_1_day_max_input_tokens: 1_000_000 }, idle],
  ['zero', { max_requests_per_1_minute: 0 }, idle],
  [
    'a small part of what it was, where a figure is no number',
    SMALL,
    used({ model: 'm', num_model_requests: 'many' }),
  ],
  ['a small part of what it was, where a row is none', SMALL, used('m' as unknown as object)],
  [
    'a small part of what it was, where an hour has no rows',
    SMALL,
    () => list([{ start_time: 1, results: 'none' }]),
  ],
  [
    'a small part of what it was, where an hour is none',
    SMALL,
    () => list([{ start_time: 'noon', results: [] }]),
  ],
  ['less than is used by decisions', { max_requests_per_1_minute: 999 }, busyWith('decisions')],
])('%s stops traffic', async (_, limits, use) => {
  const message = await asked(limits, use);
  expect(message?.split('\n').slice(0, 3).join('\n')).toContain('This can stop production traffic at once.');
});

test.each<[string, object, typeof idle | undefined]>([
  [
    'lower, and more than is used',
    { max_requests_per_1_minute: 1_001, max_tokens_per_1_minute: 101_000 },
    busy,
  ],
  ['much lower where nothing is used', { max_requests_per_1_minute: 500 }, idle],
  [
    'more than is used, of which searches are a part',
    { max_requests_per_1_minute: 999 },
    busyWith('web_search_calls'),
  ],
  ['a good part of what it was, where use cannot be read', { max_requests_per_1_minute: 1_000 }, undefined],
  ['raised', { max_requests_per_1_minute: 20_000 }, undefined],
  ['as it is', { max_requests_per_1_minute: 10_000 }, busy],
])('%s runs', async (_, limits, use) => {
  expect(await asked(limits, use)).toBeUndefined();
});

test('of a limit that is not there nobody can tell, so a person is asked', async () => {
  const message = await asked({ max_requests_per_1_minute: 500 }, idle, { id: 'rl-m', model: 'm' });
  expect(message).toContain('could not be read');
});

test('what is used is asked for of this project, by model', async () => {
  const message = await asked({ max_requests_per_1_minute: 999 }, busy);
  expect(message).toContain('less than the project used of late (1000)');
});
