/** `openai-admin-mcp approve`: where a person at a terminal sees the plans that wait and approves one by its name. */
import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import type { Plan } from '../../approval/plan.ts';
import { createPlanStore, type PlanStore } from '../../approval/plan-store.ts';
import { describeSummary } from '../../approval/summary.ts';
import { type AuditTrail, openAuditTrail } from '../../audit/audit-trail.ts';
import { AuditUnwritable } from '../../audit/audit-unwritable.ts';
import { auditReceivers } from '../../compose/audit-receivers.ts';
import { openState } from '../../compose/open-state.ts';
import { LockBusy } from '../../files/file-lock.ts';
import { UnsafePlace } from '../../files/private-file.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { quote } from '../../text/clean.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { environmentSettings } from './environment-settings.ts';

export function addApprove(program: Command, context: ProcessContext): void {
  program
    .command('approve')
    .description('Show what waits for approval, and approve it by typing its name. Needs a terminal.')
    .argument('[PLAN]', 'The id of one plan; without it, every plan that waits is shown.')
    .action(async (id: string | undefined) => {
      context.setExitCode(await approve(context, id).catch(refuseUnusable));
    });
}

/** The shared folder cannot be used; its errors say what to do. */
function refuseUnusable(error: unknown): never {
  const isOurs =
    error instanceof AuditUnwritable || error instanceof UnsafePlace || error instanceof LockBusy;
  throw isOurs ? new CommandFailure(EXIT.refused, `Not approved. ${error.message}`, error) : error;
}

/** @returns the exit code: 0 approved or nothing to approve, 2 no such plan, 4 not approved, 130 interrupted */
async function approve(context: ProcessContext, id?: string): Promise<number> {
  const { stdin, stderr, now } = context;
  const state = openState(context.host, context);
  const plans = createPlanStore(state, now);
  const receivers = auditReceivers(environmentSettings(context).auditTo, context.host);
  const trail = openAuditTrail({ state, now, receivers });
  if (!stdin.isTTY || !stderr.isTTY) {
    stderr.write(`Approving needs a terminal with a person at it: run ${ownCommand('approve')} there.\n`);
    return EXIT.refused;
  }
  await trail.check();
  const waiting = await plans.pending();
  const chosen = id === undefined ? waiting : waiting.filter((plan) => plan.id === id);
  if (chosen.length === 0) {
    stderr.write(
      id === undefined
        ? NOTHING_WAITS
        : `No plan ${quote(id)} waits: it has run out, was used, or never was. ${CALL_AGAIN}\n`,
    );
    return id === undefined ? EXIT.ok : EXIT.usage;
  }
  const lines = createInterface({ input: stdin, output: stderr });
  let interrupted = false;
  lines.on('SIGINT', () => {
    interrupted = true;
    lines.close();
  });
  let approved = 0;
  try {
    for (const [position, plan] of chosen.entries()) {
      stderr.write(describePlan(plan, position + 1, chosen.length, now()));
      const typed = await ask(
        lines,
        `Type ${quote(plan.typed)} without the quotes to approve; Enter leaves it: `,
      );
      if (interrupted || typed === undefined) {
        stderr.write('\nLeft as it is.\n');
        break;
      }
      if (typed.trim().normalize('NFC') !== plan.typed.normalize('NFC')) {
        stderr.write(typed.trim() === '' ? 'Left as it is.\n\n' : 'That is not its name: not approved.\n\n');
        continue;
      }
      if (await record(plan, plans, trail)) {
        approved += 1;
        stderr.write('Approved.\n\n');
      } else stderr.write(`Too late: this plan has run out. ${CALL_AGAIN}\n\n`);
    }
  } finally {
    lines.close();
  }
  if (approved > 0)
    stderr.write(
      `Tell the assistant to repeat ${approved === 1 ? 'the call; it' : 'each call; it'} then runs once, within 10 minutes.\n`,
    );
  if (interrupted) return EXIT.interrupted;
  return approved === chosen.length ? EXIT.ok : EXIT.refused;
}

const CALL_AGAIN = 'Ask the assistant to make the call again.';
const NOTHING_WAITS = 'Nothing waits for approval. Plans end ten minutes after the call that made them.\n';

/** Undefined when the terminal was closed. */
async function ask(lines: ReturnType<typeof createInterface>, question: string): Promise<string | undefined> {
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  return Promise.race([lines.question(question).catch(() => undefined), closed]);
}

/** On record first: an approval that nobody can find later does not count. */
async function record(plan: Plan, plans: PlanStore, trail: AuditTrail): Promise<boolean> {
  if (!(await plans.pending()).some(({ id }) => id === plan.id)) return false;
  const by = `${userName()} in a terminal`;
  const call = await trail.intent({
    profile: plan.profile,
    client: 'terminal',
    tool: plan.tool,
    arguments: { plan: plan.id },
    decision: 'granted',
    approved_by: by,
  });
  const approved = (await plans.approve(plan.id, by)) !== undefined;
  if (!approved) await trail.outcome(call, { outcome: 'too_late' });
  return approved;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'somebody';
  }
}

function describePlan(plan: Plan, position: number, count: number, now: number): string {
  const minutes = Math.max(1, Math.round((plan.expiresAt - now) / 60_000));
  const head = `${count > 1 ? `${position} of ${count}: ` : ''}${plan.id}, for ${minutes} more ${minutes === 1 ? 'minute' : 'minutes'}`;
  return [head, '', ...describeSummary(plan).map((line) => `  ${line}`), '', ''].join('\n');
}
