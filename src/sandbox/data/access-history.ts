/** What must have happened for the groups, roles, invites, admin keys and certificates to be as they are. */
import { type Access, assignmentId } from '../organization/access.ts';
import type { AuditEntry, Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import type { SeededEvent } from './audit-log.ts';
import type { Random } from './random.ts';

export function accessHistory(
  access: Access,
  organizationId: string,
  projects: readonly Project[],
  users: readonly User[],
  random: Random,
): SeededEvent[] {
  const owners = users.filter((user) => user.role === 'owner');
  const event = (
    type: string,
    at: number,
    payload: AuditEntry['payload'],
    by = random.pick(owners),
    project: Project | null = null,
  ): SeededEvent => ({ type, at, project, by, payload });
  const resource = (projectId: string | null) => ({
    resource_id: projectId ?? organizationId,
    resource_type: projectId === null ? 'api.organization' : 'api.project',
  });
  const projectOf = (id: string | null) => projects.find((project) => project.id === id) ?? null;
  return [
    ...[...access.groups.values()].map(({ id, name, created_at }) =>
      event('group.created', created_at, { id, data: { group_name: name } }),
    ),
    ...[...access.customRoles.values()].map(
      ({ id, name, permissions, project_id, created_at, created_by }) => {
        const payload = { id, role_name: name, permissions, ...resource(project_id) };
        return event('role.created', created_at, payload, created_by, projectOf(project_id));
      },
    ),
    ...[...access.roleAssignments.values()].map(({ principal, role_id, project_id, created_at }) => {
      const id = assignmentId(principal, role_id);
      const payload = {
        id,
        principal_id: principal.id,
        principal_type: principal.type,
        ...resource(project_id),
      };
      return event(
        'role.assignment.created',
        created_at,
        payload,
        random.pick(owners),
        projectOf(project_id),
      );
    }),
    ...[...access.invites.values()].flatMap(({ id, email, role, created_at, accepted_at }) => {
      const sent = event('invite.sent', created_at, { id, data: { email, role } });
      const guest = users.find((user) => user.email === email);
      return accepted_at === null ? [sent] : [sent, event('invite.accepted', accepted_at, { id }, guest)];
    }),
    ...[...access.adminKeys.values()].map(({ id, created_at, owner }) => {
      const scopes = ['api.management.read', 'api.management.write'];
      return event('api_key.created', created_at, { id, data: { scopes } }, owner);
    }),
    ...[...access.certificates.values()].flatMap(({ id, name, created_at, active, activeProjects }) => {
      const certificate = { id, ...(name !== null && { name }) };
      const created = event('certificate.created', created_at, certificate);
      if (!active && activeProjects.size === 0) return [created];
      return [created, event('certificates.activated', created_at + 900, { certificates: [certificate] })];
    }),
  ];
}
