/** Getting a human's approval: asking by the way that there is, and using the answer once. */
import { isNameOf } from '../approval/decide-plan.ts';
import { mintsSecret, needsApproval, type PolicyAnswer } from '../approval/needs-approval.ts';
import { callDigest, countsAmong, type Plan, type Principal, type Summary } from '../approval/plan.ts';
import type { Proposal } from '../approval/plan-store.ts';
import { describeSummary, nameCreated, summaryOf, typedFor } from '../approval/summary.ts';
import type { Caller } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
import type { PolicyDecision } from '../policy/policy-rules.ts';
import { quote } from '../text/clean.ts';
import { inWords } from '../text/duration.ts';
import { askInWindow } from './ask-in-window.ts';
import {
  type Approval,
  approvedBy,
  approvedElsewhere,
  askedInForm,
  declined,
  mistyped,
  refused,
  waitsForTerminal,
} from './asked-by-way.ts';
import { calledIn } from './called.ts';
import { chooseWay, countingWays } from './choose-way.ts';
import { brieflySet, describeChanges } from './dry-run.ts';
import type { Effect } from './effect.ts';
import { effectOf } from './effects.ts';
import type { GuardPorts } from './guard-ports.ts';
import { describeImpact } from './impact.ts';
import { once, seenDigest, type Target } from './read-target.ts';
import { MIN_HUMAN_MILLISECONDS } from './window-desk.ts';
import type { WriteContext } from './write-context.ts';

export async function seekApproval(
  context: WriteContext,
  policy: PolicyDecision & { decision: PolicyAnswer },
  principal: Principal,
  target: () => Promise<Target>,
): Promise<Approval> {
  const { write, caller, ports, reader } = context;
  const { tool, checked, request } = write;
  // Read for the decision only where nothing else makes it, since an approved call comes by here again.
  const effect = once(() => effectWhere(policy.decision, context, target));
  const isAsked =
    needsApproval(tool, checked.values, ports.mode, policy.decision) ||
    needsApproval(tool, checked.values, ports.mode, policy.decision, (await effect())?.class);
  if (!isAsked) {
    const isByPolicy = policy.decision === 'allow';
    return {
      granted: true,
      decision: isByPolicy ? 'pre-approved' : 'allowed',
      ...(isByPolicy && { by: `policy (${policy.rule})` }),
    };
  }
  const call = callDigest(tool.name, request, principal);
  if (caller.state !== undefined) return answered(call, caller, ports);
  const counting = countingWays(ports.ask, ports.ways);
  const approved = await ports.plans.approvedFor(call, counting, ports.approvalLasts);
  if (approved !== undefined) return approvedElsewhere(approved);
  const late = ports.windows.lateAnswer(call);
  if (late !== undefined) return late.kind === 'declined' ? declined() : mistyped(late.typed);
  const seen = await target();
  // OpenAI would refuse it, so nobody needs to read what it is.
  if (seen.project?.isArchived) return refused(archived(seen.project));
  const digest = seenDigest(tool, seen);
  const reach =
    tool.method === 'create'
      ? { brief: [], lines: [] }
      : await describeImpact(seen, checked.values, {
          reader,
          ends: tool.method !== 'update',
          keyInUse: ports.keyInUse,
          nowSeconds: ports.now() / 1000,
        });
  const changes = describeChanges(write, seen);
  const called = await calledIn(write, reader);
  const summary = summaryOf(write, seen, {
    changes: [...changes, ...called.map(({ told }) => told)],
    sets: brieflySet(write, seen, changes, nameCreated(write), called),
    reach,
    askedBy: askedByPolicy(policy),
    principal,
    effect: await effect(),
    secretGoesTo: mintsSecret(tool, checked.values)
      ? (ports.keeper?.place ?? 'this conversation')
      : undefined,
  });
  const typed = typedFor(write, seen);
  const question = questionOf(summary, typed);
  const { ask, ways: allowed, windows } = ports;
  const chosen = await chooseWay({ ask, allowed, windows, canAsk: caller.canAsk, length: question.length });
  if ('refused' in chosen) return refused(chosen.refused);
  const { profile } = principal;
  const proposal: Proposal = {
    tool: tool.name,
    call,
    target: digest,
    profile,
    summary,
    typed,
    origin: { client: caller.client, ...ports.origin },
    ways: counting,
    lasts: ports.approvalLasts,
  };
  const { plans } = ports;
  const plan = chosen.way === 'form' ? await plans.propose(proposal) : await plans.proposeOnce(proposal);
  switch (chosen.way) {
    case 'form':
      return askedInForm(plan, question, await ports.plans.sealedState(plan));
    case 'window':
      return askInWindow(plan, context);
    case 'terminal':
      return waitsForTerminal(plan);
  }
}

/** Read only where it may decide something, or is told. */
export async function effectWhere(
  decision: PolicyAnswer,
  { write, ports, reader }: WriteContext,
  target: () => Promise<Target>,
): Promise<Effect | undefined> {
  if (decision === 'allow' || (decision === 'none' && ports.mode === 'off')) return undefined;
  return effectOf({ write, target, reader, nowSeconds: ports.now() / 1000 });
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

async function answered(call: string, caller: Caller, ports: GuardPorts): Promise<Approval> {
  const plan = await ports.plans.unseal(caller.state ?? '');
  const ways = countingWays(ports.ask, ports.ways);
  const counts = plan !== undefined && ways.includes('form') && countsAmong(plan, ways);
  // Another server may have shown the form, with a longer time.
  if (!counts || plan.call !== call || plan.proposedAt + ports.approvalLasts <= ports.now()) {
    return refused(
      'The approval does not belong to this call, was used already or has run out. Nothing was sent; call again to be asked anew.',
    );
  }
  const { answer } = caller;
  if (answer?.action === 'accept' && answer.typed !== undefined) {
    if (isNameOf(plan, answer.typed)) {
      return approvedBy(plan, `the user of ${caller.client}`, ports.now() - plan.proposedAt);
    }
    await ports.plans.withdraw(plan);
    return mistyped(plan.typed);
  }
  const isQuick = ports.now() - plan.proposedAt < MIN_HUMAN_MILLISECONDS;
  if (answer?.action === 'decline' && !isQuick) {
    await ports.plans.withdraw(plan);
    return declined();
  }
  const what =
    answer?.action === 'accept'
      ? 'The client accepted without what its user had to type, so it is not approved.'
      : 'The question was closed without an approval.';
  return refused(`${what} Nothing was sent. ${otherwise(plan, ports)}`);
}

/** What helps a user whose client showed them no question. */
function otherwise({ lasts }: Plan, { ask, ways: allowed }: GuardPorts): string {
  const ways = countingWays(ask, allowed);
  if (ways.includes('terminal')) {
    return `If the user saw no question, they can run ${ownCommand('approve')} in a terminal within ${inWords(lasts)}, and then this call can be repeated unchanged.`;
  }
  const another =
    allowed === undefined
      ? ', or to start this server with --ask auto, which asks in a window or a terminal too'
      : '';
  return `If the user saw no question, tell them to use a client that shows forms${another}.`;
}
