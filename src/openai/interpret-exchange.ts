/** Makes of one exchange either a response that can be trusted to be whole, or an error with the fault behind it. */
import type { ApiResponse, ExpectedAnswer } from '../model/api-request.ts';
import { defined } from '../model/record.ts';
import { redact } from '../redaction/redact.ts';
import type { ApiError } from './api-error.ts';
import { decodeBody, NoRoomForBody, TooLargeBody, UnacceptableBody } from './decode-body.ts';
import {
  type CallFacts,
  describeCutOff,
  describeTooLarge,
  describeUnexpected,
  describeUnreachable,
  describeUnreadable,
  type Failure,
} from './describe-failure.ts';
import { describeStatus } from './describe-status.ts';
import { isMarkup } from './error-body.ts';
import type { Exchange } from './exchange.ts';
import { type LargeAnswers, StoppedWhileParsing } from './large-answers.ts';
import { NestedTooDeep, parseJson } from './parse-json.ts';
import { parseRateLimit, type ResponseHeaders } from './rate-limit.ts';
import type { Fault } from './retry.ts';
import { errorIn, unexpectedIn } from './unexpected-answer.ts';

type Answer = NonNullable<Exchange['answer']>;

export type Attempt = { response: ApiResponse } | { error: ApiError; fault: Fault };

const NOTHING = Buffer.alloc(0);

const NO_CONTENT = 204;
/** Nobody asked for a part. */
const PARTIAL_CONTENT = 206;

function header(headers: ResponseHeaders, name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value.join(',') : value) ?? '';
}

const encodingOf = (headers: ResponseHeaders): string => header(headers, 'content-encoding');

export function isPacked({ answer, body }: Exchange): boolean {
  return answer !== undefined && body !== undefined && body.length > 0 && encodingOf(answer.headers) !== '';
}

function requestIdOf(headers: ResponseHeaders): string | undefined {
  const id = header(headers, 'x-request-id');
  return /^[\x21-\x7e]{1,200}$/.test(id) && redact(id) === id ? id : undefined;
}

/** Made only where one is told: an Error remembers its stack, which takes longer than parsing an answer. */
function faultOf(error: Error | undefined): Error {
  return error ?? new Error('no answer');
}

/** The unpacked body, or why there is none. */
async function readBody(
  { body, error }: Exchange,
  encoding: string,
  maxBytes: number,
): Promise<Buffer | Error> {
  if (!body) return faultOf(error);
  if (encoding === '' || body.length === 0) return body;
  try {
    return await decodeBody(body, encoding, maxBytes);
  } catch (reason) {
    return reason instanceof UnacceptableBody ? reason : new Error('it is damaged');
  }
}

/**
 * A write that was answered with success is done, whatever its body; only an error in it tells otherwise.
 * @param failed what is told of the answer where it cannot be used
 */
function readSuccess(
  body: Buffer | Error,
  parse: (body: Buffer) => unknown,
  whole: boolean,
  { status, headers }: Answer,
  { write, expects }: CallFacts,
  failed: () => Failure & { status: number },
): Attempt {
  const contentType = header(headers, 'content-type');
  const unread = (reason: string, mayPass: boolean): Attempt =>
    write && !isMarkup(body instanceof Buffer ? body.toString('utf8', 0, 200) : '', contentType)
      ? { response: { status, body: null, unread: reason } }
      : { error: describeUnreadable(failed(), reason, mayPass), fault: mayPass ? 'broken' : 'final' };
  if ((body instanceof TooLargeBody || body instanceof NoRoomForBody) && !write) {
    return { error: describeTooLarge(failed(), body.message), fault: 'final' };
  }
  if (body instanceof UnacceptableBody) return unread(body.message, false);
  if (body instanceof Error) {
    return whole ? unread(body.message, true) : { error: describeCutOff(failed(), body), fault: 'broken' };
  }
  let parsed: unknown = null;
  // A write that answers with nothing said that it is done; a read that does so said nothing.
  if (body.length > 0 || (!write && status !== NO_CONTENT)) {
    try {
      parsed = parse(body);
    } catch (error) {
      if (error instanceof NestedTooDeep) return unread(error.message, true);
      return unread(body.length === 0 ? 'it is empty' : 'it is not JSON of the expected form', true);
    }
  }
  if (!write && status === PARTIAL_CONTENT) {
    return { error: describeUnexpected(failed(), 'a part of the answer (206)'), fault: 'final' };
  }
  const came = write ? errorIn(parsed) : expects && unexpectedIn(parsed, expects);
  if (came !== undefined) return { error: describeUnexpected(failed(), came), fault: 'final' };
  const unusual = write && expects ? unusualIn(body, parsed, status, expects) : undefined;
  return { response: { status, body: parsed, bytes: body.length, ...defined({ unusual }) } };
}

