/** A plan that waits for somebody to type its name. */
import type { Proposal } from '../../src/approval/plan-store.ts';
import { PLAN_MILLISECONDS } from '../../src/model/approval-mode.ts';
import { WAYS } from '../../src/model/ask-mode.ts';

export function aProposal(name: string): Proposal {
  return {
    tool: 'archive_project',
    call: `call ${name}`,
    target: 'target',
    profile: 'default',
    summary: {
      what: `Archive project: "${name}" (proj_1)`,
      shorter: { whole: [], cut: [] },
      extents: [['2 members']],
      risk: 'This cannot be undone.',
      because: 'No operation brings it back.',
      changes: [],
      reach: ['Members: 2'],
      account: 'Profile: default',
      request: ['POST /organization/projects/proj_1/archive'],
    },
    typed: name,
    origin: { client: 'test 1', processId: process.pid, sandbox: false },
    ways: WAYS,
    lasts: PLAN_MILLISECONDS,
  };
}
