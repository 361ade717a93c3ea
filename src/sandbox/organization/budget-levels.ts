/** Owns the two levels at which spend is limited and watched: the organization, and each project. */
import { type Budget, organizationBudget, projectBudget } from '../data/budgets.ts';
import type { Stream } from '../traffic/stream.ts';
import { findActiveProject, findProject } from './lookup.ts';
import type { Organization } from './organization.ts';

type PathValues = Record<string, string>;

export type BudgetLevel = {
  /** Where the operations of this level begin. */
  path: string;
  /** Begins the `object` of every answer. */
  prefix: 'organization' | 'project';
  /** Throws 404 for an unknown project. */
  read: (organization: Organization, path: PathValues) => Budget;
  /** As `read`, and 400 for an archived project. */
  change: (organization: Organization, path: PathValues) => Budget;
  /** The traffic that counts against a limit of this level. */
  streams: (organization: Organization, path: PathValues) => readonly Stream[];
};

export const budgetLevels: readonly BudgetLevel[] = [
  {
    path: '/organization',
    prefix: 'organization',
    read: organizationBudget,
    change: organizationBudget,
    streams: ({ streams }) => streams,
  },
  {
    path: '/organization/projects/{project_id}',
    prefix: 'project',
    read: (organization, path) => projectBudget(organization, findProject(organization, projectId(path))),
    change: (organization, path) =>
      projectBudget(organization, findActiveProject(organization, projectId(path))),
    streams: ({ streams }, path) =>
      streams.filter(({ dimensions }) => dimensions.project_id === projectId(path)),
  },
];

function projectId(path: PathValues): string {
  return path.project_id ?? '';
}
