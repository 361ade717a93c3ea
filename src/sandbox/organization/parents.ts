/** The parents that most operations have: the organization, the project of the key, a project named in the path. */
import type { Parent, Purpose } from '../http/operation.ts';
import { findActiveProject, findProject, refuseUnmanaged } from './lookup.ts';
import type { Organization, Project } from './organization.ts';

/** Asked for with an admin key. */
export const wholeOrganization: Parent<never, Organization> = {
  key: 'admin',
  find: ({ organization }) => organization,
};

/** Asked for with a key of this project. */
export const projectOfKey: Parent<never, Project> = {
  key: 'project',
  find({ project }) {
    if (project === undefined) throw new Error('a project key was expected');
    return project;
  },
};

/**
 * Asked for with an admin key. Archived projects can be read, and listed unless `lists` says otherwise, but
 * not changed. `refusals` says what the default project cannot do.
 */
export function projectInPath({
  lists = 'every',
  refusals = {},
}: {
  lists?: 'every' | 'active';
  refusals?: Partial<Record<Purpose, string>>;
} = {}): Parent<'project_id', Project> {
  return {
    key: 'admin',
    find({ organization, path: { project_id } }, purpose) {
      if (purpose === 'read' || (purpose === 'list' && lists === 'every')) {
        return findProject(organization, project_id);
      }
      const project = findActiveProject(organization, project_id);
      const refused = refusals[purpose];
      if (refused !== undefined) refuseUnmanaged(project, refused);
      return project;
    },
  };
}