/** A deletion may be answered with nothing, and so may whatever says so by its status. */
function unusualIn(
  body: Buffer,
  parsed: unknown,
  status: number,
  expects: ExpectedAnswer,
): string | undefined {
  if (body.length > 0) return unexpectedIn(parsed, expects);
  return status === NO_CONTENT || expects.mayBeEmpty ? undefined : 'nothing';
}

type Reading = {
  maxResponseBytes: number;
  large: Pick<LargeAnswers, 'isLarge' | 'hasRoomFor'>;
  /** Parses with turns for others; what it rejects with is about the call where it is a StoppedWhileParsing. */
  parseLarge(body: Buffer): Promise<unknown>;
  /** Milliseconds since 1970. */
  now: number;
};

/** What a large body is or fails with, known before it is asked for. */
async function parserOf(body: Buffer, { parseLarge }: Reading): Promise<(body: Buffer) => unknown> {
  try {
    const value = await parseLarge(body);
    return () => value;
  } catch (error) {
    if (error instanceof StoppedWhileParsing) throw error;
    return () => {
      throw error;
    };
  }
}

/**
 * @param call what is known of the call before it is sent; not for a call that was stopped
 * @throws {StoppedWhileParsing}
 */
export async function interpretExchange(
  result: Exchange,
  call: CallFacts,
  reading: Reading,
): Promise<Attempt> {
  const { answer, sent } = result;
  const { large } = reading;
  if (!sent) {
    const error = describeUnreachable({ ...call, sent }, faultOf(result.error));
    return { error, fault: error.retryable ? 'unreachable' : 'final' };
  }
  if (!answer) return { error: describeCutOff({ ...call, sent }, faultOf(result.error)), fault: 'broken' };
  const { status, headers } = answer;
  const body = await readBody(result, encodingOf(headers), reading.maxResponseBytes);
  if (status < 200 || status >= 300) {
    const apiError = describeStatus({
      ...call,
      status,
      // The status says enough when the rest of an error got lost, or is no error's size.
      body: body instanceof Error || large.isLarge(body.length) ? NOTHING : body,
      contentType: header(headers, 'content-type'),
      requestId: requestIdOf(headers),
      rateLimit: parseRateLimit(headers, reading.now),
    });
    return { error: apiError, fault: 'status' };
  }
  const hasRoom = !(body instanceof Buffer) || large.hasRoomFor(body);
  const isToDivide = body instanceof Buffer && hasRoom && large.isLarge(body.length);
  const parse = isToDivide ? await parserOf(body, reading) : parseJson;
  const failed = () => ({ ...call, sent, status, requestId: requestIdOf(headers) });
  const read = hasRoom ? body : new NoRoomForBody();
  const attempt = readSuccess(read, parse, result.body !== undefined, answer, call, failed);
  if (!call.write || !('response' in attempt)) return attempt;
  return { response: { ...attempt.response, ...defined({ requestId: requestIdOf(headers) }) } };
}
