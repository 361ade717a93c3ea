/** What keeps a project's spending and reach within bounds: limit, alerts, models and hosted tools. */
import { isRecord } from '../../model/record.ts';
import type { JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';

const PROJECT = '/organization/projects/{project_id}';

/** Amounts are in cents; what is undefined stays as it is. */
export type WantedGuards = {
  spendLimit?: number | undefined;
  alerts: readonly number[];
  /** Who hears of alerts. */
  recipients: readonly string[];
  models?: ModelPermissions | undefined;
  /** Whether each hosted tool is on. */
  hostedTools: Readonly<Record<string, boolean>>;
};

export type ModelPermissions = { mode: string; ids: readonly string[] };

/** What a project has of these; nothing for a new one. */
export type PresentGuards = {
  spendLimit?: number | undefined;
  alerts: readonly number[];
  models?: ModelPermissions | undefined;
  hostedTools: Readonly<Record<string, boolean>>;
};

export function planGuards(place: Place, wanted: WantedGuards, now: PresentGuards): JobStep[] {
  const of = placeTold(place);
  const step = (
    method: 'create' | 'update',
    segment: string,
    about: string,
    change: string,
    given: Record<string, unknown>,
  ): JobStep => ({
    method,
    path: `${PROJECT}/${segment}`,
    given: { project_id: place.id, ...given },
    about: `${about} of ${of}`,
    change,
  });
  const steps: JobStep[] = [];
  const { spendLimit, alerts, recipients, models, hostedTools } = wanted;
  if (spendLimit !== undefined && spendLimit !== now.spendLimit) {
    const before = now.spendLimit === undefined ? '' : `${dollars(now.spendLimit)} -> `;
    steps.push(
      step('update', 'spend_limit', 'Spend limit', `${before}${dollars(spendLimit)} a month`, {
        ...MONTHLY,
        threshold_usd: spendLimit / 100,
      }),
    );
  }
  for (const cents of new Set(alerts)) {
    if (now.alerts.includes(cents)) continue;
    steps.push(
      step('create', 'spend_alerts', 'Spend alert', `at ${dollars(cents)}, to ${recipients.join(', ')}`, {
        ...MONTHLY,
        threshold_usd: cents / 100,
        notification_channel: { type: 'email', recipients },
      }),
    );
  }
  if (models !== undefined && !isSame(models, now.models)) {
    const words = models.mode === 'allow_list' ? 'only' : 'all but';
    steps.push(
      step('update', 'model_permissions', 'Models', `${words} ${models.ids.join(', ')}`, {
        mode: models.mode,
        model_ids: models.ids,
      }),
    );
  }
  const switched = Object.entries(hostedTools).filter(([name, isOn]) => now.hostedTools[name] !== isOn);
  if (switched.length > 0) {
    const change = switched.map(([name, isOn]) => `${name.replaceAll('_', ' ')} ${isOn ? 'on' : 'off'}`);
    steps.push(
      step(
        'update',
        'hosted_tool_permissions',
        'Hosted tools',
        change.join(', '),
        Object.fromEntries(switched.map(([name, enabled]) => [name, { enabled }])),
      ),
    );
  }
  return steps;
}

const MONTHLY = { currency: 'USD', interval: 'month' };

export function dollars(cents: number): string {
  return `$${(cents / 100).toFixed(2)}`;
}

function isSame(one: ModelPermissions, other: ModelPermissions | undefined): boolean {
  const text = ({ mode, ids }: ModelPermissions) => JSON.stringify([mode, [...ids].sort()]);
  return other !== undefined && text(one) === text(other);
}

/** Of OpenAI's answer: which of the hosted tools are on. */
export function hostedToolsIn(body: Record<string, unknown>): Record<string, boolean> {
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      isRecord(value) && typeof value.enabled === 'boolean' ? [[name, value.enabled]] : [],
    ),
  );
}
