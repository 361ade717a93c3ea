/** `openai-admin-mcp approve`: where a person at a terminal sees the plans that wait and approves one by its name. */
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { approvePlan, countsIn, type Desk, isNameOf, rejectPlan } from '../../approval/decide-plan.ts';
import type { Plan } from '../../approval/plan.ts';
import { createPlanStore } from '../../approval/plan-store.ts';
import { openAuditTrail } from '../../audit/audit-trail.ts';
import { AuditUnwritable } from '../../audit/audit-unwritable.ts';
import { auditReceivers } from '../../compose/audit-receivers.ts';
import { loadMachinePolicy } from '../../compose/machine-policy.ts';
import { openState } from '../../compose/open-state.ts';
import { LockBusy } from '../../files/file-lock.ts';
import { isRunning } from '../../files/lock-owner.ts';
import { UnsafePlace } from '../../files/private-file.ts';
import { agentMarker } from '../../host/agent-shell.ts';
import { EXIT } from '../../host/exit-code.ts';
import type { MachinePolicy } from '../../model/machine-policy.ts';
import { ownCommand } from '../../model/own-command.ts';
import { quote } from '../../text/clean.ts';
import { inWords } from '../../text/duration.ts';
import { wrapped } from '../../text/wrapped.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { describePlan, listLine } from './describe-plan.ts';
import { environmentSettings } from './environment-settings.ts';

export function addApprove(program: Command, context: ProcessContext): void {
  program
    .command('approve')
    .description('Show what waits for approval, and approve it by typing its name. Needs a terminal.')
    .argument('[PLAN]', 'The id of one plan; without it, every plan that waits is shown.')
    .option('--list', 'Only show what waits.')
    .option('--reject', 'Take the plan away, so that nobody can approve it.')
    .option('--clear', 'Take all plans away.')
    .action(async (id: string | undefined, options: ApproveOptions) => {
      context.setExitCode(await approve(context, id, options).catch(refuseUnusable));
    });
}

type ApproveOptions = { list?: true; reject?: true; clear?: true };

/** The shared folder cannot be used; its errors say what to do. */
function refuseUnusable(error: unknown): never {
  const isOurs =
    error instanceof AuditUnwritable || error instanceof UnsafePlace || error instanceof LockBusy;
  throw isOurs ? new CommandFailure(EXIT.refused, `Not approved. ${error.message}`, error) : error;
}

/**
 * @returns the exit code: 0 approved, rejected, shown or nothing to approve, 2 no such plan, 4 not approved or not a
 * person's shell, 130 interrupted
 */
