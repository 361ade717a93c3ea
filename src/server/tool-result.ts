/** The MCP answer to a call: one text block of compact JSON, for results and for errors alike. */
import { CredentialError } from '../credentials/credential-error.ts';
import { isDamagedInstallation } from '../model/damaged-installation.ts';
import { defined } from '../model/record.ts';
import { ApiError } from '../openai/api-error.ts';
import { ArgumentError, RefusedAfterReading } from '../tools/argument-error.ts';

/**
 * No `structuredContent` and no `outputSchema`: some clients show the model only one of text and structure, and
 * all refuse a result that differs from a schema in the smallest thing.
 */
export type ToolResult = { content: { type: 'text'; text: string }[]; isError?: true };

export function resultOf(value: Record<string, unknown>): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify(value) }] };
}

/** What stands before every answer of a server, errors included; nothing outside the sandbox. */
export type Mark = { sandbox?: string };

export function markOf(sandbox: boolean): Mark {
  return sandbox ? { sandbox: 'make-believe data; every key is fake' } : {};
}

/** A call whose arguments make no sense. Nothing was sent. */
export function invalidOf(message: string, mark: Mark): ToolResult {
  return errorResult({ kind: 'invalid', message, outcome: 'not_sent' }, mark);
}

/** A call that was refused by the program's own rules. Nothing was sent. */
export function refusalOf(message: string, mark: Mark = {}): ToolResult {
  return errorResult({ kind: 'refused', message, outcome: 'not_sent' }, mark);
}

/**
 * The error as the model sees it. `more` is told beside it, and its `message` instead of the error's own; `inText`
 * shows the names of tools in it. Only messages that are ours are passed on; anything unforeseen is told in
 * general words, since a foreign message may hold anything, a key included.
 */
export function errorOf(
  error: unknown,
  mark: Mark = {},
  { message, ...more }: { message?: string } & Record<string, unknown> = {},
  inText: (text: string) => string = (text) => text,
): { result: ToolResult; unforeseen: boolean } {
  const known =
    describeKnownError(error) ?? (message === undefined ? undefined : { kind: 'secret_lost', message });
  if (known !== undefined) {
    const told: Record<string, unknown> = { ...known, ...defined({ message }), ...more };
    if (typeof told.message === 'string') told.message = inText(told.message);
    return { result: errorResult(told, mark), unforeseen: false };
  }
  const isSent = more.outcome !== 'not_sent';
  const internal = {
    kind: 'internal',
    message: `The server failed at this call; ${isSent ? 'whether anything was sent is not known' : 'nothing was sent'}. Its log has more.`,
    outcome: isSent ? 'unknown' : 'not_sent',
  };
  return { result: errorResult(internal, mark), unforeseen: true };
}

function describeKnownError(error: unknown): Record<string, unknown> | undefined {
  if (error instanceof ApiError) return describeApiError(error);
  if (isDamagedInstallation(error)) {
    return {
      kind: 'local',
      message: `${error.message} Then restart the server.`,
      outcome: 'not_sent',
      retryable: false,
    };
  }
  const kind =
    error instanceof ArgumentError ? 'invalid' : error instanceof CredentialError ? 'auth' : undefined;
  const outcome = error instanceof RefusedAfterReading ? 'rejected' : 'not_sent';
  return kind && { kind, message: (error as Error).message, outcome };
}

function describeApiError(error: ApiError): Record<string, unknown> {
  const { limit, remaining, reset_seconds, retry_after_seconds } = error.rateLimit ?? {};
  return defined({
    kind: error.kind,
    message: error.message,
    outcome: error.outcome,
    retryable: error.retryable,
    status: error.status,
    code: error.code,
    param: error.param,
    request_id: error.requestId,
    'ratelimit-limit': limit,
    'ratelimit-remaining': remaining,
    'ratelimit-reset': reset_seconds,
    retry_after_seconds,
  });
}

function errorResult(error: Record<string, unknown>, mark: Mark): ToolResult {
  return { content: [{ type: 'text', text: JSON.stringify({ ...mark, error }) }], isError: true };
}
