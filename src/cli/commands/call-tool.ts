/** One call of a tool from the command line: as a client makes it, but that a person is asked in this terminal. */
import type { Caller } from '../../calls/prepared-write.ts';
import type { Product } from '../../compose/compose.ts';
import { loadMachinePolicy } from '../../compose/machine-policy.ts';
import { agentMarker } from '../../host/agent-shell.ts';
import { EXIT } from '../../host/exit-code.ts';
import { ownCommand } from '../../model/own-command.ts';
import { isRecord } from '../../model/record.ts';
import type { ApiErrorKind } from '../../openai/api-error.ts';
import type { Settings } from '../../settings/settings.ts';
import { quote } from '../../text/clean.ts';
import { suggestion } from '../../text/nearest.ts';
import { CommandFailure } from '../failure.ts';
import type { ProcessContext } from '../process-context.ts';
import { approve } from './approve.ts';
import { openProduct } from './open-product.ts';
import { progressLine } from './progress-line.ts';

export type Answer = Record<string, unknown>;

/** What a command does with a tool, as often as it needs to; each answer is whole. */
export type CallTool = (tool: string, given: Record<string, unknown>) => Promise<Answer>;

/**
 * Opens the product for `work`, and ends it.
 * Rejects with CommandFailure where a call was refused, failed, or waits for a person.
 */
export async function withTools<T>(
  context: ProcessContext,
  settings: Settings,
  work: (call: CallTool, product: Product) => Promise<T>,
): Promise<T> {
  const product = await openProduct(context, await askingHere(settings, context), 'any');
  const ending = new AbortController();
  context.onSignal('SIGINT', () => ending.abort());
  const progress = progressLine(context);
  const caller: Caller = {
    client: 'command line',
    canAsk: false,
    hasTime: true,
    onProgress: progress.tell,
  };
  const once = async (tool: string, given: Record<string, unknown>) => {
    const answer = product.service.call(tool, given, caller, ending.signal);
    if ('unknownTool' in answer) {
      const hint = suggestion(answer.didYouMean);
      throw new CommandFailure(
        EXIT.usage,
        `There is no tool ${quote(tool)}${hint} ${ownCommand('tools list')} shows all.`,
      );
    }
    const result = await answer;
    progress.end();
    if ('ask' in result) throw new Error('a form was asked for');
    return JSON.parse(result.content[0]?.text ?? '') as Answer;
  };
  try {
    return await work(async (tool, given) => {
      const answer = await once(tool, given);
      if (!('needs_approval' in answer)) return checked(answer, ending.signal);
      await approvedHere(answer, context);
      return checked(await once(tool, given), ending.signal);
    }, product);
  } finally {
    progress.end();
    await product.close();
  }
}

/** A person at this terminal is asked in it, unless a way was chosen or the policy of the machine leaves it out. */
async function askingHere(settings: Settings, context: ProcessContext): Promise<Settings> {
  if (settings.ask !== 'auto' || !isPersons(context)) return settings;
  const ways = (await loadMachinePolicy(context.host))?.machine.floors.ask;
  return ways === undefined || ways.includes('terminal') ? { ...settings, ask: 'terminal' } : settings;
}

function isPersons({ host, stdin, stderr }: ProcessContext): boolean {
  return agentMarker(host.environment) === undefined && stdin.isTTY && stderr.isTTY;
}

/** Rejects unless the plan was approved. */
async function approvedHere({ plan, what, why }: Answer, context: ProcessContext): Promise<void> {
  if (isPersons(context)) {
    const code = await approve(context, String(plan), {}, '');
    if (code === EXIT.ok) return;
    throw new CommandFailure(code, 'Nothing was sent.');
  }
  throw new CommandFailure(
    EXIT.refused,
    `Nothing was sent: a person has to approve this first. ${String(what)}\n${String(why)}\nIn a terminal: ${ownCommand(`approve ${String(plan)}`)}. Then repeat this command unchanged; a policy can approve it beforehand (docs/policy.md).`,
  );
}

/** @throws CommandFailure for an error, with the exit code of its kind */
function checked(answer: Answer, signal: AbortSignal): Answer {
  const { error } = answer;
  if (!isRecord(error)) return answer;
  const { kind, message, status, request_id: request } = error;
  // OpenAI may call wrong what this program let through.
  const isTheirs = kind === 'invalid' && status !== undefined;
  const ofKind = isTheirs ? EXIT.refusedByOpenAI : CODES[kind as keyof typeof CODES];
  const code = signal.aborted ? EXIT.interrupted : (ofKind ?? EXIT.internal);
  throw new CommandFailure(
    code,
    `${String(message)}${request === undefined ? '' : ` (request ${String(request)})`}`,
  );
}

/** By the kind of an error: what OpenAI refused, what brought no usable answer, and what never left this machine. */
const CODES: Record<ApiErrorKind | 'internal' | 'secret_lost', number> = {
  internal: EXIT.internal,
  local: EXIT.internal,
  secret_lost: EXIT.internal,
  invalid: EXIT.usage,
  auth: EXIT.noCredential,
  refused: EXIT.refused,
  permission: EXIT.refusedByOpenAI,
  not_found: EXIT.refusedByOpenAI,
  quota: EXIT.refusedByOpenAI,
  rate_limited: EXIT.timedOut,
  server: EXIT.timedOut,
  unexpected: EXIT.timedOut,
  network: EXIT.timedOut,
  timeout: EXIT.timedOut,
  cancelled: EXIT.interrupted,
};
