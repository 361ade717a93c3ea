/** Getting a human's approval: asking in the client, or a plan for the terminal; and using it once. */
import { needsApproval, type PolicyAnswer } from '../approval/needs-approval.ts';
import { callDigest, PLAN_MILLISECONDS, type Plan, type Principal, targetDigest } from '../approval/plan.ts';
import { describeSummary, summaryOf, typedFor } from '../approval/summary.ts';
import type { Caller, WriteOutcome } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
import type { PolicyDecision } from '../policy/policy-rules.ts';
import { quote } from '../text/clean.ts';
import { describeChanges } from './dry-run.ts';
import type { GuardPorts } from './guard-ports.ts';
import { describeImpact } from './impact.ts';
import type { Target } from './read-target.ts';
import type { WriteContext } from './write-context.ts';

/** May go on (and by whose word), or has an outcome already. `plan` still has to be claimed before it is used. */
export type Approval =
  | { granted: true; decision: 'allowed' | 'pre-approved' | 'approved'; by?: string; plan?: Plan }
  | { granted: false; decision: 'asked' | 'planned' | 'refused'; outcome: WriteOutcome; reason: string };

/** Nobody reads and types a name in less; such an answer was given without showing the question. */
const MIN_HUMAN_MILLISECONDS = 700;

export async function seekApproval(
  { write, caller, ports, reader }: WriteContext,
  policy: PolicyDecision & { decision: PolicyAnswer },
  principal: Principal,
  target: () => Promise<Target>,
): Promise<Approval> {
  const { tool, checked, request } = write;
  if (!needsApproval(tool, checked.values, ports.mode, policy.decision)) {
    const isByPolicy = policy.decision === 'allow';
    return {
      granted: true,
      decision: isByPolicy ? 'pre-approved' : 'allowed',
      ...(isByPolicy && { by: `policy (${policy.rule})` }),
    };
  }
  const call = callDigest(tool.name, request, principal);
  if (caller.state !== undefined) return answered(call, caller, ports);
  const approved = await ports.plans.approvedFor(call);
  if (approved !== undefined) {
    return { granted: true, decision: 'approved', by: approved.approvedBy ?? 'a terminal', plan: approved };
  }
  const seen = await target();
  const seenDigest = targetDigest(seen.body);
  const waiting = caller.canAsk ? undefined : await ports.plans.pendingFor(call, seenDigest);
  if (waiting !== undefined) return waitForTerminal(waiting);
  const reach =
    tool.method === 'create' ? [] : await describeImpact(seen, checked.values, reader, ports.now() / 1000);
  const plan = await ports.plans.propose({
    tool: tool.name,
    call,
    target: seenDigest,
    profile: principal.profile,
    summary: summaryOf(write, seen, describeChanges(write, seen), reach, askedByPolicy(policy)),
    typed: typedFor(write, seen),
  });
  return caller.canAsk ? ask(plan, ports) : waitForTerminal(plan);
}

/** Why a person is asked for what would run without one; the rule's own words are the administrator's. */
function askedByPolicy({ decision, rule, because }: PolicyDecision): string {
  return decision === 'approve'
    ? `The policy (${rule}) asks for approval.${because ? ` ${because}` : ''}`
    : '';
}

async function ask(plan: Plan, ports: GuardPorts): Promise<Approval> {
  const message = [
    ...describeSummary(plan),
    '',
    `To approve, type ${quote(plan.typed)} without the quotes.`,
  ].join('\n');
  const state = await ports.plans.sealedState(plan);
  return {
    granted: false,
    decision: 'asked',
    reason: `asked in the client, ${plan.id}`,
    outcome: { kind: 'ask', message, label: `Type ${quote(plan.typed)} to approve`, state },
  };
}

/** The plan tells the model what is asked for and nothing of what it reaches: that is for whoever approves. */
function waitForTerminal(plan: Plan): Approval {
  return {
    granted: false,
    decision: 'planned',
    reason: `waits for a terminal, ${plan.id}`,
    outcome: {
      kind: 'withheld',
      result: {
        needs_approval: true,
        plan: plan.id,
        what: plan.summary.what,
        why: plan.summary.risk,
        note: `Nothing was sent. A person has to approve this: ask the user to run ${ownCommand('approve')} in a terminal, and once they have, repeat this call unchanged. The plan ends in 10 minutes; its id approves nothing.`,
      },
    },
  };
}

async function answered(call: string, caller: Caller, ports: GuardPorts): Promise<Approval> {
  const plan = await ports.plans.unseal(caller.state ?? '');
  if (plan === undefined || plan.call !== call) {
    return refused(
      'The approval does not belong to this call, was used already or has run out. Nothing was sent; call again to be asked anew.',
    );
  }
  const { answer } = caller;
  if (answer?.action === 'accept' && answer.typed !== undefined) {
    if (answer.typed.trim().normalize('NFC') === plan.typed.normalize('NFC')) {
      return { granted: true, decision: 'approved', by: `the user of ${caller.client}`, plan };
    }
    await ports.plans.withdraw(plan);
    return refused(
      `What was typed is not ${quote(plan.typed)}, so it is not approved. Nothing was sent. Call again only if the user wants to be asked once more.`,
    );
  }
  const isQuick = ports.now() - (plan.expiresAt - PLAN_MILLISECONDS) < MIN_HUMAN_MILLISECONDS;
  if (answer?.action === 'decline' && !isQuick) {
    await ports.plans.withdraw(plan);
    return refused(
      'The user declined. Nothing was sent. Do not repeat the call unless the user asks for it.',
    );
  }
  const what =
    answer?.action === 'accept'
      ? 'The client accepted without what its user had to type, so it is not approved.'
      : 'The question was closed without an approval.';
  return refused(
    `${what} Nothing was sent. If the user saw no question, they can run ${ownCommand('approve')} in a terminal within 10 minutes, and then this call can be repeated unchanged.`,
  );
}

function refused(message: string): Approval {
  return { granted: false, decision: 'refused', reason: message, outcome: { kind: 'refused', message } };
}
