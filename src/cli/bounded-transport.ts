/** That no message comes or goes in a line that is too long: in place of a longer answer goes an error that says what to do. */
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage } from '@modelcontextprotocol/server';
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { isRecord } from '../model/record.ts';
import { boundedInput } from './bounded-input.ts';

/** Of a line, its end included. Some clients close the connection at 10 MB. */
const MAX_LINE_BYTES = 8_000_000;

/** What one UTF-16 unit takes at most in JSON: an escape. */
const MAX_UNIT_BYTES = 6;

/** A client's ids are numbers or short; a longer one is not repeated in an error. */
const MAX_ID_LENGTH = 1000;

/** JSON-RPC's "internal error", for which every client shows the message. */
const INTERNAL_ERROR = -32_603;

const TOO_LONG = 'is longer than 8 MB, which clients do not accept';

/** Stdin and stdout, with an error in place of each answer that is too long. Other messages that are too long are not sent. */
export class BoundedTransport extends StdioServerTransport {
  constructor(stdin: Readable, stdout: Writable) {
    super(stdin.pipe(boundedInput((answer) => stdout.write(answer))), stdout);
  }

  override async send(message: JSONRPCMessage): Promise<void> {
    if (isShort(message)) return super.send(message);
    const inPlace = errorFor(message);
    // A question of ours to the user then counts as one that could not be asked.
    if (inPlace === undefined) throw new Error(`A message that ${TOO_LONG}, was not sent.`);
    return super.send(inPlace);
  }
}

/** Nearly every message is told to be short by its texts alone, without being written twice. */
function isShort(message: JSONRPCMessage): boolean {
  if (mostBytes(message) < MAX_LINE_BYTES) return true;
  return Buffer.byteLength(JSON.stringify(message)) < MAX_LINE_BYTES;
}

function mostBytes(value: unknown): number {
  if (typeof value === 'string') return 2 + value.length * MAX_UNIT_BYTES;
  if (typeof value !== 'object' || value === null) return 30;
  let bytes = 2;
  for (const [name, member] of Object.entries(value)) {
    bytes += 4 + name.length * MAX_UNIT_BYTES + mostBytes(member);
  }
  return bytes;
}

function errorFor(message: JSONRPCMessage): JSONRPCMessage | undefined {
  if (!('id' in message) || message.id === undefined || 'method' in message) return undefined;
  const id = String(message.id).length > MAX_ID_LENGTH ? undefined : message.id;
  const result: Record<string, unknown> =
    'result' in message && isRecord(message.result) ? message.result : {};
  if (id !== undefined && Array.isArray(result.content)) {
    const error = {
      kind: 'internal',
      message: `The answer ${TOO_LONG}, so it was dropped. Ask for less: a smaller limit, a filter or a shorter range. If this was a write, it may have been carried out: look before repeating it.`,
      outcome: 'unknown',
    };
    const { structuredContent: _, ...others } = result;
    const content = [{ type: 'text' as const, text: JSON.stringify({ error }) }];
    return { jsonrpc: '2.0', id, result: { ...others, content, isError: true } };
  }
  const what = Array.isArray(result.tools)
    ? `The list of tools ${TOO_LONG}. Start the server with fewer (--tags, --tools) or with --exposure discovery, or shorten the texts of the files given with --tool-specs.`
    : `The answer ${TOO_LONG}, so it was dropped.`;
  return { jsonrpc: '2.0', ...(id !== undefined && { id }), error: { code: INTERNAL_ERROR, message: what } };
}
