/** The proof that a client that does not read, or floods, costs a bounded amount of memory and nothing of its answers. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, it, onTestFinished } from 'vitest';
import { environmentOf, PROGRAM } from './start-server.ts';

const INITIALIZE =
  '{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"e2e","version":"1"}}}\n';

/** The program, of whose stdout nothing has been read but the first answer. */
async function startUnread(args: string[]): Promise<ChildProcess> {
  const child = spawn(process.execPath, [PROGRAM, '--sandbox', ...args], { env: environmentOf({}) });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined);
  child.stdin.write(INITIALIZE);
  await once(child.stdout, 'data');
  child.stdout.pause();
  return child;
}

function peakMegabytes({ pid }: ChildProcess): number {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024;
}

/** Answers so far, by id; read until there are that many. */
async function idsRead({ stdout }: ChildProcess, count: number): Promise<unknown[]> {
  const ids: unknown[] = [];
  let unread = '';
  stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (unread + chunk).split('\n');
    unread = lines.pop() ?? '';
    ids.push(...lines.map((line) => JSON.parse(line).id));
  });
  stdout?.resume();
  await expect.poll(() => ids.length, { timeout: 60_000 }).toBeGreaterThanOrEqual(count);
  return ids;
}

it('of 5,000 requests for the longest list only some are taken in, and all are answered in the end', async () => {
  const child = await startUnread(['--tags', 'all']);
  const before = peakMegabytes(child);
  for (let id = 1; id <= 5000; id += 1) {
    child.stdin?.write(`{"jsonrpc":"2.0","id":${id},"method":"tools/list"}\n`);
  }
  await delay(3000);
  // Five thousand such lists are more than 500 MB.
  expect(peakMegabytes(child) - before).toBeLessThan(160);
  expect(child.stdin?.writableLength, 'the rest waits at the client').toBeGreaterThan(0);
  const ids = await idsRead(child, 300);
  expect(ids.slice(0, 300)).toEqual(Array.from({ length: 300 }, (_, index) => index + 1));
}, 120_000);

it('of 200,000 lines that are refused only some are taken in, and stderr is not flooded', async () => {
  const child = await startUnread(['--log-level', 'debug']);
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const before = peakMegabytes(child);
  child.stdin?.write('nonsense\n'.repeat(200_000));
  await delay(2000);
  expect(peakMegabytes(child) - before).toBeLessThan(60);
  await idsRead(child, 200_000);
  expect(stderr.split('\n').length).toBeLessThan(5000);
  // Told when the time is over in which no more was written.
  await expect.poll(() => stderr, { timeout: 60_000 }).toMatch(/messages were left out/);
}, 120_000);

it('the end of input is seen although answers wait to be read', async () => {
  const child = await startUnread(['--tags', 'all']);
  for (let id = 1; id <= 300; id += 1) {
    child.stdin?.write(`{"jsonrpc":"2.0","id":${id},"method":"tools/list"}\n`);
  }
  await delay(500);
  child.stdin?.end();
  const [code] = await Promise.race([once(child, 'exit'), delay(3000).then(() => ['still there'])]);
  expect(code).toBe(0);
});
