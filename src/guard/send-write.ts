/** Owns the moment of sending: the intent on record before it, the outcome after it, and nothing sent twice. */
import type { ApiResponse } from '../openai/client.ts';
import type { Minting } from '../sinks/secret-keeper.ts';
import { keyProjectOf, sendChecked } from '../tools/read-listing.ts';
import type { WriteOutcome } from '../tools/write-guard.ts';
import type { Approval } from './approval-step.ts';
import { type Guarded, whoAndWhat } from './guarded.ts';
import { lookUpCreate } from './look-up-create.ts';
import { keepSecret } from './secret-step.ts';

/**
 * Sends the write once.
 * @throws AuditUnwritable with nothing sent; nothing else once it was sent
 */
export async function sendWrite(
  guarded: Guarded,
  approval: Approval & { granted: true },
  minting: Minting | undefined,
): Promise<WriteOutcome> {
  const { write, caller, ports, signal } = guarded;
  const { tool, checked, request } = write;
  const call = await ports.trail.intent({
    ...whoAndWhat(tool, caller, ports),
    arguments: checked.values,
    decision: approval.decision,
    ...(approval.by !== undefined && { approved_by: approval.by }),
  });
  const note = async (outcome: string, facts: { status?: number; request_id?: string; note?: string }) => {
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
    response = await ports.send(tool, request, keyProjectOf(tool, checked.values), signal);
  } catch (error) {
    return failed(guarded, error, minting, started, note);
  }
  const facts = { status: response.status, ...(response.requestId && { request_id: response.requestId }) };
  if (minting === undefined) return { kind: 'done', response, more: await note('done', facts) };
  const sendOne = sendChecked(ports.send, new AbortController().signal);
  const undo = (deleter: typeof tool, values: Record<string, unknown>) =>
    sendOne(deleter, { values, clear: [] });
  const kept = await keepSecret(write, response.body, minting, ports, undo, guarded.reader);
  if (kept.kept) return { kind: 'done', response, more: { ...kept.more, ...(await note('done', facts)) } };
  const more = { ...kept.more, ...(await note('secret_lost', { ...facts, note: kept.message })) };
  return { kind: 'failed', error: undefined, message: kept.message, more };
}

type Note = (
  outcome: string,
  facts: { status?: number; request_id?: string; note?: string },
) => Promise<object>;

async function failed(
  guarded: Guarded,
  error: unknown,
  minting: Minting | undefined,
  started: number,
  note: Note,
): Promise<WriteOutcome> {
  const { write, reader, signal } = guarded;
  const {
    outcome = 'unknown',
    status,
    requestId,
    message = '',
  } = (error ?? {}) as {
    outcome?: string;
    status?: number;
    requestId?: string;
    message?: string;
  };
  const isSure = outcome === 'not_sent' || outcome === 'rejected';
  if (isSure) minting?.end();
  const facts = {
    ...(status !== undefined && { status }),
    ...(requestId !== undefined && { request_id: requestId }),
  };
  if (isSure || write.tool.method !== 'create' || signal.aborted) {
    return { kind: 'failed', error, more: { ...(await note(outcome, facts)) } };
  }
  const found = await lookUpCreate(write, Math.floor(started / 1000), reader);
  const lost = minting !== undefined && found.result === 'created' ? ` ${LOST_SECRET}` : '';
  const audit = await note(outcome, {
    ...facts,
    note: `look-up: ${found.result} ${found.ids.join(', ')}`.trim(),
  });
  const told = `${message} ${found.sentence}${lost} Do not repeat the call unseen.`.trim();
  return {
    kind: 'failed',
    error,
    message: told,
    more: { look_up: { result: found.result, ids: found.ids }, ...audit },
  };
}

const LOST_SECRET = 'Its secret was lost with the answer: delete it and make another.';
