/** Every header shape in use becomes the same four numbers, and nothing in a header can make reading it fail. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration, parseRateLimit } from '../../src/openai/rate-limit.ts';

const NOW = Date.parse('2026-11-22T12:00:00Z');

describe('parseDuration', () => {
  it.each([
    ['20ms', 1],
    ['1s', 1],
    ['0s', 0],
    ['0', 0],
    ['6m0s', 360],
    ['1h2m3.5s', 3724],
    ['1d', 86400],
    ['120us', 1],
    ['60', 60],
    ['59.2', 60],
    ['-1', undefined],
    ['-1s', undefined],
    ['NaN', undefined],
    ['1e9', undefined],
    ['1000000001', undefined],
    ['1s ', undefined],
    ['s', undefined],
    ['', undefined],
    ['1.s', undefined],
    [`${'9'.repeat(60)}h`, undefined],
  ])('%j is %j', (text, seconds) => {
    expect(parseDuration(text)).toBe(seconds);
  });

  it('rounds every duration up, never down', () => {
    fc.assert(
      fc.property(fc.nat(1e6), fc.nat(59), fc.nat(59), fc.nat(999), (h, m, s, ms) => {
        const exact = h * 3600 + m * 60 + s + ms / 1000;
        const expected = exact <= 1e9 ? Math.ceil(exact) : undefined;
        expect(parseDuration(`${h}h${m}m${s}s${ms}ms`)).toBe(expected);
      }),
    );
  });
});

describe('parseRateLimit', () => {
  const cases: [string, Record<string, string | string[]>, object | undefined][] = [
    ['none', { 'content-type': 'application/json' }, undefined],
    [
      'the single fields',
      { 'ratelimit-limit': '100', 'ratelimit-remaining': '7', 'ratelimit-reset': '30' },
      { limit: 100, remaining: 7, reset_seconds: 30 },
    ],
    ['single fields with a policy', { 'ratelimit-limit': '100, 100;w=60' }, { limit: 100 }],
    [
      'the structured fields',
      {
        'ratelimit-policy': '"requests";q=60;qu="requests", "tokens";q=150000',
        ratelimit: '"requests";r=59;t=1, "tokens";r=10;t=360',
      },
      { limit: 150000, remaining: 10, reset_seconds: 360 },
    ],
    ['a name with a comma', { ratelimit: '"a,b;r=9";r=3;t=4' }, { remaining: 3, reset_seconds: 4 }],
    [
      'the combined form of draft 7',
      { ratelimit: 'limit=10, remaining=2, reset=5' },
      { limit: 10, remaining: 2, reset_seconds: 5 },
    ],
    [
      "OpenAI's own names, the tightest of two",
      {
        'x-ratelimit-limit-requests': '60',
        'x-ratelimit-limit-tokens': '150000',
        'x-ratelimit-remaining-requests': '0',
        'x-ratelimit-remaining-tokens': '149984',
        'x-ratelimit-reset-requests': '1s',
        'x-ratelimit-reset-tokens': '6m0s',
      },
      { limit: 60, remaining: 0, reset_seconds: 1 },
    ],
    [
      'a name nobody has seen',
      {
        'x-ratelimit-limit-project-tokens_usage_based': '10',
        'x-ratelimit-reset-project-tokens_usage_based': '1m',
      },
      { limit: 10, reset_seconds: 60 },
    ],
    [
      'two empty buckets, the later one',
      {
        'x-ratelimit-remaining-a': '0',
        'x-ratelimit-reset-a': '1s',
        'x-ratelimit-remaining-b': '0',
        'x-ratelimit-reset-b': '9s',
      },
      { remaining: 0, reset_seconds: 9 },
    ],
    ['retry-after in seconds', { 'retry-after': '17' }, { retry_after_seconds: 17 }],
    ['retry-after-ms', { 'retry-after-ms': '1500' }, { retry_after_seconds: 2 }],
    ['a date', { 'retry-after': 'Sun, 22 Nov 2026 12:00:30 GMT' }, { retry_after_seconds: 30 }],
    [
      "a date, by the server's clock",
      { 'retry-after': 'Sun, 22 Nov 2026 15:00:30 GMT', date: 'Sun, 22 Nov 2026 15:00:00 GMT' },
      { retry_after_seconds: 30 },
    ],
    ['a date gone by', { 'retry-after': 'Sun, 22 Nov 2020 12:00:30 GMT' }, { retry_after_seconds: 0 }],
    [
      'retry-after before the reset',
      { 'retry-after': '2', 'ratelimit-reset': '20' },
      { reset_seconds: 20, retry_after_seconds: 20 },
    ],
    [
      'retry-after behind the reset',
      { 'retry-after': '40', 'ratelimit-reset': '20' },
      { reset_seconds: 20, retry_after_seconds: 40 },
    ],
    ['a repeated header', { 'retry-after': ['5', '9'] }, { retry_after_seconds: 5 }],
    [
      'nonsense',
      {
        'x-ratelimit-limit-requests': 'many',
        'x-ratelimit-remaining-requests': '-1',
        'x-ratelimit-reset-requests': '2000000000',
        'ratelimit-limit': '',
        ratelimit: ';;;=,"',
        'retry-after': 'soon',
        'retry-after-ms': '-5',
      },
      undefined,
    ],
  ];
  it.each(cases)('%s', (_, headers, expected) => {
    expect(parseRateLimit(headers, NOW)).toEqual(expected);
  });

  it('never throws, and gives whole numbers from 0 on', () => {
    const name = fc.oneof(
      fc.constantFrom(
        'ratelimit',
        'ratelimit-policy',
        'ratelimit-limit',
        'ratelimit-reset',
        'retry-after',
        'date',
      ),
      fc.constantFrom('retry-after-ms', 'x-ratelimit-remaining-', '__proto__', 'constructor'),
      fc
        .tuple(fc.constantFrom('limit', 'remaining', 'reset'), fc.string())
        .map((p) => `x-ratelimit-${p.join('-')}`),
    );
    const value = fc.oneof(
      fc.string(),
      fc.stringMatching(/^[0-9.dhmnsu;=,"rtq -]{0,30}$/),
      fc.double().map(String),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.oneof(value, fc.array(value))), (headers) => {
        const result = parseRateLimit(headers, NOW);
        for (const number of Object.values(result ?? {})) {
          expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
        }
        const { retry_after_seconds: after, reset_seconds: reset } = result ?? {};
        if (after !== undefined && reset !== undefined) expect(after).toBeGreaterThanOrEqual(reset);
      }),
      { numRuns: 2000 },
    );
  });
});
