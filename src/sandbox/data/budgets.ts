/** The spend limits and alerts of the seeded organization. Amounts are in cents, as in the API. */
import { byId } from '../organization/by-id.ts';
import { stateOfOrganization, stateOfProject } from '../organization/lazy-state.ts';
import { createRandom, type Random } from './random.ts';

export type SpendAlert = {
  id: string;
  threshold_amount: number;
  currency: 'USD';
  interval: 'month';
  notification_channel: { type: 'email'; recipients: string[]; subject_prefix?: string | null };
};

export type Budget = {
  /** The hard limit of a month; null where nothing limits the spend. */
  limit: { threshold_amount: number; currency: 'USD'; interval: 'month' } | null;
  /** Oldest first. */
  alerts: Map<string, SpendAlert>;
};

const FINANCE = 'finance@halden-works.example';

export const organizationBudget = stateOfOrganization(({ seed }): Budget => {
  const random = createRandom(`organization budget ${seed}`);
  return {
    limit: monthly(4_500_000),
    alerts: byId([
      alert(random, 2_000_000, [FINANCE], '[OpenAI spend]'),
      alert(random, 4_000_000, [FINANCE, 'ingrid.solberg@halden-works.example'], '[OpenAI spend: urgent]'),
    ]),
  };
});

export const projectBudget = stateOfProject((project, seededName): Budget => {
  const random = createRandom(`budget of ${project.id}`);
  if (seededName === 'Marketing-Gen') {
    return {
      limit: monthly(250_000),
      alerts: byId([alert(random, 180_000, ['marketing-leads@halden-works.example'])]),
    };
  }
  if (seededName === 'Data-Science') {
    const recipients = ['data-science@halden-works.example', FINANCE];
    return { limit: null, alerts: byId([alert(random, 400_000, recipients, null)]) };
  }
  return { limit: null, alerts: new Map() };
});

function monthly(threshold_amount: number): Budget['limit'] {
  return { threshold_amount, currency: 'USD', interval: 'month' };
}

function alert(
  random: Random,
  threshold_amount: number,
  recipients: string[],
  subject_prefix?: string | null,
): SpendAlert {
  const notification_channel = { type: 'email' as const, recipients };
  return {
    id: `alert_${random.characters(24)}`,
    threshold_amount,
    currency: 'USD',
    interval: 'month',
    notification_channel:
      subject_prefix === undefined ? notification_channel : { ...notification_channel, subject_prefix },
  };
}
