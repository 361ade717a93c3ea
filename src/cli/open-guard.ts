/** Owns putting the guard of writes together: audit trail, plans, place for secrets, budget, policy. */
import { createPlanStore } from '../approval/plan-store.ts';
import { openAuditTrail } from '../audit/audit-trail.ts';
import type { Keychain } from '../credentials/keychain.ts';
import { createWriteGuard } from '../guard/guard-writes.ts';
import { decideByPolicy, needsCurrentValue } from '../policy/policy-rules.ts';
import { rememberSecret } from '../redaction/known-secrets.ts';
import type { Destination } from '../sinks/destination.ts';
import { createSecretKeeper } from '../sinks/secret-keeper.ts';
import { createWriteBudget } from '../state/write-budget.ts';
import type { WriteGuard } from '../tools/write-guard.ts';
import type { GuardBasis } from './guard-for.ts';
import { openState } from './open-state.ts';

export type GuardInputs = GuardBasis & {
  /** Where new secrets go; absent where they are shown in the conversation. */
  destination?: Destination;
  openKeychain: () => Keychain;
  profile: string;
};

/** Nothing is created on the disk before the first write or refusal. */
export function openGuard(inputs: GuardInputs): WriteGuard {
  const { edge, settings, tools, upstream, policies, destination, profile } = inputs;
  const { maxWrites } = settings;
  const state = openState(edge);
  const now = edge.now;
  const budget = createWriteBudget(state, now);
  const call = ({ tool, checked }: Parameters<WriteGuard['write']>[0]) => ({
    tool,
    values: checked.values,
    clear: checked.clear,
  });
  return createWriteGuard({
    tools,
    send: upstream.send,
    trail: openAuditTrail({ state, now }),
    plans: createPlanStore(state, now),
    ...(destination && {
      keeper: createSecretKeeper({
        destination,
        state,
        now,
        env: edge.environment,
        platform: edge.platform,
        uid: edge.uid,
        openKeychain: inputs.openKeychain,
      }),
    }),
    ...(maxWrites !== undefined && {
      budget: {
        take: () => budget.take(profile, maxWrites),
        untilFree: () => budget.untilFree(profile, maxWrites),
        giveBack: () => budget.giveBack(profile),
      },
    }),
    policy: {
      needsCurrent: ({ tool, checked }) => needsCurrentValue(policies, tool, checked.values),
      decide: (write, current) =>
        decideByPolicy(policies, { ...call(write), ...(current !== undefined && { current }) }),
    },
    mode: settings.approval,
    dryRun: settings.dryRun,
    principal: async (tool, projectId) => ({ profile, ...(await upstream.principal(tool, projectId)) }),
    profile,
    keyInUse: upstream.keyInUse,
    alone: (action) => state.locked(action, 'lock-out.lock'),
    rememberSecret,
    now,
    onUnforeseen: inputs.onUnforeseen,
  });
}
