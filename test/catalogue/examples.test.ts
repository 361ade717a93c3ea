import { describe, expect, test } from 'vitest';
import { problemOfExample } from '../../src/tools/replay-example.ts';
import { everyTool, toolNamed } from './catalogue.ts';

describe('examples', () => {
  test.each(everyTool)('%s makes the request that its example shows', (_, tool) => {
    expect(tool.example).toBeDefined();
    expect(problemOfExample(tool)).toBeUndefined();
  });
});

describe('a wrong example is told', () => {
  const tool = toolNamed('update_group');
  const example = tool.example ?? { arguments: {}, request: '' };
  test.each([
    [{ ...example, request: 'POST /organization/groups' }, /^it makes POST .*, not POST .*groups$/],
    [{ ...example, body: { name: 'Other' } }, /^its body is .*, not \{"name":"Other"\}$/],
    [{ arguments: example.arguments, request: example.request }, /^its body is .*, not none$/],
    [{ ...example, arguments: {} }, /required/],
  ])('%j', (wrong, problem) => expect(problemOfExample({ ...tool, example: wrong })).toMatch(problem));
});
