/** Whether a tool makes the request that its example shows. */
import { isDeepStrictEqual } from 'node:util';
import { isComposed, type ToolSpec } from '../specs/catalogue.ts';
import { ArgumentError } from './argument-error.ts';
import { withBucketLimit } from './bucket-limit.ts';
import { buildRequest } from './build-request.ts';
import { checkArguments } from './check-arguments.ts';

/** Examples give every time, so the clock plays no part; it stands where a changed one would be seen. */
const NOW = Date.parse('2031-05-05T05:05:05Z');

/** What is wrong with the example, in words for its author; nothing when it is right or there is none. */
export function problemOfExample(tool: ToolSpec): string | undefined {
  const { example } = tool;
  if (example === undefined) return undefined;
  try {
    const checked = checkArguments(tool, example.arguments, NOW);
    if (isComposed(tool)) return undefined;
    const values = withBucketLimit(tool, checked.values, NOW);
    const { method, path, query, body } = buildRequest(tool, { ...checked, values });
    const readable = query.replaceAll('%5B', '[').replaceAll('%5D', ']');
    const request = `${method} ${path}${query === '' ? '' : `?${readable}`}`;
    if (request !== example.request) return `it makes ${request}, not ${example.request}`;
    if (isDeepStrictEqual(body, example.body)) return undefined;
    return `its body is ${JSON.stringify(body) ?? 'none'}, not ${JSON.stringify(example.body) ?? 'none'}`;
  } catch (error) {
    if (error instanceof ArgumentError) return error.message;
    throw error;
  }
}
