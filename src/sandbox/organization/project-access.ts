/** Who reaches a project: members, and the users of groups that have a role in it. */
import { notFound } from '../http/api-fault.ts';
import type { Group } from './access.ts';
import type { Organization, Project } from './organization.ts';
import type { User } from './user.ts';

/** When a group got access to a project: with the first of the roles that it has in it. */
export function groupAccessSince(
  organization: Organization,
  project: Project,
  groupId: string,
): number | undefined {
  const times = [...organization.access.roleAssignments.values()]
    .filter(({ principal, project_id }) => principal.id === groupId && project_id === project.id)
    .map(({ created_at }) => created_at);
  return times.length === 0 ? undefined : Math.min(...times);
}

/** A user of the organization who reaches the project as a member or through a group; 404 for anyone else. */
export function findProjectUser(organization: Organization, project: Project, userId: string): User {
  const user = organization.users.get(userId);
  if (user === undefined || !reachesProject(organization, project, userId)) {
    throw notFound('user in this project', userId);
  }
  return user;
}

/** Whether a user belongs to a project, itself or through a group. */
export function reachesProject(organization: Organization, project: Project, userId: string): boolean {
  if (project.members.has(userId)) return true;
  return groupsOf(organization, userId).some(
    (group) => groupAccessSince(organization, project, group.id) !== undefined,
  );
}

/** The groups that a user belongs to. */
export function groupsOf(organization: Organization, userId: string): Group[] {
  return [...organization.access.groups.values()].filter((group) => group.members.has(userId));
}
