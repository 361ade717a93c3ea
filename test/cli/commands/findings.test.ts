import { describe, expect, test } from 'vitest';
import { hasFindings } from '../../../src/cli/commands/findings.ts';
import { catalogue } from '../../catalogue/catalogue.ts';

const toolNamed = (name: string) => {
  const tool = catalogue.tools.find((one) => one.name === name);
  if (tool === undefined) throw new Error(name);
  return tool;
};

const limits = (spend: number | null, rate: number | null, organization: number | null) => ({
  organization: { percent: organization },
  columns: ['project', 'percent', 'busiest_minute_percent'],
  rows: [
    ['One', 3, null],
    ['Two', spend, rate],
  ],
});

describe('a limit of which 80 percent are used is something to do', () => {
  test.each([
    [79.9, 79.9, 79.9, false],
    [80, null, null, true],
    [null, 80, null, true],
    [null, null, 80, true],
    [null, null, null, false],
  ])('spend %d, rate %d, organization %d', (spend, rate, organization, isFound) => {
    expect(hasFindings(toolNamed('report_limits'), limits(spend, rate, organization))).toBe(isFound);
  });
});

test.each(['report_access', 'report_vector_stores'])('a finding of %s is something to do', (name) => {
  const answer = (finding: string | null) => ({
    columns: ['what', 'finding'],
    rows: [
      ['a', null],
      ['b', finding],
    ],
  });
  expect(hasFindings(toolNamed(name), answer('unused'))).toBe(true);
  expect(hasFindings(toolNamed(name), answer(null))).toBe(false);
});

test('a model that retires and is still called is something to do', () => {
  const answer = (retires: string | null) => ({ columns: ['model', 'retires'], rows: [['gpt', retires]] });
  expect(hasFindings(toolNamed('report_usage'), answer('2027-01-14'))).toBe(true);
  expect(hasFindings(toolNamed('report_usage'), answer(null))).toBe(false);
});
