/** How OpenAI refused what the guard wanted to read. */
import { ApiError, type ApiErrorKind } from '../openai/api-error.ts';

/** How the API or the network refused a read. */
export function refusalKind(error: unknown): ApiErrorKind | undefined {
  return error instanceof ApiError ? error.kind : undefined;
}

/** Whether OpenAI says that the project of the key is archived, which it says of every write there as well. */
export function isArchived(error: unknown): boolean {
  return error instanceof ApiError && ARCHIVED.includes(error.reason ?? '');
}

const ARCHIVED = ['project_archived', 'project_closed'];

/** Undefined where OpenAI says that there is no such thing. */
export async function unlessNotFound<Found>(reading: Promise<Found>): Promise<Found | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (refusalKind(error) === 'not_found') return undefined;
    throw error;
  }
}
