/**
 * Speaking with the host, which shows this page: JSON-RPC as MCP Apps of 2026-01-26 has it. Two requests and a handful of
 * notifications need no library; the official one would be twenty times as long as the rest.
 */
import { isRecord } from '../model/record.ts';

/** Where messages go and come from. */
export type Wire = { send(message: object): void; listen(hear: (message: unknown) => void): void };

export type HostEvents = {
  /** The host has answered, and may be told of the page. */
  onReady(): void;
  /** Also for parts of it that change later. */
  onContext(context: Record<string, unknown>): void;
  /** The result of the tool, as it came. */
  onResult(result: unknown): void;
  onCancelled(): void;
};

export type Host = { tellSize(size: { width: number; height: number }): void };

const PROTOCOL_VERSION = '2026-01-26';
const INITIALIZE_ID = 1;
const METHOD_NOT_FOUND = -32601;

/** A result is taken whenever it comes: some hosts send it before they have answered. */
export function connectHost(
  { send, listen }: Wire,
  appInfo: { name: string; version: string },
  { onReady, onContext, onResult, onCancelled }: HostEvents,
): Host {
  const notify = (method: string, params: object) => send({ jsonrpc: '2.0', method, params });

  function answerTo(id: unknown, method: string): object {
    if (method === 'ping' || method === 'ui/resource-teardown') return { jsonrpc: '2.0', id, result: {} };
    const error = { code: METHOD_NOT_FOUND, message: `This view does not know ${method}.` };
    return { jsonrpc: '2.0', id, error };
  }

  function hearNotification(method: string, params: unknown): void {
    if (method === 'ui/notifications/tool-result') onResult(params);
    if (method === 'ui/notifications/tool-cancelled') onCancelled();
    if (method === 'ui/notifications/host-context-changed' && isRecord(params)) onContext(params);
  }

  listen((message) => {
    if (!isRecord(message) || message.jsonrpc !== '2.0') return;
    const { id, method, params, result } = message;
    if (typeof method === 'string' && id !== undefined) send(answerTo(id, method));
    else if (typeof method === 'string') hearNotification(method, params);
    else if (id === INITIALIZE_ID) {
      if (isRecord(result) && isRecord(result.hostContext)) onContext(result.hostContext);
      notify('ui/notifications/initialized', {});
      onReady();
    }
  });
  send({
    jsonrpc: '2.0',
    id: INITIALIZE_ID,
    method: 'ui/initialize',
    params: {
      appInfo,
      appCapabilities: { availableDisplayModes: ['inline'] },
      protocolVersion: PROTOCOL_VERSION,
    },
  });
  return { tellSize: (size) => notify('ui/notifications/size-changed', size) };
}
