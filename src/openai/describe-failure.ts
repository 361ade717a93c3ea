/** Turns a request without a whole answer into an ApiError: unreachable, cut off, unreadable, too slow or stopped. */
import type { AccessEnd } from '../model/access-end.ts';
import type { ExpectedAnswer } from '../model/api-request.ts';
import { codeOf } from '../model/error-code.ts';
import { defined } from '../model/record.ts';
import { ApiError } from './api-error.ts';
import type { StopReason } from './call-limit.ts';
import { ConnectionSettingError } from './dispatcher.ts';
import { cleanForeignText } from './foreign-text.ts';
import { localFault } from './local-fault.ts';

/** What is known of a call before it is sent. */
export type CallFacts = {
  /** Host and port that are to be reached. */
  host: string;
  /** Whether the call may change something. */
  write: boolean;
  expects?: ExpectedAnswer | undefined;
  /** Whether the base URL has the part `/v1`. */
  versioned: boolean;
  namesId: boolean;
  /** Words for what it acts on and with. */
  subject: readonly string[];
  cursor: string | undefined;
  /** By when the call has to be over, on the monotonic clock. */
  deadline: number;
  access: AccessEnd | undefined;
};

/** A call that failed. */
export type Failure = CallFacts & {
  sent: boolean;
  /** The status line, when one came. */
  status?: number | undefined;
  requestId?: string | undefined;
};

const WRITE_MAY_BE_DONE = 'It may have been carried out: look before repeating it.';

const CERTIFICATE_UNKNOWN =
  'Its certificate comes from an authority that is not trusted here. Where a company inspects traffic, name its certificate file with --ca-file FILE or NODE_EXTRA_CA_CERTS.';

const TLS_TOO_OLD =
  'It speaks only an old version of TLS, or only old ciphers; OpenAI itself does not. Something between this machine and OpenAI answers in its place: have that proxy or firewall updated (TLS 1.2 or newer).';

const CAUSES: Record<string, string> = {
  ENOTFOUND:
    'Its name could not be resolved. Check the network connection, and the proxy settings if there is a proxy.',
  EAI_AGAIN: 'Its name could not be resolved for now. Check the network connection.',
  ECONNREFUSED: 'The connection was refused. Check the address, and the proxy settings if there is a proxy.',
  ECONNRESET:
    'The connection was closed while it was being opened. Check the network and the proxy settings.',
  ETIMEDOUT: 'The connection could not be opened in time. Check the network and the proxy settings.',
  UND_ERR_CONNECT_TIMEOUT:
    'The connection could not be opened in time. Check the network and the proxy settings.',
  UND_ERR_HEADERS_TIMEOUT: 'The proxy did not open a connection in time. Check HTTPS_PROXY.',
  UND_ERR_ABORTED:
    'The proxy refused the connection (407 means it wants a user name and password). Check HTTPS_PROXY.',
  PROXY_HUNG_UP: 'The proxy closed the connection. Check HTTPS_PROXY.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: CERTIFICATE_UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT: CERTIFICATE_UNKNOWN,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: CERTIFICATE_UNKNOWN,
  DEPTH_ZERO_SELF_SIGNED_CERT: CERTIFICATE_UNKNOWN,
  SELF_SIGNED_CERT_IN_CHAIN: CERTIFICATE_UNKNOWN,
  CERT_HAS_EXPIRED: 'Its certificate has expired, or the clock of this machine is wrong.',
  CERT_NOT_YET_VALID: 'Its certificate is not valid yet, or the clock of this machine is wrong.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'Its certificate is for another host. Something between this machine and OpenAI answers in its place.',
  ERR_SSL_UNSUPPORTED_PROTOCOL: TLS_TOO_OLD,
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: TLS_TOO_OLD,
  ERR_SSL_NO_PROTOCOLS_AVAILABLE: TLS_TOO_OLD,
  ERR_SSL_VERSION_TOO_LOW: TLS_TOO_OLD,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: TLS_TOO_OLD,
  ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY: TLS_TOO_OLD,
  ERR_SSL_WRONG_VERSION_NUMBER:
    'It does not speak TLS on this port. Check the base URL and the proxy settings.',
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    'It does not speak TLS on this port. Check the base URL and the proxy settings.',
};

/** The code of an error, or of the nearest cause that has one. */
function codeBehind(error: Error | undefined): string | undefined {
  const code = codeOf(error);
  if (code !== undefined) return code;
  return error && 'cause' in error && error.cause instanceof Error ? codeBehind(error.cause) : undefined;
}

/** A copy with name, code and cleaned message alone: the original may hold bytes of the answer or proxy settings. */
function harmlessCause(error: Error): Error {
  const cause = new Error(cleanForeignText(error.message, 200));
  cause.name = error.name;
  delete cause.stack;
  const code = codeBehind(error);
  return code === undefined ? cause : Object.assign(cause, { code });
}

function causeOf(error: Error): string {
  // Only a proxy is spoken to in HTTP before the request.
  if (isNotHttp(error)) {
    return 'The proxy did not answer in HTTP: it is no HTTP proxy, or another service at that address. Check HTTPS_PROXY.';
  }
  const code = codeBehind(error) ?? 'no code';
  return CAUSES[code] ?? `The connection failed (${code}). Check the network.`;
}

/** From undici's parser, which gives most of its errors no code. */
function isNotHttp(error: Error): boolean {
  // An assertion is undici's way to say so of a status line outside of 100 to 599, or of a switch that nobody asked for.
  return error.name === 'HTTPParserError' || error.name === 'AssertionError';
}