export async function approve(
  context: ProcessContext,
  id: string | undefined,
  options: ApproveOptions,
  /** Told behind what was approved; how an assistant goes on when absent. */
  next?: string,
): Promise<number> {
  const { host, stdin, stderr, now } = context;
  const marker = agentMarker(host.environment);
  if (marker !== undefined) {
    stderr.write(
      `Approving is for a person, and this shell belongs to an assistant (${marker} is set): run ${ownCommand('approve')} in a terminal of your own.\n`,
    );
    return EXIT.refused;
  }
  if (options.reject && id === undefined) {
    stderr.write(
      `Which one? Name it, as in ${ownCommand('approve --reject plan_...')}; --clear takes all away.\n`,
    );
    return EXIT.usage;
  }
  const state = openState(host, context);
  const plans = createPlanStore(state, now);
  const receivers = auditReceivers(environmentSettings(context).auditTo, context.host);
  const trail = openAuditTrail({ state, now, receivers });
  const desk: Desk = { plans, trail, way: 'terminal' };
  const onlyLooks = options.list || options.reject || options.clear;
  if (!onlyLooks && (!stdin.isTTY || !stderr.isTTY)) {
    stderr.write(`Approving needs a terminal with a person at it: run ${ownCommand('approve')} there.\n`);
    return EXIT.refused;
  }
  await trail.check();
  const waiting = (await plans.pending()).filter(isOfThisWorld);
  const chosen = id === undefined ? waiting : waiting.filter((plan) => plan.id === id);
  if (chosen.length === 0) {
    stderr.write(
      id === undefined
        ? NOTHING_WAITS
        : `No plan ${quote(id)} waits: it has run out, was used, or never was. ${CALL_AGAIN}\n`,
    );
    return id === undefined ? EXIT.ok : EXIT.usage;
  }
  if (options.reject || options.clear) return reject(chosen, desk, stderr);
  if (options.list) {
    for (const plan of chosen) stderr.write(`${listLine(plan, now())}\n`);
    return EXIT.ok;
  }
  const barrier = barrierOf((await loadMachinePolicy(host))?.machine, now());
  if (barrier !== undefined) {
    stderr.write(`${barrier}\n`);
    return EXIT.refused;
  }
  const here = chosen.filter((plan) => countsIn(plan, 'terminal'));
  for (const plan of chosen) if (!here.includes(plan)) stderr.write(`${countsElsewhere(plan)}\n`);
  if (here.length === 0) return EXIT.refused;
  const lines = createInterface({ input: stdin, output: stderr });
  let interrupted = false;
  lines.on('SIGINT', () => {
    interrupted = true;
    lines.close();
  });
  let approved = 0;
  try {
    for (const [position, plan] of here.entries()) {
      stderr.write(wrapped(describePlan(plan, position + 1, here.length, now()), stderr.columns));
      const typed = await ask(
        lines,
        `Type ${quote(plan.typed)} without the quotes to approve; Enter leaves it: `,
      );
      if (interrupted || typed === undefined) {
        stderr.write('\nLeft as it is.\n');
        break;
      }
      if (!isNameOf(plan, typed)) {
        stderr.write(typed.trim() === '' ? 'Left as it is.\n\n' : 'That is not its name: not approved.\n\n');
        continue;
      }
      if (await approvePlan(plan, desk)) {
        approved += 1;
        stderr.write('Approved.\n\n');
      } else stderr.write(`Too late: this plan has run out. ${CALL_AGAIN}\n\n`);
    }
  } finally {
    lines.close();
  }
  if (approved > 0)
    stderr.write(
      next ??
        `Tell the assistant to repeat ${approved === 1 ? 'the call; it' : 'each call; it'} then runs once, within ${inWords(Math.max(...chosen.map((plan) => plan.lasts)))}.\n`,
    );
  if (interrupted) return EXIT.interrupted;
  return approved === chosen.length ? EXIT.ok : EXIT.refused;
}

/** Its server was told to ask by some ways alone, which is a wall only if no other counts. */
function countsElsewhere({ id, ways, summary }: Plan): string {
  const asked = ways.length === 1 ? ` (--ask ${ways.join()})` : '';
  return `${summary.what}\nWaits in a ${ways.join(' or a ')}, and cannot be approved here${asked}; ${ownCommand(`approve --reject ${id}`)} takes it away.\n`;
}

/** Why nothing can be approved in a terminal of this machine, if so. */
function barrierOf(machine: MachinePolicy | undefined, now: number): string | undefined {
  if (machine === undefined) return undefined;
  const { path, floors } = machine;
  const { ask, expiresAt } = floors;
  if (ask !== undefined && !ask.includes('terminal')) {
    return `Not approved: the policy of this machine (${path}) lets people approve by ${ask.join(' or ')} only. Answer there, or ask an administrator to list terminal under ask.`;
  }
  if (expiresAt !== undefined && expiresAt <= now) {
    return `Not approved: access ended at ${new Date(expiresAt).toISOString()} (expires_at in ${path}), and every server refuses the call. An administrator of this machine can set a later time.`;
  }
  return undefined;
}

/** A plan of a sandbox is about an organization that ended with its server. */
function isOfThisWorld({ origin }: Plan): boolean {
  return !origin.sandbox || isRunning(origin.processId);
}

async function reject(chosen: Plan[], desk: Desk, stderr: NodeJS.WriteStream): Promise<number> {
  for (const plan of chosen) {
    await rejectPlan(plan, 'rejected', desk);
    stderr.write(`Rejected: ${plan.summary.what}\n`);
  }
  return EXIT.ok;
}

const CALL_AGAIN = 'Ask the assistant to make the call again.';
const NOTHING_WAITS =
  'Nothing waits for approval. Plans end some time after the call that made them (--approval-ttl).\n';

/** Undefined when the terminal was closed. */
async function ask(lines: ReturnType<typeof createInterface>, question: string): Promise<string | undefined> {
  const closed = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  return Promise.race([lines.question(question).catch(() => undefined), closed]);
}
