/** Forecasts against generated years of which the ends of the months are known. */
import { describe, expect, test } from 'vitest';
import { forecastMonth, HISTORY_DAYS } from '../../../src/reports/costs/forecast.ts';
import { generatedDays, monthsOf, RHYTHMS } from './generated-years.ts';

type Outcome = { error: number; runRate: number; held: boolean };

/** Each month of a year on each third day from one on, as shares of what the month cost. */
function backTest(days: readonly number[], from: number): Outcome[] {
  return monthsOf().flatMap(({ begin, length, seconds }) => {
    const total = sum(days.slice(begin, begin + length));
    const outcomes: Outcome[] = [];
    for (let whole = from; whole < length; whole += 3) {
      const today = begin + whole;
      const forecast = forecastMonth({
        daily: days.slice(Math.max(0, begin - HISTORY_DAYS), today),
        today: seconds + whole * 86_400,
        todaySoFar: 0,
      });
      if (forecast === undefined) throw new Error(`none on day ${whole}`);
      const runRate = (sum(days.slice(begin, today)) / whole) * length;
      outcomes.push({
        error: Math.abs(forecast.month_end - total) / total,
        runRate: Math.abs(runRate - total) / total,
        held: forecast.low <= total && total <= forecast.high,
      });
    }
    return outcomes;
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const errorOf = (outcomes: Outcome[]) => mean(outcomes.map(({ error }) => error));
const runRateOf = (outcomes: Outcome[]) => mean(outcomes.map(({ runRate }) => runRate));
const heldOf = (outcomes: Outcome[]) => mean(outcomes.map(({ held }) => (held ? 1 : 0)));

const SEEDS = [1, 2, 3];
const all = (from: number) =>
  Object.values(RHYTHMS).flatMap((rhythm) =>
    SEEDS.flatMap((seed) => backTest(generatedDays(rhythm, seed), from)),
  );

describe('the forecast, back-tested over generated years', () => {
  test('from day 14 on its mean error is well below that of the run rate', () => {
    const outcomes = all(14);
    expect(errorOf(outcomes)).toBeLessThan(runRateOf(outcomes) * 0.75);
  });

  test('from day 7 on its mean error is below that of the run rate, and its range holds 80% of the time', () => {
    const outcomes = all(7);
    expect(errorOf(outcomes)).toBeLessThan(runRateOf(outcomes));
    expect(heldOf(outcomes)).toBeGreaterThanOrEqual(0.8);
  });

  test.each(Object.entries(RHYTHMS))(
    '%s: from day 14 on no worse than the run rate, range held',
    (_, rhythm) => {
      const outcomes = SEEDS.flatMap((seed) => backTest(generatedDays(rhythm, seed), 14));
      expect(errorOf(outcomes)).toBeLessThanOrEqual(runRateOf(outcomes));
      expect(heldOf(outcomes)).toBeGreaterThanOrEqual(0.75);
    },
  );
});

describe('one forecast', () => {
  const NOVEMBER_17 = Date.UTC(2026, 10, 17) / 1000;
  const even = Array.from({ length: HISTORY_DAYS + 16 }, () => 10);

  test('of even days is even, in cents, with a narrow range', () => {
    expect(forecastMonth({ daily: even, today: NOVEMBER_17, todaySoFar: 0 })).toMatchObject({
      month_end: 300,
      low: 295.8,
      high: 304.2,
      method: expect.stringMatching(/estimate/i),
    });
  });

  test('never says less than what is spent already', () => {
    const forecast = forecastMonth({ daily: even, today: NOVEMBER_17, todaySoFar: 500 });
    expect(forecast).toMatchObject({ month_end: 160 + 500 + 130 });
    expect(forecast?.low).toBeGreaterThanOrEqual(660);
  });

  test('a single peak is no habit; the same day of each month is one', () => {
    const at = (days: readonly number[]) => even.map((value, index) => (days.includes(index) ? 200 : value));
    const yesterday = even.length - 1;
    const single = forecastMonth({ daily: at([yesterday - 5]), today: NOVEMBER_17, todaySoFar: 0 });
    expect(single?.month_end).toBeCloseTo(490, -1.5);
    // The 25th of August, September and October.
    const monthly = forecastMonth({
      daily: at([84, 53, 23].map((back) => yesterday + 1 - back)),
      today: NOVEMBER_17,
      todaySoFar: 0,
    });
    expect(monthly?.month_end).toBeCloseTo(490, -1.5);
  });

  test.each([
    ['on the seventh day of a month', even, Date.UTC(2026, 10, 7) / 1000],
    ['where nothing was spent', even.map(() => 0), NOVEMBER_17],
    ['where spending began six days ago', [...even.map(() => 0).slice(6), 5, 5, 5, 5, 5, 5], NOVEMBER_17],
  ])('there is none %s', (_, daily, today) => {
    expect(forecastMonth({ daily, today, todaySoFar: 3 })).toBeUndefined();
  });

  test('a new organization has a wide one', () => {
    const daily = [...even.map(() => 0).slice(10), ...Array.from({ length: 10 }, () => 7)];
    const forecast = forecastMonth({ daily, today: NOVEMBER_17, todaySoFar: 0 });
    expect(forecast).toMatchObject({ month_end: 70 + 14 * 7, low: 70 + 49, high: 70 + 147 });
  });
});
