/** What a call gets when a person was asked: a question for the client, a plan that waits, or the refusal. */
import type { Plan } from '../approval/plan.ts';
import type { WriteOutcome } from '../calls/prepared-write.ts';
import { ownCommand } from '../model/own-command.ts';
import { quote } from '../text/clean.ts';
import { inWords } from '../text/duration.ts';

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

export function askedInForm(plan: Plan, message: string, state: string): Approval {
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

/** @param why no window could be shown, where one was tried */
export function waitsForTerminal(plan: Plan, why?: string): Approval {
  return planned(
    plan,
    `waits for a terminal, ${plan.id}${why === undefined ? '' : `; no window: ${why}`}`,
    `ask the user to run ${ownCommand('approve')} in a terminal, and once they have, repeat this call unchanged.`,
  );
}

/** @param orTerminal whether an approval there counts as well */
export function waitsForWindow(plan: Plan, orTerminal: boolean): Approval {
  const terminal = orTerminal ? ` (or with ${ownCommand('approve')} in a terminal)` : '';
  return planned(
    plan,
    `waits for a window, ${plan.id}`,
    `a window on the screen of this machine asks the user. Tell them so, and once they have approved there${terminal}, repeat this call unchanged.`,
  );
}

/** The plan tells the model what is asked for and nothing of what it reaches: that is for whoever approves. */
function planned(plan: Plan, reason: string, how: string): Approval {
  return {
    granted: false,
    decision: 'planned',
    reason,
    outcome: {
      kind: 'withheld',
      result: {
        needs_approval: true,
        plan: plan.id,
        what: plan.summary.what,
        why: `${plan.summary.risk} ${plan.summary.because}`.trim(),
        note: `Nothing was sent. A person has to approve this: ${how} The plan ends in ${inWords(plan.lasts)}; its id approves nothing.`,
      },
    },
  };
}

/** @param milliseconds from the question to the answer */
export function approvedBy(plan: Plan, by: string, milliseconds: number): Approval {
  const reason = `accepted after ${(milliseconds / 1000).toFixed(1)} s`;
  return { granted: true, decision: 'approved', by, plan, reason };
}

/** One that was approved outside of the client. */
export function approvedElsewhere(plan: Plan): Approval {
  const approvedAt = plan.expiresAt - plan.lasts;
  return approvedBy(plan, plan.approvedBy ?? 'a terminal', approvedAt - plan.proposedAt);
}

export function refused(message: string): Approval {
  return { granted: false, decision: 'refused', reason: message, outcome: { kind: 'refused', message } };
}

export function declined(): Approval {
  return refused('The user declined. Nothing was sent. Do not repeat the call unless the user asks for it.');
}

/** @param typed what should have been */
export function mistyped(typed: string): Approval {
  return refused(
    `What was typed is not ${quote(typed)}, so it is not approved. Nothing was sent. Call again only if the user wants to be asked once more.`,
  );
}
