/** Owns the operations that share a fine-tuned model with other projects. They take an admin key. */
import * as z from 'zod';
import { notFound } from '../http/api-fault.ts';
import { inOrder } from '../http/in-order.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitWithoutMaximum, optionalText } from '../http/query-rules.ts';
import {
  type CheckpointPermission,
  fineTunedModels,
  isCheckpoint,
} from '../organization/fine-tuned-models.ts';
import { findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';

const list = '/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions';

export const checkpointPermissionOperations = [
  adminOperation({
    method: 'GET',
    path: list,
    query: z.strictObject({
      limit: limitWithoutMaximum(10),
      after: optionalText,
      order: z.enum(['ascending', 'descending']).default('descending'),
      project_id: optionalText,
    }),
    handle({ organization, path, query }) {
      const rows = permissionsOf(organization, path.fine_tuned_model_checkpoint).filter(
        ({ project_id }) => query.project_id === undefined || project_id === query.project_id,
      );
      const ordered = inOrder(rows, query.order === 'ascending' ? 'asc' : 'desc');
      return paginate(ordered.map(toPermission), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: list,
    body: z.strictObject({ project_ids: z.array(z.string()) }),
    handle({ organization, path, body }) {
      const checkpoint = path.fine_tuned_model_checkpoint;
      const existing = permissionsOf(organization, checkpoint);
      const projects = body.project_ids.map((id) => findActiveProject(organization, id));
      const rows = [...new Set(projects)].map(
        ({ id }) =>
          existing.find(({ project_id }) => project_id === id) ?? grant(organization, checkpoint, id),
      );
      return paginate(rows.map(toPermission), { limit: rows.length });
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: `${list}/{permission_id}`,
    handle({ organization, path }) {
      const id = path.permission_id;
      if (!permissionsOf(organization, path.fine_tuned_model_checkpoint).some((row) => row.id === id)) {
        throw notFound('permission of this checkpoint', id);
      }
      fineTunedModels(organization).permissions.delete(id);
      recordEvent(organization, 'checkpoint.permission.deleted', { id });
      return { id, object: 'checkpoint.permission', deleted: true };
    },
  }),
];

function permissionsOf(organization: Organization, checkpoint: string): CheckpointPermission[] {
  if (!isCheckpoint(organization, checkpoint)) throw notFound('fine-tuned model checkpoint', checkpoint);
  const { permissions } = fineTunedModels(organization);
  return [...permissions.values()].filter((row) => row.checkpoint === checkpoint);
}

function grant(organization: Organization, checkpoint: string, projectId: string): CheckpointPermission {
  const id = `cp_${organization.random.characters(24)}`;
  const row = { id, created_at: organization.now(), checkpoint, project_id: projectId };
  fineTunedModels(organization).permissions.set(id, row);
  const data = { fine_tuned_model_checkpoint: checkpoint, project_id: projectId };
  recordEvent(organization, 'checkpoint.permission.created', { id, data });
  return row;
}

function toPermission({ id, created_at, project_id }: CheckpointPermission) {
  return { object: 'checkpoint.permission', id, created_at, project_id };
}
