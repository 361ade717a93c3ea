/** What keeps a project's spending and reach within bounds: limit, alerts, models and hosted tools. */
import { isRecord } from '../../model/record.ts';
import { counted } from '../counted.ts';
import type { JobStep } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { dollars } from '../spend-limits/amounts.ts';
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

/** `brief` are those that are set, in a few words each. */
export function planGuards(
  place: Place,
  wanted: WantedGuards,
  now: PresentGuards,
): { steps: JobStep[]; brief: string[]; notes: string[] } {
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
  const made = (segment: string) => steps.filter(({ path }) => path.endsWith(segment)).length;
  const isLimited = typeof wanted.limit === 'number' && made('/spend_limit') > 0;
  const brief = [
    ...(isLimited ? [`spend limit ${dollars(Number(wanted.limit))}`] : []),
    ...counted(made('/spend_alerts'), 'alert'),
  ];
  if (models !== undefined && !isSame(models, now.models)) {
    const { mode, ids } = models;
    brief.push(modelsInShort(models));
    steps.push(step('model_permissions', 'Models', modelsTold(models), { mode, model_ids: ids }));
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
  return { steps, brief, notes };
}

function modelsInShort({ mode, ids }: ModelPermissions): string {
  const [count] = counted(ids.length, 'model');
  if (mode === 'allow_list') return count === undefined ? 'no models' : `only ${count}`;
  return count === undefined ? 'all models' : `all but ${count}`;
}

function modelsTold({ mode, ids }: ModelPermissions): string {
  if (mode === 'allow_list') return ids.length === 0 ? 'none' : `only ${ids.join(', ')}`;
  return ids.length === 0 ? 'all' : `all but ${ids.join(', ')}`;
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
