/** Turns an answer with an error status into an ApiError that says what to do next. */
import type { RateLimit } from '../model/api-request.ts';
import { ownCommand } from '../model/own-command.ts';
import { ApiError, type ApiErrorKind, type Outcome } from './api-error.ts';
import { cleanForeignText } from './foreign-text.ts';
import { parseJson } from './parse-json.ts';

export type ErrorAnswer = {
  status: number;
  /** The decoded body; empty when it did not come whole. */
  body: Buffer;
  contentType: string;
  requestId: string | undefined;
  rateLimit: RateLimit | undefined;
  /** Whether the call may have changed something. */
  write: boolean;
};

type ErrorBody = { message?: string; type?: string; code?: string; param?: string };

/** Billing limits: waiting does not lift them, whatever the status. */
const QUOTA_CODES = new Set([
  'credit_balance_exhausted',
  'organization_usage_limit_exceeded',
  'organization_spend_limit_exceeded',
  'project_spend_limit_exceeded',
  'insufficient_quota',
]);

/** What was asked for is not carried out, now or later; the sandbox says so of operations that it does not play. */
export const NOT_IMPLEMENTED = 501;

const login = () => `"${ownCommand('auth login')}"`;

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** OpenAI's `{error: {...}}`, the older bare `{code, message}`, `{error: "text"}`, or plain text; else nothing. */
function readErrorBody(answer: ErrorAnswer): ErrorBody {
  const clean = (value: unknown, maxLength?: number): string | undefined =>
    typeof value === 'string' && value !== '' ? cleanForeignText(value, maxLength) || undefined : undefined;
  let parsed: unknown;
  try {
    parsed = parseJson(answer.body);
  } catch {
    const message = answer.contentType.startsWith('text/plain')
      ? clean(answer.body.toString('utf8'))
      : undefined;
    return message === undefined ? {} : { message };
  }
  const outer = record(parsed);
  const error = typeof outer.error === 'string' ? { message: outer.error } : record(outer.error ?? outer);
  const result: ErrorBody = {};
  const message = clean(error.message);
  if (message !== undefined) result.message = message;
  for (const name of ['type', 'code', 'param'] as const) {
    const text = clean(error[name], 100);
    if (text !== undefined) result[name] = text;
  }
  return result;
}

function kindOf(status: number, error: ErrorBody, scopes: string | undefined): ApiErrorKind {
  if (QUOTA_CODES.has(error.code ?? '') || QUOTA_CODES.has(error.type ?? '') || status === 402)
    return 'quota';
  if (status === 429) return 'rate_limited';
  if (status === 408) return 'timeout';
  if (status < 400 || status >= 500) return 'server';
  if (status === 403 || status === 451 || (status === 401 && scopes !== undefined)) return 'permission';
  if (status === 401) return 'auth';
  return status === 404 ? 'not_found' : 'invalid';
}

/** A gateway's 502, 504 or 52x tells only that OpenAI's own answer was lost. */
function outcomeOf({ status, write }: ErrorAnswer): Outcome {
  return write && (status === 502 || status === 504 || (status >= 520 && status <= 530))
    ? 'unknown'
    : 'rejected';
}

function inWords(seconds: number): string {
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7200 ? `${Math.ceil(seconds / 60)} minutes` : `${Math.ceil(seconds / 3600)} hours`;
}

/** What failed, without the full stop, and what to do next. */
function describe(
  kind: ApiErrorKind,
  answer: ErrorAnswer,
  error: ErrorBody,
  scopes: string | undefined,
): [what: string, next: string] {
  const { status, rateLimit, write } = answer;
  switch (kind) {
    case 'auth':
      return [
        `OpenAI refused the key (${status})`,
        `Check the key with "${ownCommand('auth status')}", or replace it with ${login()}.`,
      ];
    case 'permission':
      return [
        `The key is not allowed to do this (${status})`,
        scopes === undefined
          ? `Use a key with more rights (${login()}), or ask an owner of the organization.`
          : `The key lacks this scope: ${scopes}. Store a key that has it with ${login()}.`,
      ];
    case 'not_found':
      return [
        `OpenAI knows nothing under this ID (${status})`,
        'Check the ID with the tool that lists such objects; it may be deleted, or belong to another organization or project.',
      ];
    case 'quota':
      return [
        `A billing limit is reached (${status}${error.code ? `, ${error.code}` : ''})`,
        "Waiting does not help: an owner has to add credit or raise the limit in OpenAI's billing settings.",
      ];
    case 'rate_limited': {
      const wait = rateLimit?.retry_after_seconds ?? rateLimit?.reset_seconds;
      return [
        `OpenAI's rate limit is reached (${status})`,
        wait === undefined
          ? 'OpenAI did not say for how long: wait a minute before trying again.'
          : `Try again in ${inWords(Math.max(1, wait))}.`,
      ];
    }
    case 'invalid':
      return [
        status === 409
          ? `This conflicts with the present state (${status})`
          : `OpenAI did not accept this (${status})`,
        status === 409
          ? 'Look at the present state before trying again.'
          : 'Correct the arguments and call again.',
      ];
    default:
      if (status < 400) {
        return [
          `The answer was a redirect or not a result (${status}), and redirects are never followed`,
          'Check the base URL, and whether a proxy or a login page stands between this machine and OpenAI.',
        ];
      }
      if (status === NOT_IMPLEMENTED) {
        return [
          `The API does not offer this (${status})`,
          `${write ? 'Nothing was changed. ' : ''}Calling again does not help.`,
        ];
      }
      return [
        kind === 'timeout'
          ? `OpenAI gave up waiting (${status})`
          : `OpenAI or a gateway before it failed (${status})`,
        write
          ? 'The change may have been carried out all the same: look before repeating it.'
          : 'Try again in a while; status.openai.com tells of known faults.',
      ];
  }
}

/** Any answer other than a success, as an error. Every text from the answer is cleaned and bounded. */
export function describeStatus(answer: ErrorAnswer): ApiError {
  const error = readErrorBody(answer);
  const scopes = /missing scopes?:\s*([\w.:-]+(?:,\s*[\w.:-]+)*)/i
    .exec(error.message ?? '')?.[1]
    ?.replace(/\.$/, '');
  const kind = kindOf(answer.status, error, scopes);
  const [what, next] = describe(kind, answer, error, scopes);
  const words = error.message === undefined ? '' : `: "${error.message.replaceAll('"', "'")}"`;
  const param = error.param === undefined ? '' : ` (parameter ${error.param})`;
  return new ApiError({
    kind,
    outcome: outcomeOf(answer),
    message: `${what}${words}${param}${/[.!?]"$/.test(words + param) ? '' : '.'} ${next}`,
    retryable:
      kind === 'rate_limited' ||
      ((kind === 'server' || kind === 'timeout') &&
        !answer.write &&
        answer.status >= 400 &&
        answer.status !== NOT_IMPLEMENTED),
    status: answer.status,
    code: error.code,
    type: error.type,
    param: error.param,
    requestId: answer.requestId,
    rateLimit: answer.rateLimit,
  });
}
