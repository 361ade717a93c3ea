/** Starting the built program as an MCP client would, and speaking raw JSON-RPC lines with it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';

export const PACKAGE_FOLDER = join(import.meta.dirname, '..', '..');
export const PROGRAM = join(PACKAGE_FOLDER, 'bin', 'openai-admin-mcp.js');

/** Keys of the right shape that open nothing. */
export const ADMIN_KEY = 'sk-admin-e2e-0123456789abcdefghij';
export const PROJECT_KEY = 'sk-proj-e2e-0123456789abcdefghij';

/** The newest revision with `initialize`, and the first without. */
export const LEGACY_REVISION = '2025-11-25';
export const MODERN_REVISION = '2026-07-28';

export type Message = {
  id?: number | string;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { code: number; message: string };
};

export type ListedTool = {
  name: string;
  title?: string;
  description: string;
  annotations?: Record<string, unknown>;
  inputSchema: Record<string, unknown>;
};

/** What a tool answered: its one text block, read as JSON. */
export type ToolAnswer = { isError: boolean; text: string; value: Record<string, unknown> };

export type StartOptions = {
  args?: string[];
  /** This package's own when left out. */
  program?: string;
  /** Besides PATH and an empty HOME; there are no other variables. */
  environment?: Record<string, string>;
  /** Base URL of a loopback server; brings an admin key with it. */
  upstream?: string;
  /** Protocol revision; `none` starts without a handshake. */
  revision?: string;
  /** What this client declares besides, as the handshake has it. */
  extensions?: Record<string, object>;
  /** Makes this a client that can put a form before its user; without it, it is one that cannot. */
  answerQuestion?: (question: Question) => Answer | Promise<Answer>;
};

/** The form that a user would see. */
export type Question = { message: string; label: string };

export type Answer = { action: 'accept' | 'decline' | 'cancel'; typed?: string };

/** What is answered by somebody who reads what to type, and types it. */
export const typeAsAsked = ({ message }: Question): Answer => ({
  action: 'accept',
  typed: JSON.parse(/ type ("(?:[^"\\]|\\.)*") without the quotes\.$/.exec(message)?.[1] ?? '""'),
});

