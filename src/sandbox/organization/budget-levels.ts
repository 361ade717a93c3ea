/** The two levels at which spend is limited and watched: the organization, and each project. */
import { type Budget, organizationBudget, projectBudget } from '../data/budgets.ts';
import type { Parent } from '../http/operation.ts';
import type { Stream } from '../traffic/stream.ts';
import { projectInPath } from './parents.ts';

/** A budget, and the traffic that counts against its limit. */
type Spending = { budget: Budget; streams: readonly Stream[] };

export type BudgetLevel = {
  /** Where the operations of this level begin. */
  path: '/organization' | '/organization/projects/{project_id}';
  /** Begins the `object` of every answer. */
  prefix: 'organization' | 'project';
  parent: Parent<'project_id', Spending>;
};

const parentProject = projectInPath();

export const BUDGET_LEVELS: readonly BudgetLevel[] = [
  {
    path: '/organization',
    prefix: 'organization',
    parent: {
      key: 'admin',
      find: ({ organization }) => ({
        budget: organizationBudget(organization),
        streams: organization.streams,
      }),
    },
  },
  {
    path: '/organization/projects/{project_id}',
    prefix: 'project',
    parent: {
      key: 'admin',
      find(request, purpose) {
        const { organization } = request;
        const project = parentProject.find(request, purpose);
        return {
          budget: projectBudget(organization, project),
          streams: organization.streams.filter(({ dimensions }) => dimensions.project_id === project.id),
        };
      },
    },
  },
];
