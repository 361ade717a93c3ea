/** Owns the operations of the hard spend limits, of the organization and of its projects alike. */
import * as z from 'zod';
import { ApiFault } from '../http/api-fault.ts';
import { adminOperation } from '../http/operation.ts';
import { type BudgetLevel, budgetLevels } from '../organization/budget-levels.ts';
import type { Organization } from '../organization/organization.ts';
import { microdollarsSince } from './costs.ts';

const microdollarsInACent = 10_000;

export const spendLimitOperations = budgetLevels.flatMap((level) => {
  const path = `${level.path}/spend_limit`;
  return [
    adminOperation({
      method: 'GET',
      path,
      handle: (call) => toSpendLimit(call.organization, level, call.path),
    }),
    adminOperation({
      method: 'POST',
      path,
      body: z.strictObject({
        threshold_amount: z.int().min(1),
        currency: z.enum(['USD']),
        interval: z.enum(['month']),
      }),
      handle(call) {
        level.change(call.organization, call.path).limit = call.body;
        return toSpendLimit(call.organization, level, call.path);
      },
    }),
    adminOperation({
      method: 'DELETE',
      path,
      handle(call) {
        const budget = level.change(call.organization, call.path);
        if (budget.limit === null) throw noLimit(level);
        budget.limit = null;
        return { object: `${level.prefix}.spend_limit.deleted`, deleted: true };
      },
    }),
  ];
});

/** A limit is enforced from the moment when the spend of the running UTC month reaches it. */
function toSpendLimit(organization: Organization, level: BudgetLevel, path: Record<string, string>) {
  const { limit } = level.read(organization, path);
  if (limit === null) throw noLimit(level);
  const streams = level.streams(organization, path);
  const spent = microdollarsSince(organization, streams, startOfMonth(organization.now()));
  const reached = spent >= limit.threshold_amount * microdollarsInACent;
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
