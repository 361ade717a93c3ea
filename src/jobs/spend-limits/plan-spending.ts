/** The steps that give a project or the organization its spend limit and its alerts. */
import type { JobStep } from '../job.ts';
import { dollars } from './amounts.ts';
import type { Holder, PresentAlert, PresentLimit } from './spending.ts';

/** Amounts are in cents; a limit that is undefined stays as it is, and `none` is taken away. */
export type WantedSpending = {
  limit?: number | 'none' | undefined;
  alerts: readonly PresentAlert[];
};

export type PresentSpending = { limit?: PresentLimit | undefined; alerts: readonly PresentAlert[] };

const MONTHLY = { currency: 'USD', interval: 'month' };

/** A limit that guards comes first, and one that is taken away goes last. */
export function planSpending(
  { path, given, told }: Holder,
  { limit, alerts }: WantedSpending,
  now: PresentSpending,
): { steps: JobStep[]; notes: string[] } {
  const about = { limit: `Spend limit of ${told}`, alert: `Spend alert of ${told}` };
  const before = now.limit === undefined ? '' : `${dollars(now.limit.cents)} -> `;
  const asRead = now.limit && { now: now.limit.read };
  const sets: JobStep[] =
    limit === undefined || limit === 'none' || limit === now.limit?.cents
      ? []
      : [
          {
            method: 'update',
            path: `${path}/spend_limit`,
            given: { ...given, ...MONTHLY, threshold_usd: limit / 100 },
            about: about.limit,
            change: `${before}${dollars(limit)} a month`,
            ...asRead,
          },
        ];
  const removes: JobStep[] =
    limit !== 'none' || now.limit === undefined
      ? []
      : [
          {
            method: 'delete',
            path: `${path}/spend_limit`,
            given,
            about: about.limit,
            change: `${before}none`,
            ...asRead,
          },
        ];
  const notes: string[] = [];
  const warns = firstOfEach(alerts).flatMap(({ cents, recipients }): JobStep[] => {
    const same = now.alerts.filter((alert) => alert.cents === cents);
    if (same.length > 0) {
      const hear = same.flatMap((alert) => alert.recipients);
      const missing = recipients.filter((one) => !hear.includes(one));
      if (missing.length > 0) {
        notes.push(
          `${about.alert} at ${dollars(cents)} is there already and goes to ${hear.join(', ')}, not to ${missing.join(', ')}.`,
        );
      }
      return [];
    }
    return [
      {
        method: 'create',
        path: `${path}/spend_alerts`,
        given: {
          ...given,
          ...MONTHLY,
          threshold_usd: cents / 100,
          notification_channel: { type: 'email', recipients },
        },
        about: about.alert,
        change: `at ${dollars(cents)}, to ${recipients.join(', ')}`,
      },
    ];
  });
  return { steps: [...sets, ...warns, ...removes], notes };
}

/** One for each amount. */
function firstOfEach(alerts: readonly PresentAlert[]): PresentAlert[] {
  return alerts.filter(({ cents }, at) => alerts.findIndex((other) => other.cents === cents) === at);
}
