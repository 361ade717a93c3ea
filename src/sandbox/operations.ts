/** Every operation that the sandbox plays. */
import { adminApiKeyOperations } from './families/admin-api-keys.ts';
import { auditLogOperations } from './families/audit-logs.ts';
import { batchOperations } from './families/batches.ts';
import { certificateOperations } from './families/certificates.ts';
import { checkpointPermissionOperations } from './families/checkpoint-permissions.ts';
import { containerOperations } from './families/containers.ts';
import { costOperations } from './families/costs.ts';
import { dataRetentionOperations } from './families/data-retention.ts';
import { externalKeyOperations } from './families/external-keys.ts';
import { externalStorageOperations } from './families/external-storage.ts';
import { federationRuleOperations } from './families/federation-rules.ts';
import { fileOperations } from './families/files.ts';
import { fineTuningJobOperations } from './families/fine-tuning-jobs.ts';
import { groupUserOperations } from './families/group-users.ts';
import { groupOperations } from './families/groups.ts';
import { hostedToolPermissionOperations } from './families/hosted-tool-permissions.ts';
import { inviteOperations } from './families/invites.ts';
import { modelPermissionOperations } from './families/model-permissions.ts';
import { modelOperations } from './families/models.ts';
import { projectApiKeyOperations } from './families/project-api-keys.ts';
import { projectCertificateOperations } from './families/project-certificates.ts';
import { projectGroupOperations } from './families/project-groups.ts';
import { projectRateLimitOperations } from './families/project-rate-limits.ts';
import { projectServiceAccountOperations } from './families/project-service-accounts.ts';
import { projectUserOperations } from './families/project-users.ts';
import { projectOperations } from './families/projects.ts';
import { roleAssignmentOperations } from './families/role-assignments.ts';
import { roleOperations } from './families/roles.ts';
import { serviceTierSettingOperations } from './families/service-tier-settings.ts';
import { spendAlertOperations } from './families/spend-alerts.ts';
import { spendLimitOperations } from './families/spend-limits.ts';
import { storedChatCompletionOperations } from './families/stored-chat-completions.ts';
import { usageOperations } from './families/usage.ts';
import { userOperations } from './families/users.ts';
import { vectorStoreFileBatchOperations } from './families/vector-store-file-batches.ts';
import { vectorStoreFileOperations } from './families/vector-store-files.ts';
import { vectorStoreOperations } from './families/vector-stores.ts';
import { webhookEndpointOperations } from './families/webhook-endpoints.ts';
import { workloadIdentityProviderOperations } from './families/workload-identity-providers.ts';
import type { Operation } from './http/operation.ts';

export const operations: readonly Operation[] = [
  ...projectOperations,
  ...projectUserOperations,
  ...projectServiceAccountOperations,
  ...projectApiKeyOperations,
  ...projectRateLimitOperations,
  ...userOperations,
  ...auditLogOperations,
  ...costOperations,
  ...usageOperations,
  ...vectorStoreOperations,
  ...vectorStoreFileOperations,
  ...vectorStoreFileBatchOperations,
  ...groupOperations,
  ...groupUserOperations,
  ...roleOperations,
  ...roleAssignmentOperations,
  ...projectGroupOperations,
  ...inviteOperations,
  ...adminApiKeyOperations,
  ...certificateOperations,
  ...projectCertificateOperations,
  ...spendLimitOperations,
  ...spendAlertOperations,
  ...modelPermissionOperations,
  ...hostedToolPermissionOperations,
  ...serviceTierSettingOperations,
  ...dataRetentionOperations,
  ...externalKeyOperations,
  ...externalStorageOperations,
  ...workloadIdentityProviderOperations,
  ...federationRuleOperations,
  ...webhookEndpointOperations,
  ...fileOperations,
  ...batchOperations,
  ...modelOperations,
  ...fineTuningJobOperations,
  ...checkpointPermissionOperations,
  ...storedChatCompletionOperations,
  ...containerOperations,
];
