/** Going through projects within a time: what is told is whole, and says where to go on. */
import { expect, test } from 'vitest';
import { OutOfTime } from '../../src/reading/shared-time.ts';
import { Gaps } from '../../src/reports/gaps.ts';
import { inPlaces, toPlaces } from '../../src/reports/places.ts';

const PLACES = toPlaces([1, 2, 3, 4, 5].map((index) => ({ id: `proj_${index}`, name: `P${index}` })));

test('what was read behind the first that was late is left to the next call', async () => {
  const gaps = new Gaps();
  const { found, next } = await inPlaces(
    'API keys',
    PLACES,
    async ({ id }) => {
      if (id === 'proj_3' || id === 'proj_5') throw new OutOfTime();
      return id;
    },
    gaps,
  );
  expect(found.map(([, id]) => id)).toEqual(['proj_1', 'proj_2']);
  expect(next?.id).toBe('proj_3');
  expect(gaps.told()).toEqual({
    complete: false,
    why: 'Not read: API keys of 3 of 5 projects: there was no time left for it; call again with from_project: proj_3.',
  });
});

test('two of one name are told apart by their IDs', () => {
  const places = toPlaces([
    { id: 'proj_1', name: 'Twin' },
    { id: 'proj_2', name: 'Twin' },
    { id: 'proj_3', name: 'Only' },
  ]);
  expect(places.map(({ label }) => label)).toEqual(['Twin proj_1', 'Twin proj_2', 'Only']);
});
