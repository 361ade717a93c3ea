/** The two levels at which spend is limited and watched: the organization, and each project. */
import { type Budget, organizationBudget, projectBudget } from '../data/budgets.ts';
import type { Parent } from '../http/operation.ts';
import type { Stream } from '../traffic/stream.ts';
import type { Organization } from './organization.ts';
import { projectInPath } from './parents.ts';

export type BudgetLevel = {
  /** Where the operations of this level begin. */
  path: '/organization' | '/organization/projects/{project_id}';
  /** Begins the `object` of every answer. */
  prefix: 'organization' | 'project';
  budget: Parent<'project_id', Budget>;
  /** The traffic that counts against a limit of this level. */
  streams: (organization: Organization, projectId: string) => readonly Stream[];
};

const project = projectInPath();

export const BUDGET_LEVELS: readonly BudgetLevel[] = [
  {
    path: '/organization',
    prefix: 'organization',
    budget: { key: 'admin', find: ({ organization }) => organizationBudget(organization) },
    streams: ({ streams }) => streams,
  },
  {
    path: '/organization/projects/{project_id}',
    prefix: 'project',
    budget: {
      key: 'admin',
      find: (request, purpose) => projectBudget(request.organization, project.find(request, purpose)),
    },
    streams: ({ streams }, projectId) =>
      streams.filter(({ dimensions }) => dimensions.project_id === projectId),
  },
];
