/** Who is calling: which key a request carries, and whether that key may call the operation. */
import type { IncomingHttpHeaders } from 'node:http';
import type { AdminApiKey } from '../organization/access.ts';
import type { Organization, Project, ProjectApiKey } from '../organization/organization.ts';
import { ApiFault } from './api-fault.ts';
import type { Operation } from './operation.ts';
import { scopeOf } from './scopes.ts';

type Caller =
  | { kind: 'admin'; keyId: string; key: AdminApiKey }
  | { kind: 'project'; keyId: string; project: Project; key: ProjectApiKey };

/**
 * Gives the caller behind an `Authorization` header. Throws 401 where the API would, also for a key that is not of the
 * organization or project that the request names.
 */
export function authenticate(organization: Organization, headers: IncomingHttpHeaders): Caller {
  const caller = callerOf(organization, headers.authorization);
  const named = headers['openai-organization'];
  if (named !== undefined && named !== organization.id) throw mismatched('Organization');
  const project = headers['openai-project'];
  if (caller.kind === 'project' && project !== undefined && project !== caller.project.id) {
    throw mismatched('Project');
  }
  return caller;
}

function callerOf(organization: Organization, authorization: string | undefined): Caller {
  const value = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  if (value === undefined) {
    throw unauthorized(
      "You didn't provide an API key. Send it in an Authorization header: Bearer YOUR_KEY.",
      'invalid_api_key',
    );
  }
  for (const key of organization.access.adminKeys.values()) {
    if (key.value !== value) continue;
    refuseExpired(organization, key);
    return { kind: 'admin', keyId: key.id, key };
  }
  const found = organization.projectKeysByValue.get(value);
  if (found === undefined || !found.project.apiKeys.has(found.key.id)) {
    throw unauthorized('Incorrect API key provided.', 'invalid_api_key');
  }
  const { project, key } = found;
  refuseExpired(organization, key);
  if (project.archived_at !== null) {
    throw unauthorized(
      'The project you are requesting has been archived and is no longer accessible',
      'not_authorized_invalid_project',
    );
  }
  return { kind: 'project', keyId: key.id, project, key };
}

/** Throws 403 where the key is of the other class or is restricted to other scopes. */
export function authorize(operation: Operation, caller: Caller): void {
  const scope = scopeOf(operation);
  const allowed =
    caller.kind === operation.key &&
    (caller.kind === 'admin' || keyHasScope(caller.key, scope, operation.readsOnly));
  if (allowed) return;
  throw new ApiFault({
    status: 403,
    message: `You have insufficient permissions for this operation. Missing scopes: ${scope}. Check that you have the correct role in your organization and project, and if you're using a restricted API key, that it has the necessary scopes.`,
    code: 'missing_scopes',
  });
}

/** No scopes at all means every permission: that is how the API reads an empty list. */
function keyHasScope(key: ProjectApiKey, scope: string, readsOnly: boolean): boolean {
  if (key.scopes.length === 0) return true;
  const sufficient = readsOnly ? ['api.all', 'api.all.read', scope] : ['api.all', scope];
  return key.scopes.some((held) => sufficient.includes(held));
}

function refuseExpired(organization: Organization, key: { expires_at: number | null }): void {
  if (key.expires_at !== null && key.expires_at <= organization.now()) {
    throw unauthorized('This API key has expired.', 'invalid_api_key');
  }
}

function mismatched(what: 'Organization' | 'Project'): ApiFault {
  const name = what.toLowerCase();
  return unauthorized(`OpenAI-${what} header should match ${name} for API key`, `mismatched_${name}`);
}

function unauthorized(message: string, code: string): ApiFault {
  return new ApiFault({ status: 401, message, code });
}
