/** Owns the operations of the spend alerts, of the organization and of its projects alike. */
import * as z from 'zod';
import type { Budget, SpendAlert } from '../data/budgets.ts';
import { adminOperation } from '../http/operation.ts';
import { paginate } from '../http/paginate.ts';
import { limitFromZero, optionalText } from '../http/query-rules.ts';
import { budgetLevels } from '../organization/budget-levels.ts';
import { find } from '../organization/lookup.ts';

const alertBody = z.strictObject({
  threshold_amount: z.int().min(0),
  currency: z.enum(['USD']),
  interval: z.enum(['month']),
  notification_channel: z.strictObject({
    type: z.enum(['email']),
    recipients: z.array(z.email()),
    subject_prefix: z.string().nullable().optional(),
  }),
});

export const spendAlertOperations = budgetLevels.flatMap((level) => {
  const list = `${level.path}/spend_alerts`;
  const one = `${list}/{alert_id}`;
  const toAlert = (alert: SpendAlert) => ({ object: `${level.prefix}.spend_alert`, ...alert });
  return [
    adminOperation({
      method: 'GET',
      path: list,
      query: z.strictObject({
        limit: limitFromZero(100, 20),
        after: optionalText,
        before: optionalText,
        order: z.enum(['asc', 'desc']).default('asc'),
      }),
      handle({ organization, path, query }) {
        const alerts = [...level.read(organization, path).alerts.values()].map(toAlert);
        return paginate(query.order === 'asc' ? alerts : alerts.reverse(), query);
      },
    }),
    adminOperation({
      method: 'POST',
      path: list,
      body: alertBody,
      handle({ organization, path, body }) {
        const alert = toStored(`alert_${organization.random.characters(24)}`, body);
        level.change(organization, path).alerts.set(alert.id, alert);
        return toAlert(alert);
      },
    }),
    adminOperation({
      method: 'GET',
      path: one,
      handle: ({ organization, path }) => toAlert(findAlert(level.read(organization, path), path)),
    }),
    adminOperation({
      method: 'POST',
      path: one,
      body: alertBody,
      handle({ organization, path, body }) {
        const budget = level.change(organization, path);
        const alert = toStored(findAlert(budget, path).id, body);
        budget.alerts.set(alert.id, alert);
        return toAlert(alert);
      },
    }),
    adminOperation({
      method: 'DELETE',
      path: one,
      handle({ organization, path }) {
        const budget = level.change(organization, path);
        const { id } = findAlert(budget, path);
        budget.alerts.delete(id);
        return { id, object: `${level.prefix}.spend_alert.deleted`, deleted: true };
      },
    }),
  ];
});

function toStored(
  id: string,
  { notification_channel: channel, ...fields }: z.output<typeof alertBody>,
): SpendAlert {
  const { subject_prefix, ...rest } = channel;
  const notification_channel = subject_prefix === undefined ? rest : { ...rest, subject_prefix };
  return { id, ...fields, notification_channel };
}

function findAlert(budget: Budget, path: Record<string, string>): SpendAlert {
  return find(budget.alerts, 'spend alert', path.alert_id ?? '');
}
