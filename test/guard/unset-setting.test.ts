/** A setting that is not set: what tells it from a project that does not exist is read within the guard's own bounds. */
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import type { Authority } from '../../src/policy/authorize.ts';
import { catalogue } from '../catalogue/catalogue.ts';
import { toolFilter } from '../policy/tool-filter.ts';
import { guardSetting, notFound } from './guard-setting.ts';

const GIVEN = { project_id: 'proj_1' };

/** Of OpenAI, in words that leave open what was not found. */
function vague(): ApiError {
  return new ApiError({
    kind: 'not_found',
    outcome: 'rejected',
    status: 404,
    reason: 'unknown_id',
    words: 'Not found.',
    message: 'OpenAI knows nothing under this ID.',
  });
}

function setting(
  tools = catalogue.tools,
  authority: Partial<Authority> = {},
  project: () => unknown = () => ({}),
) {
  return guardSetting({
    tools,
    authority,
    answer: (_, tool) => {
      if (tool.name === 'get_project') return project();
      throw vague();
    },
  });
}

describe('a spend limit that is not found', () => {
  test('is not set where its project is there', async () => {
    const { call, sent } = setting();
    expect((await call('get_project_spend_limit', GIVEN)).value).toEqual({ set: false });
    expect(sent.map(({ tool }) => tool)).toEqual(['get_project_spend_limit', 'get_project']);
  });

  test("is so too where the caller may not read the project: that look is the guard's own", async () => {
    const { call } = setting(undefined, {
      filters: [toolFilter({ tools: ['get_project_spend_limit'] })],
    });
    expect((await call('get_project_spend_limit', GIVEN)).value).toEqual({ set: false });
  });

  test.each<[string, () => ReturnType<typeof setting>]>([
    [
      'is out of the pins',
      () =>
        setting(
          catalogue.tools.map((tool) =>
            tool.name === 'get_project' ? { ...tool, outOfScope: 'Pinned.' } : tool,
          ),
        ),
    ],
    ['is read by no tool', () => setting(catalogue.tools.filter(({ name }) => name !== 'get_project'))],
    [
      'cannot be read',
      () =>
        setting(undefined, {}, () => {
          throw notFound();
        }),
    ],
  ])('is told as it came where the project %s', async (_, begin) => {
    const { call, sent } = begin();
    const { error } = await call('get_project_spend_limit', GIVEN);
    expect(error).toMatchObject({ kind: 'not_found', status: 404 });
    expect(sent.filter(({ tool }) => tool !== 'get_project').length).toBe(1);
  });
});
