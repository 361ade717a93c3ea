/** Which rate limits are set for what was asked. */
import { describe, expect, test } from 'vitest';
import type { Place } from '../../../src/jobs/place.ts';
import { askedLike, readAsked } from '../../../src/jobs/rate-limits/asked-limits.ts';
import { planRateLimits } from '../../../src/jobs/rate-limits/plan-rate-limits.ts';
import { undoOf } from '../../../src/jobs/rate-limits/undo-rate-limits.ts';

const PLACE: Place = { id: 'proj_1', name: 'Search', isNew: false };
const NEW: Place = { id: { madeBy: 0, member: 'id' }, name: 'Search', isNew: true };

const ROWS = [
  { id: 'rl-gpt-5', model: 'gpt-5', max_requests_per_1_minute: 1000, max_tokens_per_1_minute: 90_000 },
  {
    id: 'rl-gpt-5-mini',
    model: 'gpt-5-mini',
    max_requests_per_1_minute: 500,
    max_tokens_per_1_minute: 90_000,
  },
  { id: 'rl-whisper-1', model: 'whisper-1', max_requests_per_1_minute: 50, max_tokens_per_1_minute: null },
];

const plan = (limits: object[], place: Place = PLACE) =>
  planRateLimits({ place, rows: ROWS, layers: [readAsked(limits)] });

const numbers = (limits: object[]) =>
  Object.fromEntries(
    plan(limits).steps.map(({ item, given: { project_id: _, rate_limit_id: __, ...given } }) => [
      item,
      given,
    ]),
  );

describe('what is asked', () => {
  test('of all models leaves out those that are so already', () => {
    expect(numbers([{ requests_per_minute: '500' }])).toEqual({
      'gpt-5': { max_requests_per_1_minute: 500 },
      'whisper-1': { max_requests_per_1_minute: 500 },
    });
  });

  test('of an exact model counts before a pattern, and a longer pattern before a shorter one, in any order', () => {
    const limits = [
      { models: 'gpt-5', requests_per_minute: '3' },
      { requests_per_minute: '1' },
      { models: 'gpt-*', requests_per_minute: '2', tokens_per_minute: '7' },
    ];
    for (const order of [limits, [...limits].reverse()]) {
      expect(numbers(order)).toEqual({
        'gpt-5': { max_requests_per_1_minute: 3, max_tokens_per_1_minute: 7 },
        'gpt-5-mini': { max_requests_per_1_minute: 2, max_tokens_per_1_minute: 7 },
        'whisper-1': { max_requests_per_1_minute: 1 },
      });
    }
  });

  test('may name several models', () => {
    expect(Object.keys(numbers([{ models: 'gpt-5, whisper-1', requests_per_minute: '1' }]))).toEqual([
      'gpt-5',
      'whisper-1',
    ]);
  });

  test('finds a model however its name is spelt with capitals', () => {
    expect(Object.keys(numbers([{ models: 'GPT-5, Whisper-*', requests_per_minute: '1' }]))).toEqual([
      'gpt-5',
      'whisper-1',
    ]);
  });

  test.each(['', ' , '])('of the models %j is refused, since nobody can mean none', (models) => {
    expect(() => readAsked([{ models, requests_per_minute: '1' }])).toThrow(/^models: pass a name/);
  });

  test('of what a model does not have is said and not sent', () => {
    const { steps, notes } = plan([{ models: 'whisper-1', tokens_per_minute: '5' }]);
    expect(steps).toEqual([]);
    expect(notes).toEqual(['"Search" (proj_1): whisper-1 has no limit of tokens per minute.']);
  });

  test('of a model that is not there is said', () => {
    expect(plan([{ models: 'gpt-9', requests_per_minute: '5' }]).notes).toEqual([
      '"Search" (proj_1) has no rate limit for "gpt-9".',
    ]);
  });

  test('in a number that cannot be read is said and not sent', () => {
    const rows = [{ id: 'rl-a', model: 'a', max_requests_per_1_minute: 'many' }];
    const asked = readAsked([{ requests_per_minute: '5' }]);
    const { steps, notes } = planRateLimits({ place: PLACE, rows, layers: [asked] });
    expect(steps).toEqual([]);
    expect(notes).toEqual(['"Search" (proj_1): a has a limit of requests per minute that cannot be read.']);
  });
});

