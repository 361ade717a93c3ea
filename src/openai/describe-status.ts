/** Turns an answer with an error status into an ApiError that says what to do next. */
import type { RateLimit } from '../model/api-request.ts';
import { ApiError } from './api-error.ts';
import { readErrorBody } from './error-body.ts';
import type { RefusalText } from './faults-on-the-way.ts';
import { withWaitInWords } from './rate-limit.ts';
import { readCause } from './read-cause.ts';
import type { Refusal } from './recognise-refusal.ts';
import { REFUSALS } from './refusals.ts';

export type ErrorAnswer = {
  status: number;
  /** The decoded body; empty when it did not come whole. */
  body: Buffer;
  contentType: string;
  requestId: string | undefined;
  rateLimit: RateLimit | undefined;
  /** Words for what the call acts on and with. */
  subject: readonly string[];
} & Pick<Refusal, 'write' | 'namesId' | 'cursor' | 'versioned'>;

/** Any answer other than a success, as an error. Every text from the answer is cleaned and bounded. */
export function describeStatus(answer: ErrorAnswer): ApiError {
  const { status, requestId, write, namesId, cursor, versioned } = answer;
  const { message = '', type, code, param, form } = readErrorBody(answer.body, answer.contentType, status);
  const told = { status, words: message, type, code, param };
  const refusal = {
    ...told,
    form,
    cause: readCause({ ...told, subject: answer.subject }),
    write,
    namesId,
    cursor,
    versioned,
  };
  const row = REFUSALS.find(({ fits }) => fits(refusal));
  // The last row fits every answer.
  if (row === undefined) throw new Error(`no row of the table fits ${status}`);
  const inWords = (text: RefusalText) => (typeof text === 'string' ? text : text(refusal));
  const rateLimit =
    row.kind === 'rate_limited' ? withWaitInWords(answer.rateLimit, message) : answer.rateLimit;
  const name = row.kind === 'quota' && code !== undefined ? `${status}, ${code}` : status;
  const said = message === '' ? '' : `: "${message.replaceAll('"', "'")}"`;
  const about = param === undefined ? '' : ` (parameter ${param})`;
  const end = /[.!?]"$/.test(said + about) ? '' : '.';
  return new ApiError({
    kind: row.kind,
    reason: row.reason,
    outcome: (write ? row.outcome : undefined) ?? 'rejected',
    message: `${inWords(row.what)} (${name})${said}${about}${end}`,
    next: row.next === undefined ? whenToTryAgain(rateLimit) : inWords(row.next),
    retryable: row.retryable === 'any' || (row.retryable === 'read' && !write),
    words: message,
    status,
    code,
    type,
    param,
    requestId,
    rateLimit,
  });
}

function whenToTryAgain(rateLimit: RateLimit | undefined): string {
  const wait = rateLimit?.retry_after_seconds ?? rateLimit?.reset_seconds;
  return wait === undefined
    ? 'It was not said for how long: wait a minute before trying again.'
    : `Try again in ${timeInWords(Math.max(1, wait))}.`;
}

function timeInWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}
