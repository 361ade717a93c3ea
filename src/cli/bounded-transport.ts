/** Stdin and stdout as the protocol's lines, none too long, none without an answer, and no more than both sides can take. */
import type { Readable, Writable } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { isRecord } from '../model/record.ts';
import { boundedInput } from './bounded-input.ts';
import { Intake } from './intake.ts';
import { LineGate } from './line-gate.ts';
import { plainIssues } from './plain-issues.ts';
import { CODE, errorLine, type Refusal } from './protocol-error.ts';
import { readMessage } from './read-message.ts';

/** Of a line, its end included. Some clients close the connection at 10 MB. */
const MAX_LINE_BYTES = 8_000_000;

/** What one UTF-16 unit takes at most in UTF-8. */
const MAX_UNIT_BYTES = 3;

/** A client's ids are numbers or short; a longer one is not repeated in an error. */
const MAX_ID_LENGTH = 1000;

const TOO_LONG = 'is longer than 8 MB, which clients do not accept';

/** In place of an answer that is too long goes an error that says what to do. Other messages that are too long are not sent. */
export class BoundedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  readonly #stdin: Readable;
  readonly #stdout: Writable;
  readonly #read: (chunk: Buffer) => void;
  readonly #intake: Intake;
  #isClosed = false;

  constructor(stdin: Readable, stdout: Writable) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    const refuse = (refusal: Refusal) => this.#refuse(refusal);
    const gate = new LineGate({
      take: (line) => this.#take(line),
      pause: () => stdin.pause(),
      resume: () => stdin.resume(),
    });
    this.#read = boundedInput({ take: (line) => gate.pass(line), refuse });
    this.#intake = new Intake({
      deliver: (message) => this.onmessage?.(message),
      refuse,
      unread: () => stdout.writableLength,
      read: (more) => gate.set(more),
    });
  }

  async start(): Promise<void> {
    const end = () => void this.close();
    this.#stdin.on('end', end).on('close', end);
    this.#stdin.on('error', (error) => this.onerror?.(error));
    this.#stdout.on('error', end).on('drain', () => this.#intake.letIn());
    this.#stdin.on('data', this.#read);
  }

  async send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed) throw new Error('The connection is closed.');
    const plain = plainIssues(message);
    const whole = JSON.stringify(plain);
    const line = isShort(whole) ? whole : JSON.stringify(errorFor(plain));
    // A question of ours to the user then counts as one that could not be asked.
    if (line === undefined) throw new Error(`A message that ${TOO_LONG}, was not sent.`);
    const written = this.#write(`${line}\n`);
    if (!('method' in message) && message.id !== undefined) this.#intake.answered(message.id);
    this.#intake.letIn();
    return written;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#stdin.off('data', this.#read).pause();
    this.onclose?.();
  }

  #take(line: Buffer): void {
    if (this.#isClosed) return;
    const read = readMessage(line);
    if (read === 'empty') return;
    if ('refusal' in read) this.#refuse(read.refusal);
    else this.#intake.take(read.message, line.length);
  }

  #refuse(refusal: Refusal): void {
    this.onerror?.(new Error(`Refused a message (${refusal.code}).`));
    // Where it cannot be written, the listener for errors ends the connection.
    this.#write(errorLine(refusal)).catch(() => undefined);
    this.#intake.letIn();
  }

  #write(line: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#stdout.write(line, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Nearly every line is told to be short by its length alone. */
function isShort(line: string): boolean {
  return line.length * MAX_UNIT_BYTES < MAX_LINE_BYTES || Buffer.byteLength(line) < MAX_LINE_BYTES;
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
  return {
    jsonrpc: '2.0',
    ...(id !== undefined && { id }),
    error: { code: CODE.internalError, message: what },
  };
}
