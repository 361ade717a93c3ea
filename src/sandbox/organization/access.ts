/** The records of who may do what: groups, roles, assignments, invites, admin keys, certificates. */
import type { User } from './user.ts';

/** The directory of a SCIM-managed group decides its name and its members. */
export type Group = {
  id: string;
  name: string;
  created_at: number;
  group_type: 'group' | 'tenant_group';
  is_scim_managed: boolean;
  /** When each user joined, by user id. */
  members: Map<string, number>;
};

/** A role that somebody defined; the predefined ones follow from the organization and its projects. */
export type CustomRole = {
  id: string;
  name: string;
  description: string | null;
  permissions: string[];
  /** Null: a role of the organization. */
  project_id: string | null;
  created_at: number;
  updated_at: number;
  created_by: User;
};

export type Principal = { type: 'user' | 'group'; id: string };

export type RoleAssignment = {
  principal: Principal;
  role_id: string;
  /** Null: a role of the organization. */
  project_id: string | null;
  created_at: number;
};

export type Invite = {
  id: string;
  email: string;
  role: 'owner' | 'reader';
  projects: { id: string; role: 'owner' | 'member' }[];
  created_at: number;
  expires_at: number;
  accepted_at: number | null;
};

export type AdminApiKey = {
  id: string;
  name: string;
  /** Never part of an answer but the one that creates the key. */
  value: string;
  created_at: number;
  last_used_at: number | null;
  expires_at: number | null;
  /** The user who made it. */
  owner: User;
};

export type Certificate = {
  id: string;
  name: string | null;
  /** PEM. */
  content: string;
  valid_at: number;
  expires_at: number;
  created_at: number;
  active: boolean;
  /** Projects in which it is active, whether or not it is active for the organization. */
  activeProjects: Set<string>;
};

export type Access = {
  readonly groups: Map<string, Group>;
  readonly customRoles: Map<string, CustomRole>;
  /** By `assignmentId`. What users hold by their plain role, such as `owner`, is not among them. */
  readonly roleAssignments: Map<string, RoleAssignment>;
  readonly invites: Map<string, Invite>;
  readonly adminKeys: Map<string, AdminApiKey>;
  readonly certificates: Map<string, Certificate>;
};

export function assignmentId(principal: Principal, roleId: string): string {
  return `role_assignment-${roleId}-${principal.id}`;
}
