/** The operations of the spend alerts, of the organization and of its projects alike. */
import * as z from 'zod';
import type { SpendAlert } from '../data/budgets.ts';
import { ascOrDesc, limitFromZero, optionalText } from '../http/query-rules.ts';
import { resource } from '../http/resource-operations.ts';
import { BUDGET_LEVELS } from '../organization/budget-levels.ts';

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

export const spendAlertOperations = BUDGET_LEVELS.flatMap((level) => {
  const alerts = resource({
    path: `${level.path}/spend_alerts/{alert_id}`,
    parent: level.parent,
    what: 'spend alert',
    rows: ({ parent }) => parent.budget.alerts,
    show: (alert) => ({ object: `${level.prefix}.spend_alert`, ...alert }),
  });
  return [
    alerts.list({
      query: z.strictObject({
        limit: limitFromZero(100, 20),
        after: optionalText,
        before: optionalText,
        order: ascOrDesc.default('asc'),
      }),
    }),
    alerts.create({
      body: alertBody,
      make: ({ organization, body }) => toStored(`alert_${organization.random.characters(24)}`, body),
    }),
    alerts.get(),
    alerts.change({
      body: alertBody,
      apply(alert, { parent: { budget }, body }) {
        const changed = toStored(alert.id, body);
        budget.alerts.set(alert.id, changed);
        return { object: `${level.prefix}.spend_alert`, ...changed };
      },
    }),
    alerts.remove({ answer: `${level.prefix}.spend_alert.deleted` }),
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
