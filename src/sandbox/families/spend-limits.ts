/** The operations of the hard spend limits, of the organization and of its projects alike. */
import * as z from 'zod';
import { ApiFault } from '../http/api-fault.ts';
import { operation } from '../http/operation.ts';
import { setting } from '../http/setting.ts';
import { BUDGET_LEVELS, type BudgetLevel } from '../organization/budget-levels.ts';
import { microdollarsSince } from './costs.ts';

const MICRODOLLARS_IN_A_CENT = 10_000;

export const spendLimitOperations = BUDGET_LEVELS.flatMap((level) => {
  const { parent, prefix } = level;
  const path = `${level.path}/spend_limit` as const;
  return [
    ...setting({
      path,
      parent,
      /** A limit is enforced from the moment when the spend of the running UTC month reaches it. */
      show({ organization, parent: { budget, streams } }) {
        if (budget.limit === null) throw noLimit(level);
        const spent = microdollarsSince(organization, streams, startOfMonth(organization.now()));
        const reached = spent >= budget.limit.threshold_amount * MICRODOLLARS_IN_A_CENT;
        return {
          object: `${prefix}.spend_limit`,
          ...budget.limit,
          enforcement: { status: reached ? 'enforcing' : 'inactive' },
        };
      },
      body: z.strictObject({
        threshold_amount: z.int().min(1),
        currency: z.enum(['USD']),
        interval: z.enum(['month']),
      }),
      apply({ parent: { budget }, body }) {
        budget.limit = body;
      },
    }),
    operation({
      method: 'DELETE',
      path,
      parent,
      handle({ parent: { budget } }) {
        if (budget.limit === null) throw noLimit(level);
        budget.limit = null;
        return { object: `${prefix}.spend_limit.deleted`, deleted: true };
      },
    }),
  ];
});

function noLimit({ prefix }: BudgetLevel): ApiFault {
  const message = `No spend limit is set for this ${prefix}.`;
  return new ApiFault({ status: 404, message, code: 'not_found' });
}

function startOfMonth(seconds: number): number {
  const date = new Date(seconds * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth()) / 1000;
}
