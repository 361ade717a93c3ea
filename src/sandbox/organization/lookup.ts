/** Finding things by id, and the refusals that every family shares: unknown, archived, default project. */
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
  refuseArchived(project);
  return project;
}

function refuseArchived({ id, archived_at }: Project): void {
  if (archived_at === null) return;
  throw badRequest(`Project '${id}' is archived.`, 'project_id', 'project_archived');
}

/** 400 for an archived project, and for the default one, whose people and accounts the API does not manage. */
export function refuseUnmanaged(project: Project, refused: string): void {
  refuseArchived(project);
  if (project.is_default) {
    throw badRequest(`The default project cannot ${refused}.`, 'project_id', 'default_project');
  }
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
