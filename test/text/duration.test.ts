/** A duration is told in the unit in which people count it. */
import { expect, test } from 'vitest';
import { inWords } from '../../src/text/duration.ts';

test.each([
  [0, '1 minute'],
  [59_000, '1 minute'],
  [600_000, '10 minutes'],
  [119 * 60_000, '119 minutes'],
  [2 * 3_600_000, '2 hours'],
  [86_400_000, '24 hours'],
])('%i ms are %s', (milliseconds, words) => expect(inWords(milliseconds)).toBe(words));
