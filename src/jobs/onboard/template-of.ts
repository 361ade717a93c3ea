/** A project's settings as arguments of `onboard_project`: its standard, without its people and keys. */
import { exactNumber } from '../../tools/exact-number.ts';
import { LIMITS } from '../rate-limits/limit-change.ts';
import type { ProjectSettings } from './read-settings.ts';

/** As long as `models` of one entry may be. */
const MAX_MODELS_LENGTH = 2000;

/** `notes` say what has no place in a template. */
export function templateOf(
  { rates, limit, alerts, models, hostedTools }: ProjectSettings,
  residency: unknown,
): { inputs: Record<string, unknown>; notes: string[] } {
  const limits = rateEntries(rates);
  const isAllowList = models?.mode === 'allow_list';
  const inputs = {
    ...(typeof residency === 'string' && { residency }),
    ...(limits.length > 0 && { rate_limits: limits }),
    ...(limit !== undefined && { spend_limit_usd: limit.cents / 100 }),
    ...(alerts.length > 0 && { alerts_usd: alerts.map(({ cents }) => cents / 100) }),
    ...(isAllowList && { allowed_models: [...models.ids] }),
    ...(Object.keys(hostedTools).length > 0 && {
      hosted_tools: Object.keys(hostedTools).filter((name) => hostedTools[name]),
    }),
  };
  const notes = [
    ...(alerts.length > 0
      ? ['Who is told of the alerts is left out: write alert_emails here, or pass it with the call.']
      : []),
    ...(models !== undefined && !isAllowList
      ? [
          `The project allows all models but ${models.ids.join(', ')}; a template can only list those that are allowed.`,
        ]
      : []),
  ];
  return { inputs, notes };
}

/** Models with the same numbers share an entry. */
function rateEntries(rates: ProjectSettings['rates']): Record<string, unknown>[] {
  const entries = new Map<string, { models: string[]; numbers: Record<string, number> }>();
  for (const row of rates) {
    if (typeof row.model !== 'string') continue;
    const numbers = Object.fromEntries(
      Object.entries(LIMITS).flatMap(([name, member]) => {
        const number = exactNumber(row[member])?.toNumber();
        return number === undefined ? [] : [[name, number]];
      }),
    );
    const key = JSON.stringify(numbers);
    if (key === '{}') continue;
    entries.set(key, { numbers, models: [...(entries.get(key)?.models ?? []), row.model] });
  }
  return [...entries.values()].flatMap(({ models, numbers }) =>
    inTexts(models).map((text) => ({ models: text, ...numbers })),
  );
}

function inTexts(models: readonly string[]): string[] {
  const texts: string[] = [];
  for (const model of models) {
    const last = texts.at(-1);
    const longer = last === undefined ? model : `${last}, ${model}`;
    if (last === undefined || longer.length > MAX_MODELS_LENGTH) texts.push(model);
    else texts[texts.length - 1] = longer;
  }
  return texts;
}
