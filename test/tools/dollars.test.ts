import { describe, expect, test } from 'vitest';
import { buildRequest } from '../../src/tools/build-request.ts';
import { check, problemsOf, sampleTool } from './sample-tool.ts';
import { shaped } from './shaped.ts';

const tool = sampleTool(
  { limit_usd: { in: 'body', type: 'usd', min: 0, max: 1000, wire: 'limit_cents' } },
  {
    method: 'update',
    endpoint: { method: 'POST', path: '/limit' },
    response: { cents: { limit_cents: 'limit_usd' } },
  },
);

describe('amounts in dollars', () => {
  test.each([
    [12.34, 1234],
    ['0.1', 10],
    [0.29, 29],
    [1.1, 110],
    [1000, 100_000],
    [0, 0],
  ])('%j is sent as %d cents', async (given, cents) => {
    expect(buildRequest(tool, check(tool, { limit_usd: given })).body).toEqual({ limit_cents: cents });
  });

  test.each([
    [0.001, 'at most two decimals'],
    [1000.01, 'out of range; pass a number from 0 to 1000'],
    [-1, 'out of range'],
    ['12 dollars', 'pass a number'],
    ['$5', 'pass a number'],
  ])('%j is refused: %s', (given, words) => {
    expect(problemsOf(() => check(tool, { limit_usd: given }))[0]).toContain(words);
  });

  test('cents in an answer come back as dollars, wherever they stand', async () => {
    const body = {
      limit_cents: 1234,
      inner: [{ limit_cents: 1 }],
      metadata: { limit_cents: 5 },
      other_cents: 7,
    };
    expect(await shaped(tool, body)).toEqual({
      limit_usd: 12.34,
      inner: [{ limit_usd: 0.01 }],
      metadata: { limit_cents: 5 },
      other_cents: 7,
    });
  });
});
