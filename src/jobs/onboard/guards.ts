/** What keeps a project's spending and reach within bounds: limit, alerts, models and hosted tools. */
import { isRecord } from '../../model/record.ts';
import type { JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { type PresentSpending, planSpending, type WantedSpending } from '../spend-limits/plan-spending.ts';
import { holderOf } from '../spend-limits/spending.ts';

const PROJECT = '/organization/projects/{project_id}';

/** What is undefined stays as it is. */
export type WantedGuards = WantedSpending & {
  models?: ModelPermissions | undefined;
  /** Whether each hosted tool is on. */
  hostedTools: Readonly<Record<string, boolean>>;
};

export type ModelPermissions = { mode: string; ids: readonly string[] };

/** What a project has of these; nothing for a new one. */
export type PresentGuards = PresentSpending & {
  models?: ModelPermissions | undefined;
  hostedTools: Readonly<Record<string, boolean>>;
};

export function planGuards(
  place: Place,
  wanted: WantedGuards,
  now: PresentGuards,
): { steps: JobStep[]; notes: string[] } {
  const of = placeTold(place);
  const step = (segment: string, about: string, change: string, given: Record<string, unknown>): JobStep => ({
    method: 'update',
    path: `${PROJECT}/${segment}`,
    given: { project_id: place.id, ...given },
    about: `${about} of ${of}`,
    change,
  });
  const { models, hostedTools } = wanted;
  const { steps, notes } = planSpending(holderOf(place), wanted, now);
  if (models !== undefined && !isSame(models, now.models)) {
    const words = models.mode === 'allow_list' ? 'only' : 'all but';
    steps.push(
      step('model_permissions', 'Models', `${words} ${models.ids.join(', ')}`, {
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
        'hosted_tool_permissions',
        'Hosted tools',
        change.join(', '),
        Object.fromEntries(switched.map(([name, enabled]) => [name, { enabled }])),
      ),
    );
  }
  return { steps, notes };
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
