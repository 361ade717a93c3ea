/** Getting a human's approval: asking by the way that there is, and using the answer once. */
import { isNameOf } from '../approval/decide-plan.ts';
import { countsAmong, type Plan, type Summary } from '../approval/plan.ts';
import { describeSummary } from '../approval/summary.ts';
import type { Caller } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
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
import { chooseWay, countingWays } from './choose-way.ts';
import type { GuardPorts } from './guard-ports.ts';
import { MIN_HUMAN_MILLISECONDS } from './window-desk.ts';
import type { AskContext } from './write-context.ts';

/** What a person decides about; `target` is the digest of what it acts on, as it was seen. */
export type Matter = { tool: string; call: string; target: string; summary: Summary; typed: string };

/** What a person said about this very call already, in whatever way; undefined where nobody did. */
export async function decidedAlready(
  call: string,
  { caller, ports }: AskContext,
): Promise<Approval | undefined> {
  if (caller.state !== undefined) return answered(call, caller, ports);
  const approved = await ports.plans.approvedFor(
    call,
    countingWays(ports.ask, ports.ways),
    ports.approvalLasts,
  );
  if (approved !== undefined) return approvedElsewhere(approved);
  const late = ports.windows.lateAnswer(call);
  if (late === undefined) return undefined;
  return late.kind === 'declined' ? declined() : mistyped(late.typed);
}

export async function askPerson(matter: Matter, context: AskContext): Promise<Approval> {
  const { caller, ports } = context;
  const { ask, ways: allowed, windows, plans, profile } = ports;
  const question = questionOf(matter.summary, matter.typed);
  const chosen = await chooseWay({ ask, allowed, windows, canAsk: caller.canAsk, length: question.length });
  if ('refused' in chosen) return refused(chosen.refused);
  const proposal = {
    ...matter,
    profile,
    origin: { client: caller.client, ...ports.origin },
    ways: countingWays(ask, allowed),
    lasts: ports.approvalLasts,
  };
  const plan = chosen.way === 'form' ? await plans.propose(proposal) : await plans.proposeOnce(proposal);
  switch (chosen.way) {
    case 'form':
      return askedInForm(plan, question, await plans.sealedState(plan));
    case 'window':
      return askInWindow(plan, context);
    case 'terminal':
      return waitsForTerminal(plan);
  }
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
