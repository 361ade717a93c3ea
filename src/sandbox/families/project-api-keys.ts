/** The operations of a project's API keys. */
import * as z from 'zod';
import { badRequest } from '../http/api-fault.ts';
import { cursorRules } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { deleteKey } from '../organization/delete-key.ts';
import { find } from '../organization/lookup.ts';
import type { Organization, Project, ProjectApiKey } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { reachesProject } from '../organization/project-access.ts';

const apiKeys = resource({
  path: '/organization/projects/{project_id}/api_keys/{api_key_id}',
  parent: projectInPath(),
  what: 'API key in this project',
  rows: ({ parent: project }) => project.apiKeys,
  show: toApiKey,
});

export const projectApiKeyOperations = [
  apiKeys.list({
    query: z.strictObject({
      ...cursorRules,
      // Left out, the list hides keys whose owner lost access.
      owner_project_access: z.enum(['active', 'inactive', 'any']).default('active'),
    }),
    where: (key, { organization, parent: project, query: { owner_project_access: wanted } }) =>
      wanted === 'any' || ownerAccess(organization, project, key) === wanted,
  }),
  apiKeys.get(),
  apiKeys.change({
    body: z.strictObject({
      expires_in_seconds: z.int().min(1).optional(),
      scopes: z.array(z.string()).optional(),
    }),
    apply(key, { organization, body }) {
      const now = organization.now();
      if (body.expires_in_seconds === undefined && body.scopes === undefined) {
        const message = "Give at least one of 'expires_in_seconds' and 'scopes'.";
        throw badRequest(message, null, 'missing_required_parameter');
      }
      if (key.expires_at !== null && key.expires_at <= now) {
        const message = `API key '${key.id}' has expired and cannot be updated.`;
        throw badRequest(message, 'api_key_id', 'api_key_expired');
      }
      if (body.expires_in_seconds !== undefined) key.expires_at = now + body.expires_in_seconds;
      key.scopes = body.scopes ?? key.scopes;
    },
    event: 'api_key.updated',
  }),
  apiKeys.remove({
    before: (key, { organization, parent: project }) => deleteKey(organization, project, key),
    answer: 'organization.project.api_key.deleted',
    event: 'api_key.deleted',
  }),
];

function toApiKey(
  key: ProjectApiKey,
  { organization, parent: project }: { organization: Organization; parent: Project },
) {
  return {
    object: 'organization.project.api_key',
    id: key.id,
    name: key.name,
    redacted_value: key.redacted_value,
    created_at: key.created_at,
    last_used_at: key.last_used_at,
    expires_at: key.expires_at,
    owner: toOwner(project, key),
    owner_project_access: ownerAccess(organization, project, key),
  };
}

/**
 * A service account loses its keys when it is deleted; a user who leaves the project leaves keys behind.
 * Owners of the organization reach every project.
 */
function ownerAccess(organization: Organization, project: Project, key: ProjectApiKey) {
  const { type, id } = key.owner;
  if (type === 'service_account' || reachesProject(organization, project, id)) return 'active';
  return organization.users.get(id)?.role === 'owner' ? 'active' : 'inactive';
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
