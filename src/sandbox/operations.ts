/** Owns the list of every operation that the stand-in API serves. */
import { auditLogOperations } from './families/audit-logs.ts';
import { costOperations } from './families/costs.ts';
import { projectApiKeyOperations } from './families/project-api-keys.ts';
import { projectRateLimitOperations } from './families/project-rate-limits.ts';
import { projectServiceAccountOperations } from './families/project-service-accounts.ts';
import { projectUserOperations } from './families/project-users.ts';
import { projectOperations } from './families/projects.ts';
import { usageOperations } from './families/usage.ts';
import { userOperations } from './families/users.ts';
import { vectorStoreFileBatchOperations } from './families/vector-store-file-batches.ts';
import { vectorStoreFileOperations } from './families/vector-store-files.ts';
import { vectorStoreOperations } from './families/vector-stores.ts';
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
];
