/** Starting an entry as a client would, to see that it answers before it is written anywhere. */
import type { ChildProcess } from 'node:child_process';
import { endGroup } from '../host/end-group.ts';
import { codeOf } from '../model/error-code.ts';
import { oneLine } from '../text/clean.ts';
import type { Entry } from './entry.ts';

export type Started = { tools: number } | { failed: string };

/** A first start with npx downloads the package. */
const PATIENCE_MILLISECONDS = 60_000;

const MAX_TOLD_CHARACTERS = 600;

/** Of stderr, whose end says why it ended. */
const MAX_KEPT_CHARACTERS = 10_000;

const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'openai-admin-mcp client install', version: '1' },
};

type Answer = { id?: number; result?: { tools?: unknown[] }; error?: { message?: string } };

/** @param environment all that the program sees */
export async function startCheck(
  entry: Entry,
  environment: Record<string, string>,
  platform: NodeJS.Platform,
  patience = PATIENCE_MILLISECONDS,
): Promise<Started> {
  const { spawn } = process.getBuiltinModule('node:child_process');
  const { command, args } = entry as { command: string; args: string[] };
  const child = spawn(command, args, {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: platform !== 'win32',
    windowsHide: true,
  });
  const seconds = patience / 1000;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Started>((resolve) => {
    timer = setTimeout(() => resolve({ failed: `it did not answer within ${seconds} s` }), patience);
  });
  try {
    return await Promise.race([exchange(child), late]);
  } finally {
    clearTimeout(timer);
    endGroup(child, platform);
  }
}

function exchange(child: ChildProcess): Promise<Started> {
  const { stdin, stdout, stderr } = child;
  const send = (message: object) => stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  let unread = '';
  let told = '';
  return new Promise((resolve) => {
    // Whoever ended has told why already.
    stdin?.on('error', () => undefined);
    child.on('error', (error) => resolve({ failed: `it cannot be started (${codeOf(error) ?? 'unknown'})` }));
    child.on('close', (code) => resolve({ failed: `it ended with ${code}${lastWords(told)}` }));
    stderr?.setEncoding('utf8').on('data', (text: string) => {
      told = (told + text).slice(-MAX_KEPT_CHARACTERS);
    });
    stdout?.setEncoding('utf8').on('data', (text: string) => {
      const lines = (unread + text).split('\n');
      unread = lines.pop() ?? '';
      for (const line of lines) {
        const answer = readAnswer(line);
        if (answer === undefined) {
          resolve({ failed: `it wrote something else than MCP to stdout: ${oneLine(line)}` });
        } else if (answer.error !== undefined) {
          resolve({ failed: oneLine(answer.error.message ?? 'it refused', MAX_TOLD_CHARACTERS) });
        } else if (answer.id === 1) {
          send({ method: 'notifications/initialized' });
          send({ id: 2, method: 'tools/list' });
        } else if (answer.id === 2) {
          resolve({ tools: answer.result?.tools?.length ?? 0 });
        }
      }
    });
    send({ id: 1, method: 'initialize', params: INITIALIZE });
  });
}

function readAnswer(line: string): Answer | undefined {
  try {
    return JSON.parse(line) as Answer;
  } catch {
    return undefined;
  }
}

function lastWords(told: string): string {
  const text = told.trim();
  return text === '' ? '' : `: ${oneLine(text, MAX_TOLD_CHARACTERS)}`;
}
