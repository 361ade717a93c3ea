/** A setting that need not be set: the 404 by which the API says so is an answer and no error. */
import { ApiError } from '../openai/api-error.ts';
import type { PreparedCall } from '../tools/build-request.ts';

/** What a tool answers when its setting is not set. */
export const UNSET = { set: false };

/**
 * Whether the refusal of a read says that the setting is not set. Where it may be about the thing that the setting
 * belongs to, that one has to be there; what is not known of it leaves the refusal as it came.
 */
export async function isUnset(
  { tool, checked }: PreparedCall,
  error: unknown,
  isThere: (path: string, values: Record<string, unknown>) => Promise<boolean>,
): Promise<boolean> {
  const { unset } = tool.response;
  if (unset === undefined || !(error instanceof ApiError) || error.status !== 404) return false;
  // What comes from a wrong address says nothing about settings.
  if (error.reason !== 'unknown_id' && error.reason !== 'nothing_there') return false;
  const told = `${error.code ?? ''} ${error.words}`.toLowerCase().replaceAll(/[_-]/g, ' ');
  if (told.includes(unset)) return true;
  if (error.words === '') return false;
  const owner = tool.endpoint.path.replace(/\/[^/]*$/, '');
  return !owner.endsWith('}') || (await isThere(owner, checked.values));
}
