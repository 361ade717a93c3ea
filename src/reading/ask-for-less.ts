/** A page of a list that is too large to be taken: asked for again with half the rows, and half again. */
import type { ApiRequest, ApiResponse } from '../model/api-request.ts';
import { ApiError } from '../openai/api-error.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { buildRequest, type PreparedCall } from '../tools/build-request.ts';

/** The answer, and the arguments that got it: those given but for a smaller `limit`. */
export type LessRead = { response: ApiResponse; values: Record<string, unknown> };

/**
 * Reads with these arguments, or with the `limit` that did for an earlier part of the page; where the answer is too large and the tool takes a `limit` with ever smaller ones,
 * within the time of one request. Rejects with what `send` throws.
 */
export async function askForLess(
  { tool, checked, request }: PreparedCall,
  send: (request: ApiRequest) => Promise<ApiResponse>,
): Promise<LessRead> {
  const own = limitOf(tool, checked.values);
  let { values } = checked;
  let asked = request;
  const askFor = (limit: number) => {
    values = { ...values, limit };
    asked = buildRequest(tool, { ...checked, values });
  };
  if (checked.limit !== undefined && own !== undefined) askFor(Math.min(checked.limit, own));
  for (;;) {
    try {
      return { response: await send(asked), values };
    } catch (error) {
      const limit = limitOf(tool, values);
      if (!(error instanceof ApiError) || error.tooLarge === undefined) throw error;
      if (limit === undefined || limit <= 1) throw error;
      askFor(Math.floor(limit / 2));
      asked = { ...asked, deadline: error.tooLarge.deadline };
    }
  }
}

/** How many rows are asked for, or would come at most where the request does not say. */
function limitOf({ params }: ToolSpec, { limit }: Record<string, unknown>): number | undefined {
  const most = limit ?? params.limit?.default ?? params.limit?.max;
  return typeof most === 'number' ? most : undefined;
}
