/** What one line of a client is: a message of the protocol, nothing, or something that is refused. */
import { isUtf8 } from 'node:buffer';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';
import { quote } from '../text/clean.ts';
import { CODE, isRequestId, type Refusal, readableId } from './protocol-error.ts';

export type ReadLine = { message: JSONRPCMessage } | { refusal: Refusal } | 'empty';

const BYTE_ORDER_MARK = '\uFEFF';

const REQUEST_MEMBERS = ['jsonrpc', 'id', 'method', 'params'];
const RESPONSE_MEMBERS = ['jsonrpc', 'id', 'result', 'error'];

export function readMessage(line: Buffer): ReadLine {
  if (!isUtf8(line)) return unreadable('The line is not UTF-8');
  const text = line.toString('utf8');
  if (text.trim() === '') return 'empty';
  if (text.startsWith(BYTE_ORDER_MARK)) {
    const id = readableId(parsed(text.slice(1)));
    return unreadable('The line begins with a byte order mark (U+FEFF), which JSON does not have', id);
  }
  const value = parsed(text);
  if (value === undefined) return unreadable('The line is no JSON');
  const fault = faultIn(value);
  if (fault === undefined) return { message: value as JSONRPCMessage };
  // The id of a response is one of this server's own.
  const id = isRecord(value) && isResponse(value) ? null : readableId(value);
  const { code = CODE.invalidRequest, words } = fault;
  return { refusal: { id, code, message: `${words}. Nothing was done.` } };
}

function unreadable(what: string, id: Refusal['id'] = null): { refusal: Refusal } {
  const message = `${what}. Nothing was done. Write each message as JSON in UTF-8, on a line of its own.`;
  return { refusal: { id, code: CODE.parseError, message } };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

type Fault = { words: string; code?: number };

const isResponse = (message: Record<string, unknown>) =>
  !('method' in message) && ('result' in message || 'error' in message);

function faultIn(message: unknown): Fault | undefined {
  if (Array.isArray(message))
    return { words: 'Batches are not part of this protocol: send one message a line' };
  if (!isRecord(message)) return { words: 'A message is an object, and this line is none' };
  if (message.jsonrpc !== '2.0') return { words: 'A message has "jsonrpc": "2.0", and this one has not' };
  if (isResponse(message)) return faultInResponse(message);
  if (typeof message.method !== 'string')
    return { words: 'A request has a method that is text, and this one has none' };
  if ('id' in message && !isRequestId(message.id))
    return { words: `The id of a request is text or a whole number of at most ${Number.MAX_SAFE_INTEGER}` };
  return unknownMember(message, REQUEST_MEMBERS) ?? faultInParams(message);
}

function faultInParams({ params }: Record<string, unknown>): Fault | undefined {
  if (params === undefined) return undefined;
  if (Array.isArray(params))
    return { code: CODE.invalidParams, words: 'params is an object of named values, not a list' };
  if (!isRecord(params)) return { words: 'params is an object; leave it out where there is none' };
  const { _meta: meta } = params;
  if (meta === undefined) return undefined;
  if (!isRecord(meta)) return { code: CODE.invalidParams, words: 'params._meta is an object' };
  const { progressToken = '' } = meta;
  if (isRequestId(progressToken)) return undefined;
  return {
    code: CODE.invalidParams,
    words: 'params._meta.progressToken is text or a whole number',
  };
}

function faultInResponse(message: Record<string, unknown>): Fault | undefined {
  const { id, result, error } = message;
  if (!isRequestId(id)) return { words: 'A response has the id of the request that it answers' };
  if ('result' in message && 'error' in message)
    return { words: 'A response has a result or an error, and this one has both' };
  if ('result' in message && !isRecord(result)) return { words: 'The result of a response is an object' };
  const isError = isRecord(error) && Number.isSafeInteger(error.code) && typeof error.message === 'string';
  if ('error' in message && !isError)
    return { words: 'The error of a response is an object with a code and a message' };
  return unknownMember(message, RESPONSE_MEMBERS);
}

function unknownMember(message: Record<string, unknown>, known: string[]): Fault | undefined {
  const other = Object.keys(message).find((name) => !known.includes(name));
  return other === undefined
    ? undefined
    : { words: `A message has no member ${quote(other)}: leave it out, or put it into params` };
}
