/** An API key that is gone: reports still name it by its ID, and nothing else says what it was called. */
import type { Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { SeededEvent } from './audit-log.ts';
import { createRandom } from './random.ts';

export type FormerKey = { id: string; project: Project; deletedAt: number; history: SeededEvent[] };

const PROJECT = 'Mobile-App';
const DELETED_DAYS_AGO = 9;

export function createFormerKey(
  projects: readonly Project[],
  owner: User,
  seed: number,
  startedAt: number,
): FormerKey {
  const project = projects.find(({ name }) => name === PROJECT);
  if (project === undefined) throw new Error(`the sandbox organization has no project ${PROJECT}`);
  const id = `key_${createRandom(`former key ${seed}`).characters(20)}`;
  const deletedAt = startedAt - DELETED_DAYS_AGO * DAY;
  const deletion = { type: 'api_key.deleted', at: deletedAt, project, by: owner, payload: { id } };
  return { id, project, deletedAt, history: [deletion] };
}
