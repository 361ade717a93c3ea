/** Owns finding things by id, and the refusals that every family shares: unknown, archived, default project. */
import { badRequest, notFound } from '../http/api-fault.ts';
import type { Group } from './access.ts';
import type { Organization, Project } from './organization.ts';
import type { User } from './user.ts';

/** 404 where `id` is no key of `rows`. */
export function find<Row>(rows: ReadonlyMap<string, Row>, what: string, id: string): Row {
  const row = rows.get(id);
  if (row === undefined) throw notFound(what, id);
  return row;
}

export function findProject(organization: Organization, id: string): Project {
  return find(organization.projects, 'project', id);
}

/** A project that can be worked on: 404 where it is unknown, 400 where it is archived. */
export function findActiveProject(organization: Organization, id: string): Project {
  const project = findProject(organization, id);
  if (project.archived_at !== null) {
    throw badRequest(`Project '${id}' is archived.`, 'project_id', 'project_archived');
  }
  return project;
}

/** As `findActiveProject`, and 400 for the default project, whose people and accounts the API does not manage. */
export function findManagedProject(organization: Organization, id: string, refused: string): Project {
  const project = findActiveProject(organization, id);
  if (project.is_default) {
    throw badRequest(`The default project cannot ${refused}.`, 'project_id', 'default_project');
  }
  return project;
}

export function defaultProject(organization: Organization): Project {
  for (const project of organization.projects.values()) if (project.is_default) return project;
  throw new Error('the sandbox organization has no default project');
}

export function findUser(organization: Organization, id: string): User {
  return find(organization.users, 'user', id);
}

export function findGroup(organization: Organization, id: string): Group {
  return find(organization.access.groups, 'group', id);
}
