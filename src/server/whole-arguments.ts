/**
 * Arguments that the protocol's schema would not let through as they came: `null`, which some clients send for none; the
 * name `__proto__`, which it drops without a word; and what is no object, which has to reach the record.
 */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';

/**
 * The transport, with `null` as no arguments, that name as one which is told and refused like any other that no tool has,
 * and what is no object within one.
 */
export function withWholeArguments(transport: Transport): Transport {
  return {
    start: () => transport.start(),
    send: (message, options) => transport.send(message, options),
    close: () => transport.close(),
    set onclose(handler: Transport['onclose']) {
      transport.onclose = handler;
    },
    set onerror(handler: Transport['onerror']) {
      transport.onerror = handler;
    },
    set onmessage(handler: Transport['onmessage']) {
      transport.onmessage = handler && ((message, extra) => handler(mended(message), extra));
    },
    get onclose() {
      return transport.onclose;
    },
    get onerror() {
      return transport.onerror;
    },
    get onmessage() {
      return transport.onmessage;
    },
  };
}

/** What came in the place of an object. No JSON becomes an instance of it. */
class NoObject {
  readonly given: unknown;
  constructor(given: unknown) {
    this.given = given;
  }
}

/** Undefined for arguments that are an object, or none. */
export function givenInsteadOfObject(
  given: Record<string, unknown> | undefined,
): { given: unknown } | undefined {
  return given?.arguments instanceof NoObject ? given.arguments : undefined;
}

const DROPPED = '__proto__';
const TOLD = '__proto__ (as a name)';

function mended<Message extends JSONRPCMessage>(message: Message): Message {
  if (!('method' in message) || message.method !== 'tools/call' || !isRecord(message.params)) return message;
  const { arguments: given, ...params } = message.params;
  if (given === null) return { ...message, params };
  if (given !== undefined && !isRecord(given)) {
    return { ...message, params: { ...params, arguments: { arguments: new NoObject(given) } } };
  }
  if (given === undefined || !Object.hasOwn(given, DROPPED)) return message;
  const told = Object.entries(given).map(([name, value]) => [name === DROPPED ? TOLD : name, value]);
  return { ...message, params: { ...params, arguments: Object.fromEntries(told) } };
}
