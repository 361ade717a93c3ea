/** What must have happened for keys, storage, identity providers and shared models to be as they are. */
import { fineTunedModels } from '../organization/fine-tuned-models.ts';
import type { AuditEntry, Organization } from '../organization/organization.ts';
import type { SeededEvent } from './audit-log.ts';
import { externalKeysOf } from './external-keys.ts';
import { externalStorageOf } from './external-storage.ts';
import type { Random } from './random.ts';
import { workloadIdentityOf } from './workload-identity.ts';

export function trustHistory(organization: Organization, random: Random): SeededEvent[] {
  const owners = [...organization.users.values()].filter((user) => user.role === 'owner');
  const event = (
    type: string,
    at: number,
    payload: AuditEntry['payload'],
    projectId?: string,
  ): SeededEvent => ({
    type,
    at,
    project: organization.projects.get(projectId ?? '') ?? null,
    by: random.pick(owners),
    payload,
  });
  const { providers, rules } = workloadIdentityOf(organization);
  return [
    ...[...externalKeysOf(organization).values()].map(({ id, created_at, ...data }) =>
      event('external_key.registered', created_at, { id, data }),
    ),
    ...[...externalStorageOf(organization).configurations.values()].map(
      ({ id, created_at, project_id, geography, provider }) =>
        event('external_storage.registered', created_at, { id, data: { geography, provider } }, project_id),
    ),
    ...[...providers.values()].flatMap(({ id, name, issuer, description, created_at, updated_at }) => {
      const created = event('workload_identity_provider.created', created_at, { id, data: { name, issuer } });
      if (updated_at === created_at) return [created];
      const changes_requested = { description };
      return [created, event('workload_identity_provider.updated', updated_at, { id, changes_requested })];
    }),
    ...[...rules.values()].map(
      ({ id, name, project_id, service_account_id, created_at, workload_identity_provider_id }) =>
        event(
          'workload_identity_provider_mapping.created',
          created_at,
          {
            id,
            data: { name, project_id, service_account_id },
            identity_provider_id: workload_identity_provider_id,
          },
          project_id,
        ),
    ),
    ...[...fineTunedModels(organization).permissions.values()].map(
      ({ id, created_at, checkpoint, project_id }) => {
        const data = { fine_tuned_model_checkpoint: checkpoint, project_id };
        return event('checkpoint.permission.created', created_at, { id, data }, project_id);
      },
    ),
  ];
}
