/** The job that sets rate limits of many models in many projects. */
import { isRecord } from '../../model/record.ts';
import { ArgumentError } from '../../tools/argument-error.ts';
import type { Job } from '../job.ts';
import { type Place, placeTold } from '../place.ts';
import { readProjects } from '../projects-meant.ts';
import { readAsked } from './asked-limits.ts';
import { LIMITS } from './limit-change.ts';
import { planRateLimits, RATE_LIMITS } from './plan-rate-limits.ts';
import { undoOf } from './undo-rate-limits.ts';

/** More entries are told by their number. */
const MOST_BRIEF = 3;

export const jobRateLimits: Job = async ({ values, reads, earlier }) => {
  const asked = readAsked(values.limits);
  if (asked.length === 0 || asked.some(({ changes }) => changes.length === 0)) {
    throw new ArgumentError([`limits: each entry sets at least one of ${Object.keys(LIMITS).join(', ')}.`]);
  }
  const { projects, notes } = await readProjects([values.projects].flat().map(String), reads);
  const planned = await Promise.all(
    projects.map(async (project) => {
      const place: Place = { ...project, isNew: false };
      const members = ['id', 'model', 'object', ...Object.values(LIMITS)];
      const rows = await reads.list(RATE_LIMITS, [project.id], members);
      return { place, ...planRateLimits({ place, rows, layers: [asked], earlier }) };
    }),
  );
  const [only, another] = planned;
  return {
    what: `Set rate limits: ${only && !another ? placeTold(only.place) : `${projects.length} projects`}`,
    names: only && !another ? [only.place.name, String(only.place.id)] : [],
    brief: briefly(values.limits),
    steps: planned.flatMap(({ steps }) => steps),
    notes: [...notes, ...planned.flatMap((one) => one.notes)],
    undo: undoOf(planned),
  };
};

/** What was asked, an entry each. */
export function briefly(limits: unknown): string[] {
  const entries = Array.isArray(limits) ? limits.filter(isRecord) : [];
  if (entries.length > MOST_BRIEF) return [`${entries.length} kinds of limits`];
  return entries.map(({ models = 'all models', ...numbers }) => {
    const told = Object.entries(numbers).map(([name, value]) => `${name.replaceAll('_', ' ')} ${value}`);
    return `${String(models)}: ${told.join(', ')}`;
  });
}