export type Server = {
  pid: number;
  /** Answer to `initialize` or `server/discover`; empty without a handshake. */
  greeting: Record<string, unknown>;
  write(text: string): void;
  /** Sends a request and returns its id at once. */
  send(method: string, params?: Record<string, unknown>): number;
  request(method: string, params?: Record<string, unknown>): Promise<Message>;
  notify(method: string, params?: Record<string, unknown>): void;
  list(): Promise<ListedTool[]>;
  /** Fails when the answer is a protocol error. */
  call(tool: string, given?: Record<string, unknown>): Promise<ToolAnswer>;
  /** The first message, past or to come, that fits. */
  message(fits: (message: Message) => boolean): Promise<Message>;
  messages: readonly Message[];
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  closeStdin(): void;
  /** Closes this side's end of the program's stdout. */
  closeStdout(): void;
  /** The same with its stderr. */
  closeStderr(): void;
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
};

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'openai-admin-mcp-e2e-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts, shakes hands and, when the test ends, stops and checks that stdout held nothing but protocol. */
export async function startServer(options: StartOptions = {}): Promise<Server> {
  const { program = PROGRAM } = options;
  if (!existsSync(join(program, '..', '..', 'dist', 'main.cjs'))) throw new Error('Run npm run build first.');
  const revision = options.revision ?? LEGACY_REVISION;
  const child = spawn(process.execPath, [program, ...(options.args ?? [])], { env: environmentOf(options) });
  const messages: Message[] = [];
  const stray: string[] = [];
  const listeners = new Set<() => void>();
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal }));
  let stdout = '';
  let stderr = '';
  let unread = '';
  let lastId = 0;
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    const lines = (unread + chunk).split('\n');
    unread = lines.pop() ?? '';
    for (const line of lines) {
      const message = readMessage(line);
      if (message === undefined) stray.push(line);
      else {
        messages.push(message);
        if (message.method === 'elicitation/create') void answerMessage(message);
      }
    }
    for (const listener of listeners) listener();
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
  });
  // Writing to a program that has ended is no failure of a test; waiting for its answer is.
  child.stdin.on('error', () => undefined);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    expect(stray, 'stdout holds only JSON-RPC lines').toEqual([]);
    expect(unread, 'stdout ends with a whole line').toBe('');
  });

  const write = (text: string) => void child.stdin.write(text);
  const modern = revision === MODERN_REVISION;
  const client = {
    capabilities: {
      ...(options.answerQuestion !== undefined && { elicitation: { form: {} } }),
      ...(options.extensions !== undefined && { extensions: options.extensions }),
    },
    clientInfo: { name: 'e2e', version: '1' },
  };
  const parameters = (params: Record<string, unknown>) =>
    modern
      ? { ...params, _meta: { ...envelopeOf(client), ...(params._meta as object | undefined) } }
      : params;

  async function answerForm(form: Form): Promise<object> {
    const [[field = '', { title = '' } = {}] = []] = Object.entries(form.requestedSchema.properties);
    const { action, typed } = (await options.answerQuestion?.({ message: form.message, label: title })) ?? {
      action: 'cancel',
    };
    return { action, ...(typed !== undefined && { content: { [field]: typed } }) };
  }

  /** Older servers ask with a request of their own. */
  async function answerMessage({ id, params }: Message): Promise<void> {
    const result = await answerForm(params as unknown as Form);
    write(`${JSON.stringify({ jsonrpc: '2.0', id, result })}\n`);
  }

  /** Newer ones answer with what they need, and are called again with it. */
  async function callAgain(
    params: Record<string, unknown>,
    { inputRequests, requestState }: Record<string, unknown>,
  ): Promise<Message> {
    const forms = Object.entries(inputRequests as Record<string, { params: Form }>);
    const answers = forms.map(async ([name, form]) => [name, await answerForm(form.params)]);
    const inputResponses = Object.fromEntries(await Promise.all(answers));
    return request('tools/call', { ...params, inputResponses, requestState });
  }

  function message(fits: (message: Message) => boolean): Promise<Message> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const found = messages.find(fits);
        if (found === undefined) return;
        listeners.delete(look);
        resolve(found);
      };
      listeners.add(look);
      look();
      void exited.then(({ code }) => reject(new Error(`The program ended with ${code}. Stderr: ${stderr}`)));
    });
  }

  function send(method: string, params: Record<string, unknown> = {}): number {
    lastId += 1;
    write(`${JSON.stringify({ jsonrpc: '2.0', id: lastId, method, params: parameters(params) })}\n`);
    return lastId;
  }

  function request(method: string, params: Record<string, unknown> = {}): Promise<Message> {
    const id = send(method, params);
    return message((candidate) => candidate.id === id && candidate.method === undefined);
  }

  const server: Server = {
    pid: child.pid ?? 0,
    greeting: {},
    write,
    send,
    request,
    notify(method, params = {}) {
      write(`${JSON.stringify({ jsonrpc: '2.0', method, params: parameters(params) })}\n`);
    },
    async list() {
      const { result, error } = await request('tools/list');
      if (result === undefined) throw new Error(`tools/list failed: ${error?.message}`);
      return result.tools as ListedTool[];
    },
    async call(tool, given = {}) {
      const params = { name: tool, arguments: given };
      let { result, error } = await request('tools/call', params);
      while (result?.resultType === 'input_required') ({ result, error } = await callAgain(params, result));
      if (result === undefined) throw new Error(`${tool} failed: ${error?.message}`);
      const [block] = result.content as { text: string }[];
      const text = block?.text ?? '';
      return { isError: result.isError === true, text, value: JSON.parse(text) as Record<string, unknown> };
    },
    message,
    messages,
    stdout: () => stdout,
    stderr: () => stderr,
    kill: (signal) => void child.kill(signal),
    closeStdin: () => void child.stdin.end(),
    closeStdout: () => void child.stdout.destroy(),
    closeStderr: () => void child.stderr.destroy(),
    exited,
  };
  if (revision === 'none') return server;
  const { result, error } = modern
    ? await request('server/discover')
    : await request('initialize', { protocolVersion: revision, ...client });
  if (result === undefined) throw new Error(`The handshake failed: ${error?.message}`);
  if (!modern) server.notify('notifications/initialized');
  return Object.assign(server, { greeting: result });
}

/** Runs the program to its end with nothing on stdin. */
export async function runToEnd(
  args: string[],
  environment: Record<string, string> = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: environmentOf({ environment }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  const [code] = await once(child, 'close');
  return { code, ...text };
}

/** The error object that a failed or refused call answers with. */
export function errorOf(answer: ToolAnswer): Record<string, unknown> {
  expect(answer.isError, answer.text).toBe(true);
  return answer.value.error as Record<string, unknown>;
}

/** By which the program takes a test for somebody far away, and opens no window on the screen of whoever runs it. */
export const NO_SCREEN = { SSH_CONNECTION: '192.0.2.1 50000 192.0.2.2 22' };

/** PATH, an empty HOME, and what is given. */
export function environmentOf({ environment, upstream }: StartOptions): Record<string, string> {
  const home = temporaryFolder();
  return {
    PATH: process.env.PATH ?? '',
    HOME: home,
    ...NO_SCREEN,
    ...(upstream !== undefined && { OPENAI_BASE_URL: upstream, OPENAI_ADMIN_KEY: ADMIN_KEY }),
    ...environment,
  };
}

/** What every request of the newer protocol carries. */
function envelopeOf({ capabilities, clientInfo }: { capabilities: object; clientInfo: object }) {
  return {
    'io.modelcontextprotocol/protocolVersion': MODERN_REVISION,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': capabilities,
  };
}

type Form = { message: string; requestedSchema: { properties: Record<string, { title?: string }> } };

function readMessage(line: string): Message | undefined {
  try {
    const message = JSON.parse(line) as Message & { jsonrpc?: string };
    return message.jsonrpc === '2.0' ? message : undefined;
  } catch {
    // Told by the check at the end of the test.
    return undefined;
  }
}
