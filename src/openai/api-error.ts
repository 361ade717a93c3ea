/** The one error that leaves this folder: what went wrong with a request, whether it took effect, and what to do. */
import type { RateLimit } from '../model/api-request.ts';

export type ApiErrorKind =
  | 'auth'
  | 'permission'
  | 'not_found'
  | 'invalid'
  | 'rate_limited'
  | 'quota'
  | 'server'
  /** A success by its status that is not the answer asked for. */
  | 'unexpected'
  | 'network'
  /** This computer or this installation, before anything was sent. */
  | 'local'
  /** By a rule of this program. */
  | 'refused'
  | 'timeout'
  | 'cancelled';

/**
 * Whether the request took effect. `not_sent`: it never left. `rejected`: OpenAI answered with a refusal or a
 * fault. `unknown`: it was sent and no trustworthy answer came, so a write may have been carried out.
 */
export type Outcome = 'not_sent' | 'rejected' | 'unknown';

export type ApiErrorDetails = {
  kind: ApiErrorKind;
  outcome: Outcome;
  /** What happened; `next`, what to do about it, follows it in the error's message. */
  message: string;
  next?: string | undefined;
  reason?: string | undefined;
  words?: string | undefined;
  retryable?: boolean;
  status?: number | undefined;
  code?: string | undefined;
  type?: string | undefined;
  param?: string | undefined;
  requestId?: string | undefined;
  rateLimit?: RateLimit | undefined;
  tooLarge?: { deadline: number } | undefined;
  cause?: Error | undefined;
};

/** A request that failed. Its texts hold no key, and no control or invisible characters from outside. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  readonly outcome: Outcome;
  /** The message without the next step, for whoever knows a better one. */
  readonly statement: string;
  /** The row of the table of refusals that it comes from. */
  readonly reason: string | undefined;
  /** The words of the answer, cleaned; empty for none. */
  readonly words: string;
  /** Whether the same call may be made again later with hope of success and without harm. */
  readonly retryable: boolean;
  readonly status: number | undefined;
  /** OpenAI's error code, or the code of the network fault (`ECONNREFUSED`, `CERT_HAS_EXPIRED`, ...). */
  readonly code: string | undefined;
  readonly type: string | undefined;
  readonly param: string | undefined;
  readonly requestId: string | undefined;
  readonly rateLimit: RateLimit | undefined;
  /** The answer of a read is larger than is taken; until `deadline` (`ApiRequest.deadline`) less may be asked for. */
  readonly tooLarge: { deadline: number } | undefined;

  constructor(details: ApiErrorDetails) {
    const { message, next } = details;
    super(next === undefined ? message : `${message} ${next}`, details.cause && { cause: details.cause });
    this.kind = details.kind;
    this.outcome = details.outcome;
    this.statement = message;
    this.reason = details.reason;
    this.words = details.words ?? '';
    this.retryable = details.retryable ?? false;
    this.status = details.status;
    this.code = details.code;
    this.type = details.type;
    this.param = details.param;
    this.requestId = details.requestId;
    this.rateLimit = details.rateLimit;
    this.tooLarge = details.tooLarge;
  }
}
