/** Owns connecting the approve command to the state folder of the real process. */
import type { Command } from 'commander';
import { createPlanStore } from '../approval/plan-store.ts';
import { openAuditTrail } from '../audit/audit-trail.ts';
import { approveCommand } from './approve.ts';
import type { ProcessEdge } from './edge.ts';
import { openState } from './open-state.ts';

export function approveCommandFor(edge: ProcessEdge): Command {
  return approveCommand(edge, () => {
    const state = openState(edge);
    return { plans: createPlanStore(state, edge.now), trail: openAuditTrail({ state, now: edge.now }) };
  });
}
