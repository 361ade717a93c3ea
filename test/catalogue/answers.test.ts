/** No read takes just any JSON for its answer. */
import { expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { expectedAnswer } from '../../src/tools/expected-answer.ts';
import { check } from '../tools/sample-tool.ts';
import { everyTool, toolNamed } from './catalogue.ts';

test.each(everyTool.filter(([, tool]) => isRead(tool)))('%s says what its answer has to hold', (_, tool) => {
  expect(expectedAnswer(tool).needs, 'write response: { needs: [...] } in its YAML').not.toEqual([]);
});

const PAGED = everyTool.filter(([, { pagination, response }]) => pagination && !response.buckets);

test.each(PAGED)('%s asks for a modest page when no limit is given', (_, { params }) => {
  const { sent, default: usual } = params.limit ?? {};
  expect(sent ?? usual, 'write sent: 100 at its limit').toBeLessThanOrEqual(100);
});

test('that limit is sent where the API has a larger one, or none that is known', () => {
  expect(check(toolNamed('list_files'), {}).values).toEqual({ limit: 100 });
  expect(check(toolNamed('list_files'), { limit: 7 }).values).toEqual({ limit: 7 });
  expect(check(toolNamed('list_projects'), {}).values).toEqual({});
});
