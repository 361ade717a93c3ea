/** The words for what a call acts on and with: a refusal that names one of them is about that, and not about the caller. */
import type { ApiRequest } from '../model/api-request.ts';

/** These stand in all requests alike, or in the words for whoever calls. */
const COMMON = ['api', 'organization', 'project', 'projects', 'id', 'ids', 'type'];

/** Of the collection in the path and of the members of the body; none for a read, which has nothing to be judged. */
export function subjectWords({
  safe,
  path,
  body = {},
}: Pick<ApiRequest, 'safe' | 'path' | 'body'>): string[] {
  if (safe) return [];
  const collection = path.split('/').findLast((part) => /^[a-z][a-z_]+$/.test(part)) ?? '';
  const words = [collection, ...Object.keys(body)].flatMap((name) => name.split('_'));
  return [...new Set(words.filter((word) => /^[a-z]{3,}$/.test(word) && !COMMON.includes(word)))];
}

/** Whether a text speaks of any of them, in the singular or the plural. */
export function mentions(text: string, words: readonly string[]): boolean {
  return words.some((word) => new RegExp(`\\b${word.replace(/s$/, '')}s?\\b`).test(text));
}
