/** Asking in a window while the call waits, and what its caller is told. */
import type { Plan } from '../approval/plan.ts';
import { endedByConnection } from '../model/connection-end.ts';
import {
  type Approval,
  approvedElsewhere,
  declined,
  mistyped,
  refused,
  waitsForTerminal,
  waitsForWindow,
} from './asked-by-way.ts';
import { countingWays, nobodyAsked, noWindow } from './choose-way.ts';
import type { AskContext } from './write-context.ts';

export async function askInWindow(plan: Plan, { ports, signal }: AskContext): Promise<Approval> {
  const { plans, windows, ways } = ports;
  const counts = countingWays(ports.ask, ways).includes('terminal');
  const result = await windows.ask(plan, signal);
  switch (result.kind) {
    case 'waits':
      return waitsForWindow(plan, counts);
    case 'declined':
      return declined();
    case 'mistyped':
      return mistyped(plan.typed);
    case 'cancelled':
      return refused(
        endedByConnection(signal)
          ? 'The server ended, or its client was gone, while a window asked about this call. Nothing was sent.'
          : 'The call was taken back while a window asked about it. Nothing was sent.',
      );
    case 'ended':
      return refused(`${result.why} Nothing was sent.`);
    case 'failed':
      if (counts) return waitsForTerminal(plan, result.why);
      return refused(
        ways === undefined ? noWindow(result.why) : nobodyAsked(ways, [{ way: 'window', why: result.why }]),
      );
    case 'approved':
    case 'gone': {
      const approved = await plans.approvedFor(plan.call, plan.ways, plan.lasts);
      if (approved !== undefined) return approvedElsewhere(approved);
      // This server ends, and has taken its windows with it.
      if (plans.waits(plan.id)) return counts ? waitsForTerminal(plan) : waitsForWindow(plan, false);
      if (plans.wasUsed(plan.id)) {
        return refused(
          'It was approved, and an equal call of another server or session has used the approval already. Nothing was sent by this one. Look whether that is what the user wants before calling again.',
        );
      }
      return refused(
        'Nobody approved it: the plan was rejected or has run out. Nothing was sent. Call again only if the user wants to be asked once more.',
      );
    }
  }
}
