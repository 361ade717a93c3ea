/** The calls that take changed rate limits back; pure. */
import type { JobStep } from '../job.ts';
import type { Place } from '../place.ts';
import { LIMITS, type LimitName } from './limit-change.ts';

const NAMES = Object.keys(LIMITS) as LimitName[];

/** The calls that set the numbers back to what they were: models, and then projects, with the same numbers share one. */
export function undoOf(
  planned: readonly { place: Place; steps: readonly JobStep[] }[],
): { tool: string; arguments: Record<string, unknown> }[] {
  const calls = new Map<string, { limits: Record<string, string>[]; projects: Place['id'][] }>();
  for (const { place, steps } of planned) {
    const limits = formerLimits(steps);
    if (limits.length === 0) continue;
    const key = JSON.stringify(limits);
    calls.set(key, { limits, projects: [...(calls.get(key)?.projects ?? []), place.id] });
  }
  return [...calls.values()].map(({ limits, projects }) => ({
    tool: 'set_project_rate_limits',
    arguments: { projects, limits },
  }));
}

function formerLimits(steps: readonly JobStep[]): Record<string, string>[] {
  const entries = new Map<string, { models: string[]; numbers: Record<string, string> }>();
  for (const { item, now = {}, given } of steps) {
    if (item === undefined) continue;
    const changed = NAMES.filter((name) => given[LIMITS[name]] !== undefined);
    const numbers = Object.fromEntries(changed.map((name) => [name, String(now[LIMITS[name]])]));
    const key = JSON.stringify(numbers);
    entries.set(key, { numbers, models: [...(entries.get(key)?.models ?? []), item] });
  }
  return [...entries.values()].map(({ models, numbers }) => ({ models: models.join(', '), ...numbers }));
}
