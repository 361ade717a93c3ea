/** The settings that a project has: for one that is there already, and for one whose settings another takes over. */
import type { ReportReads } from '../../reports/report-reads.ts';
import type { There } from '../place.ts';
import { LIMITS } from '../rate-limits/limit-change.ts';
import { RATE_LIMITS } from '../rate-limits/plan-rate-limits.ts';
import { holderOf, readAlerts, readLimit } from '../spend-limits/spending.ts';
import { hostedToolsIn, type PresentGuards } from './guards.ts';

const PROJECT = '/organization/projects/{project_id}';

export type ProjectSettings = PresentGuards & { rates: Record<string, unknown>[] };

export function readRates(id: string, reads: ReportReads): Promise<Record<string, unknown>[]> {
  return reads.list(RATE_LIMITS, [id], ['id', 'model', 'object', ...Object.values(LIMITS)]);
}

/** Rejects where one of them cannot be read: what is not known is not taken over, nor left as it is. */
export async function readSettings(place: There, reads: ReportReads): Promise<ProjectSettings> {
  const ids = [place.id];
  const [rates, limit, alerts, models, tools] = await Promise.all([
    readRates(place.id, reads),
    readLimit(holderOf(place), ids, reads),
    readAlerts(holderOf(place), ids, reads),
    reads.setting(`${PROJECT}/model_permissions`, ids),
    reads.get(`${PROJECT}/hosted_tool_permissions`, ids),
  ]);
  const { mode, model_ids: allowed } = models ?? {};
  return {
    rates,
    limit,
    alerts,
    models:
      typeof mode === 'string' && Array.isArray(allowed) ? { mode, ids: allowed.map(String) } : undefined,
    hostedTools: hostedToolsIn(tools),
  };
}