test('a change in percent that was made by an earlier run of the same call is not made again', () => {
  const asked = readAsked([{ models: 'gpt-5', requests_per_minute: '+20%' }]);
  const first = planRateLimits({ place: PLACE, rows: ROWS, layers: [asked] });
  expect(first.steps[0]?.given.max_requests_per_1_minute).toBe(1200);
  const changed = ROWS.map((row) =>
    row.model === 'gpt-5' ? { ...row, max_requests_per_1_minute: 1200 } : row,
  );
  const again = planRateLimits({
    place: PLACE,
    rows: changed,
    layers: [asked],
    earlier: { made: [], steps: first.steps },
  });
  expect(again.steps).toEqual([]);
  // A day later the earlier run counts no more.
  const later = planRateLimits({ place: PLACE, rows: changed, layers: [asked] });
  expect(later.steps[0]?.given.max_requests_per_1_minute).toBe(1440);
});

test('a new project gets every number that was asked, by the model, since it has no IDs yet', () => {
  const { steps } = plan([{ requests_per_minute: '500' }], NEW);
  expect(steps.map(({ item }) => item)).toEqual(['gpt-5', 'gpt-5-mini', 'whisper-1']);
  expect(steps[1]?.given.rate_limit_id).toEqual({
    listedAt: '/organization/projects/{project_id}/rate_limits',
    ids: [{ madeBy: 0, member: 'id' }],
    member: 'model',
    value: 'gpt-5-mini',
  });
  expect(steps.every(({ now }) => now === undefined)).toBe(true);
});

test('what another project has is taken over, and what is said counts before it', () => {
  const layers = [askedLike(ROWS), readAsked([{ requests_per_minute: '9' }])];
  const { steps } = planRateLimits({ place: NEW, rows: ROWS, layers });
  expect(steps[0]?.given).toMatchObject({ max_requests_per_1_minute: 9, max_tokens_per_1_minute: 90_000 });
});

test('percent count from what another project has, however often that is planned', () => {
  const layers = [askedLike(ROWS), readAsked([{ models: 'gpt-5', requests_per_minute: '-50%' }])];
  const wanted = [{ max_requests_per_1_minute: 500 }];
  expect(planRateLimits({ place: NEW, rows: ROWS, layers }).steps).toMatchObject([
    { given: wanted[0] },
    {},
    {},
  ]);
  const rows = ROWS.map((row) => (row.model === 'gpt-5' ? { ...row, ...wanted[0] } : row));
  expect(planRateLimits({ place: PLACE, rows, layers }).steps).toEqual([]);
});

test('every number that another project has is taken over', () => {
  const row = {
    max_requests_per_1_minute: 1,
    max_tokens_per_1_minute: 2,
    max_images_per_1_minute: 3,
    max_audio_megabytes_per_1_minute: 4,
    max_requests_per_1_day: 5,
    batch_1_day_max_input_tokens: 6,
  };
  const rows = [{ id: 'rl-a', model: 'a', ...row }];
  const { steps } = planRateLimits({ place: NEW, rows, layers: [askedLike(rows)] });
  expect(steps.map(({ given }) => given)).toMatchObject([row]);
});

test('taking back is one call with the former numbers', () => {
  const { steps } = plan([{ requests_per_minute: '7' }]);
  expect(undoOf([{ place: PLACE, steps }])).toEqual([
    {
      tool: 'set_project_rate_limits',
      arguments: {
        projects: ['proj_1'],
        limits: [
          { models: 'gpt-5', requests_per_minute: '1000' },
          { models: 'gpt-5-mini', requests_per_minute: '500' },
          { models: 'whisper-1', requests_per_minute: '50' },
        ],
      },
    },
  ]);
});

test('taking back projects with the same numbers is one call', () => {
  const { steps } = plan([{ models: 'gpt-5', requests_per_minute: '7' }]);
  const other = plan([{ models: 'whisper-1', requests_per_minute: '7' }]).steps;
  const places = ['proj_1', 'proj_2', 'proj_3'].map((id): Place => ({ ...PLACE, id, isNew: false }));
  const planned = places.map((place, at) => ({ place, steps: at === 1 ? other : steps }));
  expect(undoOf(planned).map(({ arguments: given }) => given)).toEqual([
    { projects: ['proj_1', 'proj_3'], limits: [{ models: 'gpt-5', requests_per_minute: '1000' }] },
    { projects: ['proj_2'], limits: [{ models: 'whisper-1', requests_per_minute: '50' }] },
  ]);
});
