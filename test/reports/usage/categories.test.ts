/** The table of categories says what the description of the API's own tool says. */
import { describe, expect, test } from 'vitest';
import { CATEGORIES } from '../../../src/reports/usage/categories.ts';
import { RETIREMENTS, RETIREMENTS_AS_OF, retirementOf } from '../../../src/reports/usage/retirements.ts';
import { catalogue } from '../../catalogue/catalogue.ts';

const named = (name: string) => catalogue.tools.find((tool) => tool.name === name);
const usage = named('list_usage');

test('every category of the API is there, in the report too', () => {
  const categories = usage?.params.category?.enum;
  expect(Object.keys(CATEGORIES)).toEqual(categories);
  expect(named('report_usage')?.params.category?.enum).toEqual(categories);
});

test.each(Object.entries(CATEGORIES))('%s is grouped by what the API allows', (category, { groups }) => {
  const { enum: all = [], values_only_for = {} } = usage?.params.group_by?.items ?? {};
  const allowed = all.filter((group) => {
    const kinds = values_only_for[String(group)]?.category;
    return kinds === undefined || kinds.includes(category);
  });
  const asked = ['project_id', 'user_id', 'api_key_id', 'model', 'batch', 'service_tier'];
  expect(groups).toEqual(asked.filter((group) => allowed.includes(group)));
});

test('what is a level is one in both', () => {
  const levels = Object.values(CATEGORIES).flatMap(({ measures }) =>
    measures.filter(({ isLevel }) => isLevel),
  );
  expect(levels.map(({ member }) => member)).toEqual(usage?.response.levels);
});

describe('the dates of retirements', () => {
  test('are days, in order, each model once', () => {
    const days = Object.keys(RETIREMENTS);
    expect([...days].sort()).toEqual(days);
    for (const day of [...days, RETIREMENTS_AS_OF])
      expect(new Date(day).toISOString()).toBe(`${day}T00:00:00.000Z`);
    const models = Object.values(RETIREMENTS).flat();
    expect(new Set(models).size).toBe(models.length);
  });

  test.each([
    ['gpt-5', '2026-12-11'],
    ['gpt-5-2025-08-07', '2026-12-11'],
    ['ft:gpt-4o-2024-08-06:example::abc', '2027-01-14'],
    ['gpt-4o-2024-05-13', '2026-10-23'],
    ['gpt-5.2-2025-12-11', undefined],
    ['gpt-5-turbo', undefined],
    ['toString', undefined],
    ['', undefined],
  ])('of %j it is %j', (model, date) => {
    expect(retirementOf(model)).toBe(date);
  });
});
