/** Whether a job's own steps changed what another of its steps acts on: no reason to stop, since a person saw both. */
import type { KeptJob } from '../jobs/job-record.ts';
import type { PreparedCall } from '../tools/build-request.ts';

/** Whether an earlier step of this job changed what this one acts on, or what is around it or below. */
export function isTouched({ steps, states }: KeptJob, index: number, { request }: PreparedCall): boolean {
  return steps.slice(0, index).some(({ method, path, given }, at) => {
    const state = states[at];
    if (state?.kind !== 'done') return false;
    const place = pathOf(path, given);
    // A create changes a list by one entry, and none of its others.
    const id = method === 'create' ? state.made?.id : undefined;
    const own = id === undefined ? place : `${place}/${id}`;
    return `${request.path}/`.startsWith(`${own}/`) || `${own}/`.startsWith(`${request.path}/`);
  });
}

function pathOf(path: string, given: Record<string, unknown>): string {
  return path.replace(/\{([^}]*)\}/g, (_, name: string) => String(given[name] ?? ''));
}
