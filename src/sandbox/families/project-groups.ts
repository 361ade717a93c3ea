/** The operations on which groups have access to a project. */
import * as z from 'zod';
import { badRequest, notFound } from '../http/api-fault.ts';
import { paginateByTokenOrId, tokenRules } from '../http/paginate-by-token.ts';
import { resource } from '../http/resource-operations.ts';
import type { Group } from '../organization/access.ts';
import { findGroup } from '../organization/lookup.ts';
import type { Organization, Project } from '../organization/organization.ts';
import { projectInPath } from '../organization/parents.ts';
import { groupAccessSince } from '../organization/project-access.ts';
import { assignRole, heldRoles, unassignRole } from '../organization/role-assignments.ts';

/** A group that has a role in a project, and since when it has. */
type ProjectGroup = { group: Group; since: number };

const projectGroups = resource({
  path: '/organization/projects/{project_id}/groups/{group_id}',
  parent: projectInPath({ refusals: { create: 'take groups', remove: 'lose groups' } }),
  what: 'group in this project',
  rows: ({ organization, parent: project }) => groupsOf(organization, project),
  show: toProjectGroup,
  sortBy: 'since',
});

export const projectGroupOperations = [
  projectGroups.list({ query: tokenRules(100, 20), page: paginateByTokenOrId }),
  projectGroups.add({
    body: z.strictObject({ group_id: z.string(), role: z.string() }),
    handle(call) {
      const { organization, parent: project, body } = call;
      const group = findGroup(organization, body.group_id);
      if (groupAccessSince(organization, project, group.id) !== undefined) {
        const message = `Group '${group.id}' already has access to this project.`;
        throw badRequest(message, 'group_id', 'group_already_in_project');
      }
      assignRole(organization, project, { type: 'group', id: group.id }, body.role);
      return toProjectGroup({ group, since: organization.now() }, call);
    },
  }),
  projectGroups.get({
    query: z.strictObject({ group_type: z.enum(['group', 'tenant_group']).default('group') }),
    show(row, call) {
      const { group_type } = call.query;
      if (row.group.group_type === group_type) return toProjectGroup(row, call);
      throw notFound(`group of type ${group_type} in this project`, row.group.id);
    },
  }),
  projectGroups.remove({
    before({ group: { id } }, { organization, parent: project }) {
      for (const role of heldRoles(organization, project, { type: 'group', id })) {
        unassignRole(organization, project, { type: 'group', id }, role.id);
      }
    },
    answer: () => ({ object: 'project.group.deleted', deleted: true }),
  }),
];

function groupsOf(organization: Organization, project: Project): Map<string, ProjectGroup> {
  const rows = [...organization.access.groups.values()].flatMap((group): [string, ProjectGroup][] => {
    const since = groupAccessSince(organization, project, group.id);
    return since === undefined ? [] : [[group.id, { group, since }]];
  });
  return new Map(rows);
}

function toProjectGroup({ group, since }: ProjectGroup, { parent: project }: { parent: Project }) {
  return {
    object: 'project.group',
    project_id: project.id,
    group_id: group.id,
    group_name: group.name,
    group_type: group.group_type,
    created_at: since,
  };
}
