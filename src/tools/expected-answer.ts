/** What the answer to a call has to hold to be one. */
import type { ExpectedAnswer } from '../model/api-request.ts';
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** The spec's own word, or what the API's lists, deletions and things hold. */
export function expectedAnswer(tool: ToolSpec): ExpectedAnswer {
  const { needs, texts, buckets } = tool.response;
  return {
    needs: needs ?? usualNeeds(tool),
    ...defined({ rows: buckets, texts }),
    ...(tool.method === 'delete' && { mayBeEmpty: true }),
  };
}

function usualNeeds({ method, endpoint }: ToolSpec): string[] {
  if (method === 'list' || method === 'query') return ['data'];
  if (method === 'delete') return ['deleted'];
  return method === 'get' && !endpoint.path.endsWith('}') ? [] : ['id'];
}
