/** Whatever a tool says, results, refusals and errors of any form and language, it is no larger than the budget. */
import fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../src/openai/api-error.ts';
import { boundedService } from '../../src/server/bounded-service.ts';
import { budgetOf } from '../text/budget.ts';
import { CALLER } from '../tools/open-guard.ts';
import { sampleDiscovery } from './sample-discovery.ts';
import { answerOf, sampleService } from './sample-service.ts';

const MOST = 6000;

/** A text, list or map that is much too long, of short or long pieces. */
const tooLong = fc
  .tuple(fc.constantFrom('word ', 'é漢😀', 'qzxjkv', '"\\\n', 'Hyvää ', '[]'), fc.integer({ min: 1, max: 3 }))
  .chain(([text, times]) => {
    const long = text.repeat(times * 20_000);
    const list = Array.from({ length: 30_000 }, (_, index) => `${text}${index}`);
    return fc.constantFrom<unknown>(
      long,
      list,
      list.map((entry) => ({ entry })),
      Object.fromEntries(list.map((name) => [name, name])),
      { a: { [long]: [long, long, list] } },
    );
  });

/** A service whose every call is answered with this value. */
const answering = (value: unknown, isError = true) =>
  boundedService(
    {
      ...sampleService(),
      call: async () => ({
        content: [
          {
            type: 'text' as const,
            text: JSON.stringify({ error: { kind: 'x', value, outcome: 'unknown' } }),
          },
        ],
        ...(isError && { isError: true as const }),
      }),
    },
    budgetOf(MOST),
  );

const tokensOf = (value: unknown) => encode(JSON.stringify(value), { disallowedSpecial: new Set() }).length;

test('anything too long is cut where it is long, and stays JSON of its form', async () => {
  await fc.assert(
    fc.asyncProperty(tooLong, async (value) => {
      const shown = await answerOf(answering(value), 'list_projects');
      expect(shown.isError).toBe(true);
      expect(shown.value).toMatchObject({ error: { kind: 'x', outcome: 'unknown' } });
      expect(JSON.stringify(shown.value)).toContain('[cut: ');
      expect(tokensOf(shown.value)).toBeLessThanOrEqual(MOST);
      expect(tokensOf(shown.value)).toBeGreaterThan(MOST / 8);
    }),
    { numRuns: 30 },
  );
});

test('what fits stays as it is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (value) => {
      fc.pre(tokensOf(value) < MOST / 2);
      const { value: shown } = await answerOf(answering(value), 'list_projects');
      expect(shown).toEqual({
        error: { kind: 'x', value: JSON.parse(JSON.stringify(value)), outcome: 'unknown' },
      });
    }),
    { numRuns: 50 },
  );
});

describe('of the real services', () => {
  const long = 'reason and advice '.repeat(60_000);
  const failing = {
    answer: () => {
      throw new ApiError({ kind: 'invalid', outcome: 'rejected', message: long, next: long });
    },
  };
  const calls: [string, unknown][] = [
    ['list_projects', {}],
    ['list_projects', { [long]: 1 }],
    ['list_projects', { limit: long }],
    ['get_project', { project_id: long }],
    ['create_project', { name: 'x', [long]: long }],
    ['list_costs', { start_time: long, group_by: Array.from({ length: 5000 }, () => long.slice(0, 90)) }],
  ];

  test.each(calls)('%s answers within the budget whatever is wrong', async (name, given) => {
    const { isError, value } = await answerOf(
      boundedService(sampleService(failing), budgetOf(MOST)),
      name,
      given,
    );
    expect(isError).toBe(true);
    expect(tokensOf(value)).toBeLessThanOrEqual(MOST);
  });

  test.each([
    ['search_tools', { query: long }],
    ['get_tool_schema', { name: long }],
    ['call_read_tool', { name: 'list_projects', arguments: { [long]: long } }],
    ['call_write_tool', { name: 'create_project', [long]: long }],
  ])('%s of discovery too', async (name, given) => {
    const service = boundedService(sampleDiscovery(failing), budgetOf(MOST));
    const answer = await service.call(name, given, CALLER, new AbortController().signal);
    expect(tokensOf(answer)).toBeLessThanOrEqual(MOST + 20);
  });
});
