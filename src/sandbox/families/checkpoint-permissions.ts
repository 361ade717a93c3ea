/** The operations that share a fine-tuned model with other projects. They take an admin key. */
import * as z from 'zod';
import { notFound } from '../http/api-fault.ts';
import type { Parent } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitWithoutMaximum, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { byId } from '../organization/by-id.ts';
import {
  type CheckpointPermission,
  fineTunedModels,
  isCheckpoint,
} from '../organization/fine-tuned-models.ts';
import { findActiveProject } from '../organization/lookup.ts';
import type { Organization } from '../organization/organization.ts';
import { recordEvent } from '../organization/record-event.ts';

/** The name of a checkpoint that exists. */
const parent: Parent<'fine_tuned_model_checkpoint', string> = {
  key: 'admin',
  find({ organization, path: { fine_tuned_model_checkpoint: name } }) {
    if (!isCheckpoint(organization, name)) throw notFound('fine-tuned model checkpoint', name);
    return name;
  },
};

const permissions = resource({
  path: '/fine_tuning/checkpoints/{fine_tuned_model_checkpoint}/permissions/{permission_id}',
  parent,
  what: 'permission of this checkpoint',
  rows: ({ organization, parent: checkpoint }) => byId(permissionsOf(organization, checkpoint)),
  show: toPermission,
  sortBy: 'created_at',
});

export const checkpointPermissionOperations = [
  permissions.list({
    query: z.strictObject({
      limit: limitWithoutMaximum(10),
      after: optionalText,
      order: z
        .enum(['ascending', 'descending'])
        .default('descending')
        .transform((order) => (order === 'ascending' ? 'asc' : 'desc')),
      project_id: optionalText,
    }),
    equal: ['project_id'],
  }),
  permissions.add({
    body: z.strictObject({ project_ids: z.array(z.string()) }),
    handle({ organization, parent: checkpoint, body }) {
      const existing = permissionsOf(organization, checkpoint);
      const projects = body.project_ids.map((id) => findActiveProject(organization, id));
      const rows = [...new Set(projects)].map(
        ({ id }) =>
          existing.find(({ project_id }) => project_id === id) ?? grant(organization, checkpoint, id),
      );
      return paginate(rows.map(toPermission), { limit: rows.length });
    },
  }),
  permissions.remove({
    before: ({ id }, { organization }) => fineTunedModels(organization).permissions.delete(id),
    answer: 'checkpoint.permission',
    event: 'checkpoint.permission.deleted',
  }),
];

function permissionsOf(organization: Organization, checkpoint: string): CheckpointPermission[] {
  const rows = [...fineTunedModels(organization).permissions.values()];
  return rows.filter((row) => row.checkpoint === checkpoint);
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
