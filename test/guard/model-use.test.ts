/** Use of many projects is read together, and in halves where that is too much for one answer. */
import { expect, test } from 'vitest';
import { modelUses } from '../../src/guard/model-use.ts';
import { ApiError } from '../../src/openai/api-error.ts';
import type { Reader } from '../../src/reading/reader.ts';
import { catalogue } from '../catalogue/catalogue.ts';

const NOW = Date.parse('2026-11-28T12:00:00Z') / 1000;
const PROJECTS = Array.from({ length: 60 }, (_, number) => `proj_${number}`);

/** Project n made n requests in one hour; an answer holds at most so many projects. */
function reading(most: number) {
  const asked: string[][] = [];
  const list: Reader['list'] = async (_, { category, project_ids: given }) => {
    const ids = given as string[];
    if (category !== 'completions') return { items: [], complete: true };
    if (ids.length > most) {
      const tooLarge = { deadline: 0 };
      throw new ApiError({ kind: 'server', outcome: 'unknown', message: 'Too large.', tooLarge });
    }
    asked.push(ids);
    const results = ids.map((id) => ({
      project_id: id,
      model: 'gpt-4o',
      num_model_requests: Number(id.slice(5)),
    }));
    return { items: [{ start_time: NOW - 7_200, results }], complete: true };
  };
  const reader: Reader = { tools: catalogue.tools, get: async () => undefined, list };
  return {
    asked,
    read: modelUses(
      PROJECTS.map((project) => ({ project, model: 'gpt-4o' })),
      reader,
      NOW,
    ),
  };
}

test.each([
  [60, 2],
  [30, 3],
])('where an answer holds %i projects, %i read all sixty', async (most, count) => {
  const { asked, read } = reading(most);
  const uses = await Promise.all(PROJECTS.map((project) => read({ project, model: 'gpt-4o' })));
  expect(uses.map((use) => use?.hour.requests)).toEqual(PROJECTS.map((_, number) => number));
  expect(asked).toHaveLength(count);
});

test('nothing is told of what cannot be read at all', async () => {
  const { read } = reading(0);
  expect(await read({ project: 'proj_1', model: 'gpt-4o' })).toBeUndefined();
});
