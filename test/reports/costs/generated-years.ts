/** Days of spending in several rhythms, made from a seed: a year, with the months before that a forecast learns from. */
import { seeded } from '../seeded.ts';

/** What one day costs, told by its date and by how many days passed; `random` is between 0 and 1. */
type Rhythm = (random: () => number) => (date: Date, index: number) => number;

const BEGIN = Date.UTC(2024, 8, 1);
const DAY = 86_400_000;
const YEAR = 2025;
const LENGTH = (Date.UTC(YEAR + 1, 0, 1) - BEGIN) / DAY;

export function generatedDays(rhythm: Rhythm, seed: number): number[] {
  const random = seeded(seed);
  const costOf = rhythm(random);
  return Array.from({ length: LENGTH }, (_, index) => costOf(new Date(BEGIN + index * DAY), index));
}

/** Of the year: where its months begin in the days, and when. */
export function monthsOf() {
  return Array.from({ length: 12 }, (_, month) => {
    const start = Date.UTC(YEAR, month, 1);
    return {
      begin: (start - BEGIN) / DAY,
      length: (Date.UTC(YEAR, month + 1, 1) - start) / DAY,
      seconds: start / 1000,
    };
  });
}

export const RHYTHMS: Record<string, Rhythm> = {
  weekly: (random) => onWeekdays(random, () => 1),
  'peaks in mid-month': (random) => {
    const [height, first] = [2 + 3 * random(), 11 + Math.floor(3 * random())];
    return onWeekdays(random, (date) => (isWithin(date.getUTCDate(), first, first + 4) ? height : 1));
  },
  'peaks at the end of months': (random) => {
    const height = 2 + 3 * random();
    return onWeekdays(random, (date) => (date.getUTCDate() >= 27 ? height : 1));
  },
  growth: (random) => {
    const daily = (0.01 + 0.09 * random()) / 7;
    return onWeekdays(random, (_, index) => Math.exp(daily * index));
  },
  decline: (random) => {
    const daily = (0.01 + 0.05 * random()) / 7;
    return onWeekdays(random, (_, index) => Math.exp(-daily * index));
  },
  'one-off': (random) => {
    const [often, height] = [0.01 + 0.02 * random(), 3 + 12 * random()];
    return onWeekdays(random, () => (random() < often ? height : 1));
  },
  steps: (random) => {
    let level = 1;
    return onWeekdays(random, () => {
      if (random() < 1 / 70) level *= random() < 0.6 ? 1.3 + random() : 0.4 + 0.4 * random();
      return level;
    });
  },
  holidays: (random) =>
    onWeekdays(random, (date) => {
      const [month, day] = [date.getUTCMonth(), date.getUTCDate()];
      const isOff =
        (month === 11 && day > 21) || (month === 0 && day < 4) || (month === 7 && isWithin(day, 5, 20));
      return isOff ? 0.25 : 1;
    }),
};

/** Less at weekends, and never quite the same. */
function onWeekdays(random: () => number, level: (date: Date, index: number) => number) {
  const [weekend, noise] = [0.1 + 0.6 * random(), 0.05 + 0.15 * random()];
  return (date: Date, index: number) => {
    const isWeekend = date.getUTCDay() % 6 === 0;
    return 100 * level(date, index) * (isWeekend ? weekend : 1) * Math.exp(noise * gaussian(random));
  };
}

const isWithin = (value: number, first: number, last: number) => value >= first && value <= last;

const gaussian = (random: () => number) =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
