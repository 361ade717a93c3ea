/** The moment of sending: the intent on record before it, the outcome after it, and nothing sent twice. */
import { mintsSecret } from '../approval/needs-approval.ts';
import type { WriteOutcome } from '../calls/prepared-write.ts';
import { CredentialError } from '../credentials/credential-error.ts';
import type { ApiResponse } from '../model/api-request.ts';
import { defined } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import { ArgumentError } from '../tools/argument-error.ts';
import type { Approval } from './asked-by-way.ts';
import type { GuardPorts } from './guard-ports.ts';
import { type LookUp, lookUpCreate } from './look-up-create.ts';
import type { Target } from './read-target.ts';
import { recordedArguments } from './recorded-arguments.ts';
import { type KeptSecret, keepSecret, missingSecret, secretIn } from './secret-from-answer.ts';
import { targetOf, type WriteContext, whoAndWhat } from './write-context.ts';

/**
 * Sends the write once.
 * @throws AuditUnwritable with nothing sent; nothing else once it was sent
 */
export async function sendWrite(
  context: WriteContext,
  approval: Approval & { granted: true },
  target: Target | undefined,
  minting: Minting | undefined,
): Promise<WriteOutcome> {
  const { write, caller, ports, signal } = context;
  const { tool, request } = write;
  const call = await ports.trail.intent({
    ...whoAndWhat(tool.name, caller, ports),
    arguments: recordedArguments(write),
    decision: approval.decision,
    ...defined({ approved_by: approval.by, reason: approval.reason, job: context.job }),
    ...targetOf(target),
  });
  const note: Note = async (outcome, facts) => {
    try {
      await ports.trail.outcome(call, { outcome, ...facts });
      return {};
    } catch {
      return { audit: 'The outcome could not be written to the audit trail.' };
    }
  };
  const started = ports.now();
  let response: ApiResponse;
  try {
    response = await ports.send(request, signal);
  } catch (error) {
    return failed(context, error, minting, started, note);
  }
  if (!mintsSecret(tool, write.checked.values)) return done(context, response, started, note);
  const facts = factsIn(response);
  if (response.unread !== undefined) {
    const lost = `${tool.title} was answered with success, but its answer could not be read (${response.unread}). It may have been carried out.`;
    const error = new ApiError({
      kind: 'unexpected',
      outcome: 'unknown',
      message: lost,
      ...errorFactsIn(response),
    });
    return failed(context, error, minting, started, note);
  }
  const found = secretIn(tool, response.body);
  const kept: KeptSecret =
    found === undefined
      ? missingSecret(tool, response.body, minting)
      : minting === undefined
        ? { kept: true, body: response.body, more: {} }
        : await keepSecret(context, response.body, found, minting);
  if (kept.kept) {
    const shown = { ...response, body: kept.body };
    return { kind: 'done', response: shown, more: { ...kept.more, ...(await note('done', facts)) } };
  }
  const { message, isMissing } = kept;
  const more = {
    ...kept.more,
    ...(await note(isMissing ? 'unknown' : 'secret_lost', { ...facts, note: message })),
  };
  const error =
    isMissing && new ApiError({ kind: 'unexpected', outcome: 'unknown', message, ...errorFactsIn(response) });
  return { kind: 'failed', error, message, more };
}

type Note = (
  outcome: string,
  facts: { status?: number; request_id?: string; note?: string },
) => Promise<Record<string, string>>;

/** OpenAI's word for it; what was created has an ID all the same when the answer that tells it got lost. */
async function done(
  context: WriteContext,
  response: ApiResponse,
  started: number,
  note: Note,
): Promise<WriteOutcome> {
  const facts = factsIn(response);
  if (response.unread === undefined || context.write.tool.method !== 'create') {
    return { kind: 'done', response, more: await note('done', facts) };
  }
  const found = await lookUpCreate(context, Math.floor(started / 1000));
  const more = { ...lookUpShown(found), ...(await note('done', { ...facts, note: lookUpNoted(found) })) };
  return { kind: 'done', response, more };
}

async function failed(
  context: WriteContext,
  error: unknown,
  minting: Minting | undefined,
  started: number,
  note: Note,
): Promise<WriteOutcome> {
  const { write, ports, signal } = context;
  const { outcome, status, requestId, message } = factsOf(error);
  if (outcome === 'not_sent') await giveBack(ports);
  const isSure = outcome !== 'unknown';
  if (isSure) minting?.end();
  const facts = {
    ...defined({ status, request_id: requestId }),
  };
  if (isSure || signal.aborted) return { kind: 'failed', error, more: await note(outcome, facts) };
  if (write.tool.method !== 'create') {
    const told = minting && message && { message: `${message} ${LOST_WITH_CHANGE}` };
    return { kind: 'failed', error, ...told, more: await note(outcome, facts) };
  }
  const found = await lookUpCreate(context, Math.floor(started / 1000));
  const took = `In all it took ${((ports.now() - started) / 1000).toFixed(1)} s.`;
  const lost = minting !== undefined && found.result === 'created' ? ` ${LOST_SECRET}` : '';
  const audit = await note(outcome, { ...facts, note: lookUpNoted(found) });
  return {
    kind: 'failed',
    error,
    ...(message && { message: `${message} ${found.sentence}${lost} ${took}` }),
    more: { ...lookUpShown(found), ...audit },
  };
}

function lookUpShown({ result, ids, hidesIds }: LookUp): Record<string, unknown> {
  return { look_up: { result, ...(!hidesIds && { ids }) } };
}

function lookUpNoted({ result, ids }: LookUp): string {
  return `look-up: ${result} ${ids.join(', ')}`.trim();
}

/** For the record. */
function factsIn({ status, requestId }: ApiResponse): { status: number; request_id?: string } {
  return { status, ...defined({ request_id: requestId }) };
}

function errorFactsIn({ status, requestId }: ApiResponse): { status: number; requestId?: string } {
  return { status, ...defined({ requestId }) };
}

/** What is not known to be an answer, or never to have left, may have been carried out. */
function factsOf(error: unknown): Partial<ApiError> & Pick<ApiError, 'outcome'> {
  if (error instanceof ApiError) return error;
  // No key for it, or held back by --project.
  const wasHeldBack = error instanceof CredentialError || error instanceof ArgumentError;
  return { outcome: wasHeldBack ? 'not_sent' : 'unknown' };
}

/** A write that never left does not count; when that cannot be written down, it counts after all. */
export async function giveBack({ budget }: GuardPorts): Promise<void> {
  await budget?.giveBack().catch(() => undefined);
}

const LOST_SECRET = 'Its secret was lost with the answer: delete it and make another.';
const LOST_WITH_CHANGE =
  'If it was, the new secret is lost with the answer and the old one no longer works: run the call again.';
