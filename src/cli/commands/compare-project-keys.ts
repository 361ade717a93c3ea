/** Whether a key is one of the project that it is to be stored for, by the list that an admin key can read. */

import { endsAsShown } from '../../credentials/redacted-key.ts';
import type { Secret } from '../../credentials/secret.ts';
import { isRecord } from '../../model/record.ts';
import { ApiError } from '../../openai/api-error.ts';
import type { OpenAIClient } from '../../openai/client.ts';

/** An admin key of the organization, and the organization that its requests name. */
export type AdminKey = { secret: Secret; organization?: string };

export type Comparison =
  /** The end of one listed key is this one's; `absent`: of none, and the list is whole. */
  { result: 'listed' | 'absent' } | { result: 'unknown'; why: string };

const PAGE_SIZE = 100;
const MAX_PAGES = 50;

export async function compareProjectKeys(
  client: OpenAIClient,
  { secret: adminSecret, organization }: AdminKey,
  projectId: string,
  secret: Secret,
): Promise<Comparison> {
  const shown = (row: unknown) =>
    secret.use((key) => endsAsShown(key, String(isRecord(row) ? row.redacted_value : '')));
  let after = '';
  let allTold = true;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    let body: unknown;
    try {
      const request = {
        method: 'GET',
        path: `/organization/projects/${projectId}/api_keys`,
        // Without it OpenAI leaves out enabled keys of people who lost access.
        query: `limit=${PAGE_SIZE}&owner_project_access=any${after && `&after=${encodeURIComponent(after)}`}`,
        key: { class: 'admin' },
        safe: true,
      } as const;
      ({ body } = await adminSecret.use((apiKey) => client.send(request, { apiKey, organization })));
    } catch (error) {
      if (error instanceof ApiError) return { result: 'unknown', why: error.message };
      throw error;
    }
    if (!isRecord(body) || !Array.isArray(body.data)) break;
    const answers = body.data.map(shown);
    if (answers.includes(true)) return { result: 'listed' };
    allTold &&= !answers.includes(undefined);
    const next = body.last_id;
    if (body.has_more !== true) {
      return allTold
        ? { result: 'absent' }
        : { result: 'unknown', why: 'Its keys are shown without their ends.' };
    }
    if (typeof next !== 'string' || next === after) break;
    after = next;
  }
  return { result: 'unknown', why: 'The list could not be read to its end.' };
}
