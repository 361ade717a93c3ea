/** The demo's connection to the built server, and the line that it prints for each call. */
import { performance } from 'node:perf_hooks';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import * as z from 'zod';

/** Something came out otherwise than the demo promises; the message says what. */
export class DemoFailure extends Error {}

export type Session = {
  /** How many tools the server lists. */
  tools: number;
  /** From starting the process to having its list of tools. */
  startMilliseconds: number;
  /** Calls a tool, prints one line about it and returns what it answered. */
  call<T>(tool: string, given: Record<string, unknown>, answer: z.ZodType<T>): Promise<T>;
  close(): Promise<void>;
};

export const LINE_WIDTH = 100;
const TOOL_WIDTH = 31;
const MILLISECONDS_WIDTH = 6;
const BYTES_WIDTH = 9;

/** What the server asks the client's user, and how the demo's user answers. */
export type Answer = (
  message: string,
) => { action: 'accept'; content: { name: string } } | { action: 'decline' };

/** Starts the server as a client would: a child process, given next to no environment. */
export async function openSession(
  command: string,
  args: string[],
  home: string,
  answer: Answer,
): Promise<Session> {
  const client = new Client(
    { name: 'openai-admin-mcp-demo', version: '1.0.0' },
    { capabilities: { elicitation: { form: {} } } },
  );
  client.setRequestHandler('elicitation/create', ({ params }) => answer(params.message));
  const started = performance.now();
  const env = { PATH: process.env.PATH ?? '', HOME: home };
  await client.connect(new StdioClientTransport({ command, args, env }));
  const { tools } = await client.listTools();
  const startMilliseconds = performance.now() - started;
  return {
    tools: tools.length,
    startMilliseconds,
    async call(tool, given, answer) {
      const begun = performance.now();
      const result = await client.callTool({ name: tool, arguments: given });
      const milliseconds = performance.now() - begun;
      const [block] = result.content;
      const text = block?.type === 'text' ? block.text : '';
      print(callLine(tool, given, milliseconds.toFixed(0), Buffer.byteLength(text).toLocaleString('en')));
      if (result.isError) throw new DemoFailure(`${tool} answered with an error: ${text}`);
      const read = answer.safeParse(JSON.parse(text));
      if (!read.success) {
        throw new DemoFailure(`${tool} answered something else: ${z.prettifyError(read.error)}`);
      }
      return read.data;
    },
    close: () => client.close(),
  };
}

export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** The line above the calls of one workflow. */
export function printCallTitles(): void {
  print(callLine('call', undefined, 'ms', 'bytes'));
}

function callLine(
  tool: string,
  given: Record<string, unknown> | undefined,
  milliseconds: string,
  bytes: string,
): string {
  const room = LINE_WIDTH - 2 - TOOL_WIDTH - MILLISECONDS_WIDTH - BYTES_WIDTH;
  const written = Object.entries(given ?? {}).map(([name, value]) => shorten(name, value));
  return [
    '  ',
    tool.padEnd(TOOL_WIDTH),
    cut(written.join(', '), room).padEnd(room),
    milliseconds.padStart(MILLISECONDS_WIDTH),
    bytes.padStart(BYTES_WIDTH),
  ].join('');
}

/** IDs say by themselves what they are. */
function shorten(name: string, value: unknown): string {
  if (typeof value === 'string' && /^(?:proj_|rl-)/.test(value) && name !== 'cursor') {
    return value.startsWith('proj_') ? cut(value, 11) : value;
  }
  const text = typeof value === 'string' ? cut(value, 20) : JSON.stringify(value).replaceAll('"', '');
  return `${cut(name, 16)}: ${text}`;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
