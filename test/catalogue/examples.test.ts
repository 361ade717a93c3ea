import { describe, expect, test } from 'vitest';
import { withBucketLimit } from '../../src/tools/bucket-limit.ts';
import { buildRequest } from '../../src/tools/build-request.ts';
import { checkArguments } from '../../src/tools/check-arguments.ts';
import { everyTool } from './catalogue.ts';

/** Examples give every time, so the clock plays no part; it stands where a changed one would be seen. */
const NOW = Date.parse('2031-05-05T05:05:05Z');

describe('examples', () => {
  test.each(everyTool)('%s makes the request that its example shows', (_, tool) => {
    const { example } = tool;
    if (example === undefined) throw new Error('a tool without an example');
    const checked = checkArguments(tool, example.arguments, NOW);
    const values = withBucketLimit(tool, checked.values, NOW);
    const { method, path, query, body } = buildRequest(tool, { ...checked, values });
    const readable = query.replaceAll('%5B', '[').replaceAll('%5D', ']');
    expect(`${method} ${path}${query === '' ? '' : `?${readable}`}`).toBe(example.request);
    expect(body).toEqual(example.body);
  });
});
