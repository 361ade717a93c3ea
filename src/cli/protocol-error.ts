/** Errors of the protocol itself: what a message is answered with that cannot be carried out as it came. */
import { isRecord } from '../model/record.ts';

/** The codes of JSON-RPC, and of MCP for a protocol version that is not spoken here. */
export const CODE = {
  parseError: -32_700,
  invalidRequest: -32_600,
  invalidParams: -32_602,
  /** For which every client shows the message. */
  internalError: -32_603,
  unsupportedVersion: -32_022,
};

/** What a request may be told apart by. JSON-RPC has null where that cannot be known. */
export type RequestId = string | number | null;

export type Refusal = { id: RequestId; code: number; message: string; data?: unknown };

/** The refusal as one line. */
export function errorLine({ id, ...error }: Refusal): string {
  return `${JSON.stringify({ jsonrpc: '2.0', id, error })}\n`;
}

/** A larger number would be another one after it was read. */
export function isRequestId(id: unknown): id is string | number {
  return typeof id === 'string' || (typeof id === 'number' && Number.isSafeInteger(id));
}

/** A number with a fraction is no id here, and still tells the client which request is meant. */
export function readableId(message: unknown): RequestId {
  if (!isRecord(message)) return null;
  const { id } = message;
  return isRequestId(id) || (typeof id === 'number' && !Number.isInteger(id)) ? id : null;
}
