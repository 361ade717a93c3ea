/** The custom roles of the seeded organization and to whom they and the predefined ones are assigned. */
import { assignmentId, type CustomRole, type Group, type RoleAssignment } from '../organization/access.ts';
import type { Project } from '../organization/organization.ts';
import type { User } from '../organization/user.ts';
import { DAY } from '../seconds.ts';
import type { GroupName } from './groups.ts';
import type { Random } from './random.ts';

type RoleProfile = {
  name: string;
  description: string | null;
  permissions: string[];
  project?: string;
  createdDaysAgo: number;
};

const PROFILES: readonly RoleProfile[] = [
  {
    name: 'API Group Manager',
    description: 'Keeps the groups of the organization in order',
    permissions: ['api.groups.read', 'api.groups.write'],
    createdDaysAgo: 420,
  },
  {
    name: 'Usage Viewer',
    description: 'Reads costs and usage of every project',
    permissions: ['api.usage.read'],
    createdDaysAgo: 205,
  },
  {
    name: 'Audit Reader',
    description: null,
    permissions: ['api.audit_logs.read'],
    createdDaysAgo: 99,
  },
  {
    name: 'Key Manager',
    description: 'Makes and deletes keys of the support bot',
    permissions: ['api.organization.projects.api_keys.read', 'api.organization.projects.api_keys.write'],
    project: 'Customer-Support-Bot',
    createdDaysAgo: 260,
  },
  {
    name: 'Vector Store Curator',
    description: 'Adds and removes documents',
    permissions: ['api.vector_stores.read', 'api.vector_stores.write', 'api.files.read'],
    project: 'Data-Science',
    createdDaysAgo: 88,
  },
];

/** A role by its name: of a project where one is named, otherwise of the organization. */
type Grant = { role: string; project?: string } & ({ group: GroupName } | { member: number });

/** Users by their place among the members of the project, or among the users where no project is named. */
const GRANTS: readonly Grant[] = [
  { group: 'Platform Engineering', role: 'API Group Manager' },
  { group: 'Finance and Procurement', role: 'Usage Viewer' },
  { group: 'Okta: Security Reviewers', role: 'Audit Reader' },
  { member: 7, role: 'Usage Viewer' },
  { group: 'Platform Engineering', role: 'owner', project: 'Internal-Tools' },
  { group: 'Platform Engineering', role: 'member', project: 'Customer-Support-Bot' },
  { group: 'Data Science', role: 'member', project: 'Data-Science' },
  { group: 'Data Science', role: 'Vector Store Curator', project: 'Data-Science' },
  { group: 'Support Operations', role: 'member', project: 'Customer-Support-Bot' },
  { group: 'Support Operations', role: 'Key Manager', project: 'Customer-Support-Bot' },
  { group: 'Halden Contractors', role: 'member', project: 'Mobile-App' },
  { member: 3, role: 'Key Manager', project: 'Customer-Support-Bot' },
];

export function createCustomRoles(
  projects: readonly Project[],
  owner: User,
  random: Random,
  startedAt: number,
): CustomRole[] {
  return PROFILES.map((profile) => {
    const created_at = startedAt - profile.createdDaysAgo * DAY - random.integer(0, DAY);
    return {
      id: `role_${random.characters(24)}`,
      name: profile.name,
      description: profile.description,
      permissions: profile.permissions,
      project_id: projects.find(({ name }) => name === profile.project)?.id ?? null,
      created_at,
      updated_at: created_at + random.integer(0, 3) * DAY,
      created_by: owner,
    };
  });
}

export function createAssignments(
  {
    users,
    projects,
    groups,
    roles,
  }: {
    users: readonly User[];
    projects: readonly Project[];
    groups: readonly Group[];
    roles: readonly CustomRole[];
  },
  random: Random,
  startedAt: number,
): Map<string, RoleAssignment> {
  const assignments = new Map<string, RoleAssignment>();
  for (const grant of GRANTS) {
    const project = projects.find(({ name }) => name === grant.project);
    const candidates = project === undefined ? users : users.filter(({ id }) => project.members.has(id));
    const holder =
      'group' in grant ? groups.find(({ name }) => name === grant.group) : candidates[grant.member];
    const role = roles.find(({ name }) => name === grant.role);
    if (holder === undefined) continue;
    const principal = { type: 'group' in grant ? ('group' as const) : ('user' as const), id: holder.id };
    // Every predefined role among the grants is one of a project.
    const role_id = role?.id ?? `role-api-project-${grant.role}__api-project__${project?.id}`;
    const since = Math.max(
      'created_at' in holder ? holder.created_at : holder.added_at,
      role?.created_at ?? 0,
      project?.created_at ?? 0,
    );
    assignments.set(assignmentId(principal, role_id), {
      principal,
      role_id,
      project_id: project?.id ?? null,
      created_at: Math.min(since + random.integer(1, 40) * DAY, startedAt - DAY),
    });
  }
  return assignments;
}
