/** The operations of the hard spend limits, of the organization and of its projects alike. */
import * as z from 'zod';
import type { Budget } from '../data/budgets.ts';
import { ApiFault } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { BUDGET_LEVELS, type BudgetLevel } from '../organization/budget-levels.ts';
import type { Organization } from '../organization/organization.ts';
import { microdollarsSince } from './costs.ts';

const MICRODOLLARS_IN_A_CENT = 10_000;

export const spendLimitOperations = BUDGET_LEVELS.flatMap((level) => {
  const path = `${level.path}/spend_limit` as const;
  const parent = level.budget;
  return [
    operation({
      method: 'GET',
      path,
      parent,
      handle: ({ organization, parent: budget, path: { project_id } }) =>
        toSpendLimit(organization, level, budget, project_id),
    }),
    operation({
      method: 'POST',
      path,
      parent,
      body: z.strictObject({
        threshold_amount: z.int().min(1),
        currency: z.enum(['USD']),
        interval: z.enum(['month']),
      }),
      handle({ organization, parent: budget, path: { project_id }, body }) {
        budget.limit = body;
        return toSpendLimit(organization, level, budget, project_id);
      },
    }),
    operation({
      method: 'DELETE',
      path,
      parent,
      handle({ parent: budget }) {
        if (budget.limit === null) throw noLimit(level);
        budget.limit = null;
        return { object: `${level.prefix}.spend_limit.deleted`, deleted: true };
      },
    }),
  ];
});

/** A limit is enforced from the moment when the spend of the running UTC month reaches it. */
function toSpendLimit(organization: Organization, level: BudgetLevel, { limit }: Budget, projectId: string) {
  if (limit === null) throw noLimit(level);
  const streams = level.streams(organization, projectId);
  const spent = microdollarsSince(organization, streams, startOfMonth(organization.now()));
  const reached = spent >= limit.threshold_amount * MICRODOLLARS_IN_A_CENT;
  return {
    object: `${level.prefix}.spend_limit`,
    ...limit,
    enforcement: { status: reached ? 'enforcing' : 'inactive' },
  };
}

function noLimit({ prefix }: BudgetLevel): ApiFault {
  return new ApiFault({
    status: 404,
    message: `No spend limit is set for this ${prefix}.`,
    code: 'not_found',
  });
}

function startOfMonth(seconds: number): number {
  const date = new Date(seconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
}
