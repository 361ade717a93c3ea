/** Calls whose arguments are `null`, which some clients send for none; the protocol's schema would refuse them. */
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';

/** The transport, with such calls as ones without arguments. */
export function withAbsentArguments(transport: Transport): Transport {
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

function mended<Message extends JSONRPCMessage>(message: Message): Message {
  if (!('method' in message) || message.method !== 'tools/call' || !isRecord(message.params)) return message;
  const { arguments: given, ...params } = message.params;
  return given === null ? { ...message, params } : message;
}
