/** Owns the operations of a project's service accounts and of the keys that are minted for them. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules } from '../http/query-rules.ts';
import { deleteKey } from '../organization/delete-key.ts';
import { find, findActiveProject, findManagedProject, findProject } from '../organization/lookup.ts';
import { mintServiceAccountKey } from '../organization/mint-key.ts';
import type { Project, ServiceAccount } from '../organization/organization.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';

export const projectServiceAccountOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/service_accounts',
    query: z.strictObject(cursorRules),
    handle({ organization, path, query }) {
      const project = findActiveProject(organization, path.project_id);
      return paginate([...project.serviceAccounts.values()].map(toServiceAccount), query);
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/service_accounts',
    body: z.strictObject({
      name: z.string().min(1),
      create_service_account_only: z.boolean().nullish(),
      expires_in_seconds: z.int().min(1).nullish(),
    }),
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, 'have service accounts');
      const withoutKey = body.create_service_account_only === true;
      if (withoutKey && body.expires_in_seconds != null) {
        throw badRequest(
          "'expires_in_seconds' must be null when 'create_service_account_only' is true.",
          'expires_in_seconds',
          'mutually_exclusive_parameters',
        );
      }
      const account: ServiceAccount = {
        id: `svc_acct_${organization.random.characters(20)}`,
        name: body.name,
        role: withoutKey ? 'none' : 'member',
        created_at: organization.now(),
      };
      project.serviceAccounts.set(account.id, account);
      recordEvent(organization, 'service_account.created', { id: account.id, data: { role: account.role } });
      if (withoutKey) return { ...toServiceAccount(account), api_key: null };
      const api_key = mintServiceAccountKey(organization, {
        project,
        account,
        name: 'Secret Key',
        scopes: [],
        expiresInSeconds: body.expires_in_seconds ?? null,
      });
      recordEvent(organization, 'api_key.created', { id: api_key.id, data: { scopes: [] } });
      return { ...toServiceAccount(account), api_key };
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/service_accounts/{service_account_id}',
    handle({ organization, path }) {
      return toServiceAccount(
        findAccount(findProject(organization, path.project_id), path.service_account_id),
      );
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/service_accounts/{service_account_id}',
    body: z.strictObject({
      name: z.string().min(1).optional(),
      role: z.enum(['member', 'owner']).optional(),
    }),
    handle({ organization, path, body }) {
      const account = findAccount(findActiveProject(organization, path.project_id), path.service_account_id);
      account.name = body.name ?? account.name;
      account.role = body.role ?? account.role;
      recordEvent(organization, 'service_account.updated', {
        id: account.id,
        changes_requested: requestedChanges({ role: body.role }),
      });
      return toServiceAccount(account);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/projects/{project_id}/service_accounts/{service_account_id}',
    handle({ organization, path }) {
      const project = findActiveProject(organization, path.project_id);
      const { id } = findAccount(project, path.service_account_id);
      for (const key of project.apiKeys.values())
        if (key.owner.id === id) deleteKey(organization, project, key);
      project.serviceAccounts.delete(id);
      recordEvent(organization, 'service_account.deleted', { id });
      return { id, object: 'organization.project.service_account.deleted', deleted: true };
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/service_accounts/{service_account_id}/api_keys',
    body: z.strictObject({
      name: z.string().min(1).optional(),
      scopes: z.array(z.string()).optional(),
      expires_in_seconds: z.int().min(1).nullish(),
    }),
    handle({ organization, path, body }) {
      const project = findActiveProject(organization, path.project_id);
      const scopes = body.scopes ?? [];
      const apiKey = mintServiceAccountKey(organization, {
        project,
        account: findAccount(project, path.service_account_id),
        name: body.name ?? 'Secret Key',
        scopes,
        expiresInSeconds: body.expires_in_seconds ?? null,
      });
      recordEvent(organization, 'api_key.created', { id: apiKey.id, data: { scopes } });
      return apiKey;
    },
  }),
];

function findAccount(project: Project, id: string): ServiceAccount {
  return find(project.serviceAccounts, 'service account in this project', id);
}

function toServiceAccount(account: ServiceAccount) {
  return { object: 'organization.project.service_account', ...account };
}
