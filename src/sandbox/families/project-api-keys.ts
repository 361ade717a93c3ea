/** Owns the operations of a project's API keys. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { cursorRules } from '../http/query-rules.ts';
import { deleteKey } from '../organization/delete-key.ts';
import { find, findActiveProject, findProject } from '../organization/lookup.ts';
import type { Organization, Project, ProjectApiKey } from '../organization/organization.ts';
import { reachesProject } from '../organization/project-access.ts';
import { recordEvent, requestedChanges } from '../organization/record-event.ts';

export const projectApiKeyOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/api_keys',
    query: z.strictObject({
      ...cursorRules,
      // Left out, the list hides keys whose owner lost access.
      owner_project_access: z.enum(['active', 'inactive', 'any']).default('active'),
    }),
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const keys = [...project.apiKeys.values()].map((key) => toApiKey(organization, project, key));
      const wanted = query.owner_project_access;
      return paginate(
        keys.filter((key) => wanted === 'any' || key.owner_project_access === wanted),
        query,
      );
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
    handle({ organization, path }) {
      const project = findProject(organization, path.project_id);
      return toApiKey(organization, project, findKey(project, path.api_key_id));
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
    body: z.strictObject({
      expires_in_seconds: z.int().min(1).optional(),
      scopes: z.array(z.string()).optional(),
    }),
    handle({ organization, path, body }) {
      const project = findActiveProject(organization, path.project_id);
      const key = findKey(project, path.api_key_id);
      const now = organization.now();
      if (body.expires_in_seconds === undefined && body.scopes === undefined) {
        throw badRequest(
          "Give at least one of 'expires_in_seconds' and 'scopes'.",
          null,
          'missing_required_parameter',
        );
      }
      if (key.expires_at !== null && key.expires_at <= now) {
        throw badRequest(
          `API key '${key.id}' has expired and cannot be updated.`,
          'api_key_id',
          'api_key_expired',
        );
      }
      if (body.expires_in_seconds !== undefined) key.expires_at = now + body.expires_in_seconds;
      key.scopes = body.scopes ?? key.scopes;
      recordEvent(organization, 'api_key.updated', { id: key.id, changes_requested: requestedChanges(body) });
      return toApiKey(organization, project, key);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
    handle({ organization, path }) {
      const project = findActiveProject(organization, path.project_id);
      const key = findKey(project, path.api_key_id);
      deleteKey(organization, project, key);
      recordEvent(organization, 'api_key.deleted', { id: key.id });
      return { id: key.id, object: 'organization.project.api_key.deleted', deleted: true };
    },
  }),
];

function findKey(project: Project, id: string): ProjectApiKey {
  return find(project.apiKeys, 'API key in this project', id);
}

function toApiKey(organization: Organization, project: Project, key: ProjectApiKey) {
  return {
    object: 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: key.redacted_value,
    created_at: key.created_at,
    last_used_at: key.last_used_at,
    expires_at: key.expires_at,
    owner: toOwner(project, key),
    owner_project_access: ownerHasAccess(organization, project, key) ? 'active' : 'inactive',
  };
}

/**
 * A service account loses its keys when it is deleted; a user who leaves the project leaves keys behind.
 * Owners of the organization reach every project.
 */
function ownerHasAccess(organization: Organization, project: Project, key: ProjectApiKey): boolean {
  const { type, id } = key.owner;
  if (type === 'service_account' || reachesProject(organization, project, id)) return true;
  return organization.users.get(id)?.role === 'owner';
}

function toOwner(project: Project, key: ProjectApiKey) {
  const { owner } = key;
  if (owner.type === 'service_account') {
    return {
      type: 'service_account',
      service_account: find(project.serviceAccounts, 'service account', owner.id),
    };
  }
  const { id, name, email, created_at } = owner;
  return {
    type: 'user',
    user: { id, name, email, created_at, role: project.members.get(id)?.role ?? 'member' },
  };
}
