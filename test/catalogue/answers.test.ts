/** No read takes just any JSON for its answer. */
import { expect, test } from 'vitest';
import { isRead } from '../../src/specs/catalogue.ts';
import { expectedAnswer } from '../../src/tools/expected-answer.ts';
import { everyTool } from './catalogue.ts';

test.each(everyTool.filter(([, tool]) => isRead(tool)))('%s says what its answer has to hold', (_, tool) => {
  expect(expectedAnswer(tool).needs, 'write response: { needs: [...] } in its YAML').not.toEqual([]);
});
