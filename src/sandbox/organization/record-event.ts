/** How a write through the API enters the audit log. */
import { defaultProject } from './lookup.ts';
import type { AuditEntry, Organization } from './organization.ts';

/**
 * Adds an entry for something that the admin key just did. The API files what admin keys do under the
 * default project, whichever project was changed.
 */
export function recordEvent(organization: Organization, type: string, payload: AuditEntry['payload']): void {
  const { id, owner } = organization.adminKey;
  const project = defaultProject(organization);
  organization.auditLog.push({
    id: `audit_log-${organization.random.characters(24)}`,
    type,
    effective_at: organization.now(),
    project: { id: project.id, name: project.name },
    actor: { type: 'api_key', api_key: { id, type: 'user', user: { id: owner.id, email: owner.email } } },
    payload,
  });
}

/** What a write asked for, without the parameters that were left out or were null. */
export function requestedChanges(body: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(body ?? {}).filter(([, value]) => value !== undefined && value !== null),
  );
}
