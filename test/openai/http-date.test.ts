/** The three date forms of RFC 9110, 5.6.7, are one moment in UTC, wherever this machine stands. */
import { afterEach, describe, expect, it } from 'vitest';
import { parseHttpDate } from '../../src/openai/http-date.ts';
import { parseRateLimit } from '../../src/openai/rate-limit.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const zone = process.env.TZ;

afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

describe.each(['UTC', 'America/Los_Angeles', 'Asia/Kolkata'])('with the clock of %s', (timeZone) => {
  it.each([
    ['IMF-fixdate', 'Sun, 29 Nov 2026 12:01:30 GMT'],
    ['RFC 850', 'Sunday, 29-Nov-26 12:01:30 GMT'],
    ['asctime', 'Sun Nov 29 12:01:30 2026'],
  ])('a Retry-After as %s is 90 seconds ahead', (_, text) => {
    process.env.TZ = timeZone;
    expect(parseRateLimit({ 'retry-after': text }, NOW)).toEqual({ retry_after_seconds: 90 });
    // The answer's own clock is read in the same way.
    const date = 'Sun Nov 29 12:01:00 2026';
    expect(parseRateLimit({ 'retry-after': text, date }, NOW)).toEqual({ retry_after_seconds: 30 });
  });
});

it.each([
  ['Sun, 06 Nov 1994 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sunday, 06-Nov-94 08:49:37 GMT', '1994-11-06T08:49:37Z'],
  ['Sun Nov  6 08:49:37 1994', '1994-11-06T08:49:37Z'],
  ['Tuesday, 29-Feb-28 00:00:00 GMT', '2028-02-29T00:00:00Z'],
  ['Thu, 31 Dec 2026 23:59:60 GMT', '2027-01-01T00:00:00Z'],
])('%s is %s', (text, iso) => {
  expect(parseHttpDate(text, NOW)).toBe(Date.parse(iso));
});

it.each([
  'soon',
  'Sun, 29 Nov 2026',
  'Sun, 29 Foo 2026 12:00:00 GMT',
  'Sun, 29 Nov 2026 25:00:00 GMT',
  'Nov 29',
])('%s is no date', (text) => {
  expect(parseHttpDate(text, NOW)).toBeUndefined();
});