/** Nothing was sent: no name, no connection, no TLS, no way through the proxy. */
export function describeUnreachable(failure: Failure, error: Error): ApiError {
  const local = localFault(error);
  if (local !== undefined) {
    return new ApiError({
      kind: 'local',
      outcome: 'not_sent',
      message: `Nothing was sent. ${local.message}`,
      retryable: local.retryable,
      code: local.code,
      cause: harmlessCause(error),
    });
  }
  const code = codeBehind(error);
  const status = /^Proxy response \((\d{3})\)/.exec(error.message)?.[1];
  const reason = causeOf(error);
  return new ApiError({
    kind: 'network',
    outcome: 'not_sent',
    message: `${failure.host} could not be reached, so nothing was sent${status ? ` (proxy answer ${status})` : ''}. ${reason}`,
    retryable: true,
    code,
    cause: harmlessCause(error),
  });
}

/** Why no connection could be prepared: a setting, this computer, or a file of the program. */
export function describeUnopened(error: unknown): ApiError {
  if (error instanceof ConnectionSettingError) {
    return new ApiError({ kind: 'network', outcome: 'not_sent', message: error.message });
  }
  const local = error instanceof Error ? localFault(error) : undefined;
  const message =
    local?.message ??
    'A file of this program is missing or damaged: install it again, then restart the server.';
  return new ApiError({
    kind: 'local',
    outcome: 'not_sent',
    message: `Nothing was sent. ${message}`,
    retryable: local?.retryable ?? false,
    code: local?.code,
  });
}

/** The request was sent, and the connection broke before a status line, or the answer was not HTTP. */
export function describeCutOff(failure: Failure, error: Error): ApiError {
  const { status, write, requestId } = failure;
  return new ApiError({
    kind: status === undefined ? 'network' : 'server',
    outcome: 'unknown',
    message: isNotHttp(error)
      ? `What came from ${failure.host} is not HTTP. ${write ? WRITE_MAY_BE_DONE : 'Check the base URL, and what answers there.'}`
      : `The connection to ${failure.host} broke ${status === undefined ? 'before an answer came' : `in the middle of the answer (${status})`}. ${write ? WRITE_MAY_BE_DONE : 'Try again in a while.'}`,
    retryable: !write,
    status,
    requestId,
    code: codeBehind(error),
    cause: harmlessCause(error),
  });
}

/** A success by its status, whose body is not usable; part of an answer is never passed off as the answer. */
export function describeUnreadable(failure: Failure, reason: string, retryable: boolean): ApiError {
  const { write, status, requestId } = failure;
  return new ApiError({
    kind: 'server',
    outcome: 'unknown',
    message: `The answer of ${failure.host} (${status}) cannot be used: ${reason}. ${write ? WRITE_MAY_BE_DONE : 'Try again, or ask for less; a proxy or a login page on the way may have answered instead.'}`,
    retryable: retryable && !write,
    status,
    requestId,
  });
}

/** A read whose answer is larger than is taken. Whoever can ask for less has the rest of the call's time for it. */
export function describeTooLarge(failure: Failure, reason: string): ApiError {
  const { host, status, requestId, deadline } = failure;
  return new ApiError({
    kind: 'server',
    outcome: 'unknown',
    message: `The answer of ${host} (${status}) cannot be used: ${reason}. Ask for less: a filter, a shorter range, fewer group_by, or a smaller limit.`,
    status,
    requestId,
    tooLarge: { deadline },
  });
}

/** A success by its status with JSON that is no answer to what was asked. @param came what it is instead, in words */
export function describeUnexpected(failure: Failure, came: string): ApiError {
  const { write, status, requestId, host } = failure;
  return new ApiError({
    kind: 'unexpected',
    outcome: 'unknown',
    message: `${host} answered ${status}, but not with what was asked for. It sent ${came}. ${write ? WRITE_MAY_BE_DONE : 'Nothing can be concluded from it, neither that something is there nor that nothing is. If it stays so, something on the way answers in place of OpenAI, or the API has changed.'}`,
    status,
    requestId,
  });
}

/** Access was over before anything was sent. */
export function endedAccess({ reason }: AccessEnd): ApiError {
  return new ApiError({ kind: 'refused', outcome: 'not_sent', message: reason, next: 'Nothing was sent.' });
}

const MORE_TIME =
  'Allow more time with --timeout, the limit of one request with all its tries, or ask for less.';

/** The call was stopped from this side. */
export function describeStop(failure: Failure, reason: StopReason, timeoutMilliseconds: number): ApiError {
  const { sent, write, access } = failure;
  if (reason === 'ended' && access !== undefined) return endedAccess(access);
  const effect = sent ? (write ? ` ${WRITE_MAY_BE_DONE}` : '') : ' Nothing was sent.';
  const timeout = reason === 'timeout';
  return new ApiError({
    kind: timeout ? 'timeout' : 'cancelled',
    outcome: sent ? 'unknown' : 'not_sent',
    message: timeout
      ? `No complete answer within ${timeoutMilliseconds / 1000} s.${effect}`
      : `The call was cancelled${reason === 'closed' ? ' because the program is ending' : ''}.${effect}`,
    ...(timeout && { next: MORE_TIME }),
    retryable: timeout && !(sent && write),
    ...defined({ status: failure.status }),
    requestId: failure.requestId,
  });
}
