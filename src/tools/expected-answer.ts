/** What the answer to a read has to hold to be one. */
import type { ExpectedAnswer } from '../model/api-request.ts';
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

/** The spec's own word, or what every list and every thing that has an ID in its path holds. */
export function expectedAnswer({ method, endpoint, response }: ToolSpec): ExpectedAnswer {
  const usual = method !== 'get' ? ['data'] : endpoint.path.endsWith('}') ? ['id'] : [];
  return { needs: response.needs ?? usual, ...defined({ rows: response.buckets }) };
}
