/** Getting a human's approval: asking in the client, or a plan for the terminal; and using it once. */
import { mintsSecret, needsApproval, type PolicyAnswer } from '../approval/needs-approval.ts';
import { callDigest, type Plan, type Principal, type Summary } from '../approval/plan.ts';
import { describeSummary, nameCreated, summaryOf, typedFor } from '../approval/summary.ts';
import type { Caller, WriteOutcome } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
import type { PolicyDecision } from '../policy/policy-rules.ts';
import { quote } from '../text/clean.ts';
import { inMinutes } from '../text/minutes.ts';
import { brieflySet, describeChanges } from './dry-run.ts';
import { effectOf } from './effects.ts';
import type { GuardPorts } from './guard-ports.ts';
import { describeImpact } from './impact.ts';
import { seenDigest, type Target } from './read-target.ts';
import type { WriteContext } from './write-context.ts';

/** May go on (and by whose word), or has an outcome already. `plan` still has to be claimed before it is used. */
export type Approval =
  | {
      granted: true;
      decision: 'allowed' | 'pre-approved' | 'approved';
      by?: string;
      plan?: Plan;
      reason?: string;
    }
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
  // OpenAI would refuse it, so nobody needs to read what it is.
  if (seen.project?.isArchived) return refused(archived(seen.project));
  const digest = seenDigest(tool, seen);
  const reach =
    tool.method === 'create'
      ? { brief: [], lines: [] }
      : await describeImpact(seen, checked.values, {
          reader,
          keyInUse: ports.keyInUse,
          nowSeconds: ports.now() / 1000,
        });
  const changes = describeChanges(write, seen);
  const summary = summaryOf(write, seen, {
    changes,
    sets: brieflySet(write, seen, changes, nameCreated(write)),
    reach,
    askedBy: askedByPolicy(policy),
    principal,
    effect: await effectOf(write, reader, ports.now() / 1000),
    secretGoesTo: mintsSecret(tool, checked.values)
      ? (ports.keeper?.place ?? 'this conversation')
      : undefined,
  });
  const typed = typedFor(write, seen);
  const question = questionOf(summary, typed);
  const asksInClient = caller.canAsk && question.length <= MAX_FORM_LENGTH;
  const waiting = asksInClient ? undefined : await ports.plans.pendingFor(call, digest);
  if (waiting !== undefined) return waitForTerminal(waiting);
  const { profile } = principal;
  const plan = await ports.plans.propose({
    tool: tool.name,
    call,
    target: digest,
    profile,
    summary,
    typed,
    origin: { client: caller.client, ...ports.origin },
    lasts: ports.approvalLasts,
  });
  return asksInClient ? ask(plan, question, ports) : waitForTerminal(plan);
}

function archived({ id, name }: NonNullable<Target['project']>): string {
  return `Project ${name === undefined ? id : `${quote(name)} (${id})`} is archived, so nothing in it can be changed. Nothing was sent; name an active project, as list_projects shows them.`;
}

/** Why a person is asked for what would run without one; the rule's own words are the administrator's. */
function askedByPolicy({ decision, rule, because }: PolicyDecision): string {
  return decision === 'approve'
    ? `The policy (${rule}) asks for approval.${because ? ` ${because}` : ''}`
    : '';
}

function questionOf(summary: Summary, typed: string): string {
  return [...describeSummary(summary), '', `To approve, type ${quote(typed)} without the quotes.`].join('\n');
}

async function ask(plan: Plan, message: string, ports: GuardPorts): Promise<Approval> {
  const state = await ports.plans.sealedState(plan);
  return {
    granted: false,
    decision: 'asked',
    reason: `asked in the client, ${plan.id}`,
    outcome: {
      kind: 'ask',
      message,
      label: `Type ${quote(plan.typed)} to approve`,
      description: plan.summary.account,
      state,
    },
  };
}

/** What is longer is read in a terminal, where nothing of it is folded away. In characters. */
const MAX_FORM_LENGTH = 4_000;

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
        why: `${plan.summary.risk} ${plan.summary.because}`.trim(),
        note: `Nothing was sent. A person has to approve this: ask the user to run ${ownCommand('approve')} in a terminal, and once they have, repeat this call unchanged. The plan ends in ${inMinutes(plan.lasts)}; its id approves nothing.`,
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
      const seconds = ((ports.now() - plan.proposedAt) / 1000).toFixed(1);
      const by = `the user of ${caller.client}`;
      return { granted: true, decision: 'approved', by, plan, reason: `accepted after ${seconds} s` };
    }
    await ports.plans.withdraw(plan);
    return refused(
      `What was typed is not ${quote(plan.typed)}, so it is not approved. Nothing was sent. Call again only if the user wants to be asked once more.`,
    );
  }
  const isQuick = ports.now() - plan.proposedAt < MIN_HUMAN_MILLISECONDS;
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
    `${what} Nothing was sent. If the user saw no question, they can run ${ownCommand('approve')} in a terminal within ${inMinutes(plan.lasts)}, and then this call can be repeated unchanged.`,
  );
}

function refused(message: string): Approval {
  return { granted: false, decision: 'refused', reason: message, outcome: { kind: 'refused', message } };
}
