/** Owns the operations on which groups have access to a project. */
import * as z from 'zod';
import { badRequest, notFound } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { nextRules, paginateNext } from '../http/paginate-next.ts';
import type { Group } from '../organization/access.ts';
import { findGroup } from '../organization/find-group.ts';
import { findManagedProject, findProject } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { groupAccessSince } from '../organization/project-access.ts';
import { assignRole, rolesOfGroup, unassignRole } from '../organization/role-assignments.ts';

export const projectGroupOperations = [
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/groups',
    query: z.strictObject(nextRules(100, 20)),
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const groups = [...organization.access.groups.values()].flatMap((group) => {
        const since = groupAccessSince(organization, project, group.id);
        return since === undefined ? [] : [toProjectGroup(project, group, since)];
      });
      groups.sort((one, other) => one.created_at - other.created_at);
      return paginateNext(groups, query, (group) => group.group_id, 'tokens and ids');
    },
  }),
  adminOperation({
    method: 'POST',
    path: '/organization/projects/{project_id}/groups',
    body: z.strictObject({ group_id: z.string(), role: z.string() }),
    handle({ organization, path, body }) {
      const project = findManagedProject(organization, path.project_id, 'take groups');
      const group = findGroup(organization, body.group_id);
      if (groupAccessSince(organization, project, group.id) !== undefined) {
        throw badRequest(
          `Group '${group.id}' already has access to this project.`,
          'group_id',
          'group_already_in_project',
        );
      }
      assignRole(organization, project, { type: 'group', id: group.id }, body.role);
      return toProjectGroup(project, group, organization.now());
    },
  }),
  adminOperation({
    method: 'GET',
    path: '/organization/projects/{project_id}/groups/{group_id}',
    query: z.strictObject({ group_type: z.enum(['group', 'tenant_group']).default('group') }),
    handle({ organization, path, query }) {
      const project = findProject(organization, path.project_id);
      const { group, since } = findProjectGroup(organization, project, path.group_id);
      if (group.group_type !== query.group_type) {
        throw notFound(`group of type ${query.group_type} in this project`, group.id);
      }
      return toProjectGroup(project, group, since);
    },
  }),
  adminOperation({
    method: 'DELETE',
    path: '/organization/projects/{project_id}/groups/{group_id}',
    handle({ organization, path }) {
      const project = findManagedProject(organization, path.project_id, 'lose groups');
      const { group } = findProjectGroup(organization, project, path.group_id);
      for (const role of rolesOfGroup(organization, project, group)) {
        unassignRole(organization, project, { type: 'group', id: group.id }, role.id);
      }
      return { object: 'project.group.deleted', deleted: true };
    },
  }),
];

function findProjectGroup(organization: Organization, project: Project, id: string) {
  const since = groupAccessSince(organization, project, id);
  if (since === undefined) throw notFound('group in this project', id);
  return { group: findGroup(organization, id), since };
}

function toProjectGroup(project: Project, group: Group, created_at: number) {
  return {
    object: 'project.group',
    project_id: project.id,
    group_id: group.id,
    group_name: group.name,
    group_type: group.group_type,
    created_at,
  };
}
