/** A measured child process that speaks MCP over stdio; nothing of a client library runs in between. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

export type Listed = {
  /** The result of tools/list as it came. */
  tools: { name: string }[];
  /** From spawning the process to having read the answer. */
  milliseconds: number;
  residentMegabytes: number;
};

export type MeasuredChild = {
  listed: Listed;
  /** One call; rejects when the tool answers with an error, since that would measure something else. */
  call(tool: string, given: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
};

type Answer = { id?: number; result?: Record<string, unknown>; error?: { message: string } };

const INITIALIZE = {
  protocolVersion: '2025-11-25',
  capabilities: {},
  clientInfo: { name: 'bench', version: '1' },
};

/**
 * Starts `node ...args` with these variables and no others, and asks for the tools.
 * NODE_OPTIONS or NODE_EXTRA_CA_CERTS of the caller would be measured too.
 */
export async function startChild(
  args: string[],
  environment: Record<string, string>,
): Promise<MeasuredChild> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting = new Map<number, (answer: Answer) => void>();
  let lastId = 0;
  let pending = '';
  child.stdout.setEncoding('utf8');
  child.stdout.on('data', (chunk: string) => {
    const lines = (pending + chunk).split('\n');
    pending = lines.pop() ?? '';
    for (const line of lines) {
      const answer = JSON.parse(line) as Answer;
      if (answer.id === undefined) continue;
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });

  function request(method: string, params: Record<string, unknown>): Promise<Answer> {
    const id = ++lastId;
    return new Promise((resolve) => {
      waiting.set(id, resolve);
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  await request('initialize', INITIALIZE);
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  const { result } = await request('tools/list', {});
  const milliseconds = performance.now() - started;
  const listed: Listed = {
    tools: result?.tools as { name: string }[],
    milliseconds,
    residentMegabytes: residentMegabytes(child.pid ?? 0),
  };
  return {
    listed,
    async call(tool, given) {
      const answer = await request('tools/call', { name: tool, arguments: given });
      if (answer.error !== undefined || answer.result?.isError) {
        throw new Error(`${tool} failed: ${JSON.stringify(answer)}`);
      }
    },
    async close() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}

function residentMegabytes(pid: number): number {
  if (process.platform === 'linux') {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  }
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}
