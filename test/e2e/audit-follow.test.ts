/** `audit tail --follow` shows what is written from now on, and a command says when it cannot say anything. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { environmentOf, PROGRAM, startServer, temporaryFolder } from './start-server.ts';

function run(home: string, stdout: 'pipe' | number, ...words: string[]) {
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: environmentOf({ environment: { HOME: home } }),
    stdio: ['ignore', stdout, 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

async function oneRefusal(home: string): Promise<void> {
  const server = await startServer({ args: ['--sandbox', '--read-only'], environment: { HOME: home } });
  await server.call('create_project', { name: 'x' });
  server.closeStdin();
  await server.exited;
}

test('--follow prints a write when it begins, and again with what came of it', async () => {
  const home = temporaryFolder();
  await oneRefusal(home);
  const child = run(home, 'pipe', 'audit', 'tail', '--follow', '--json');
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const lines = async (count: number) => {
    while (text.split('\n').length - 1 < count) await delay(20);
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  expect(await lines(1)).toMatchObject([{ intent: { decision: 'refused' } }]);
  const server = await startServer({ args: ['--sandbox'], environment: { HOME: home } });
  await server.call('create_project', { name: 'y' });
  await delay(1_000);
  expect((await lines(2)).at(-1)).toMatchObject({
    intent: { tool: 'create_project' },
    outcome: { outcome: 'done' },
  });
  expect(child.exitCode).toBeNull();
  child.stdout?.destroy();
  await server.call('create_project', { name: 'z' });
  expect(await once(child, 'exit')).toEqual([1, null]);
});

describe.each([[['audit', 'tail']], [['audit', 'verify']], [['secrets', '--help']]])('%j', (words) => {
  test.skipIf(process.platform !== 'linux')('ends with 1 when what it says cannot be written', async () => {
    const home = temporaryFolder();
    await oneRefusal(home);
    const child = run(home, openSync('/dev/full', 'w'), ...words);
    expect(await once(child, 'exit')).toEqual([1, null]);
  });
});
