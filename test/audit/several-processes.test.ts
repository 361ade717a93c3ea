import { execFile, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { readCalls } from '../../src/audit/read-calls.ts';
import { TRAIL_FILE } from '../../src/audit/trail-files.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';
import { trailIn, verdictIn } from './verdict-in.ts';

const program = (...words: string[]) => [
  '--import',
  'tsx',
  join(import.meta.dirname, 'append-lines.ts'),
  ...words,
];

function verifyIn(folder: string) {
  return { trail: trailIn(folder), verdict: verdictIn(folder) };
}

test('three processes at once: one line each, one chain, one budget', async () => {
  const { path } = throwAwayState();
  const runs = await Promise.all(
    ['first', 'second', 'terminal'].map((name) =>
      promisify(execFile)(process.execPath, program(path, name, '30', '50')),
    ),
  );
  expect(runs.reduce((sum, run) => sum + Number(run.stdout), 0)).toBe(50);
  const { trail, verdict } = verifyIn(path);
  expect(verdict).toMatchObject({ intact: true, lines: 180, torn: 0 });
  const { calls, unreadable } = readCalls(trail);
  expect(unreadable).toBe(0);
  const seen = calls.map(({ intent, outcome }) => [
    `req_${intent.client}_${(intent.arguments as { number: number }).number}`,
    outcome?.request_id,
  ]);
  expect(new Set(seen.map(([expected]) => expected)).size).toBe(90);
  expect(seen.filter(([expected, got]) => expected !== got)).toEqual([]);
});

test('servers killed while they write: the chain goes on, and nothing that was written is lost', async () => {
  const state = throwAwayState();
  const trail = openAuditTrail({ state, now: () => NOON });
  for (let round = 0; round < 4; round += 1) {
    const children = ['first', 'second'].map((name) =>
      spawn(process.execPath, program(state.path, name, '400', '1'), { stdio: 'ignore' }),
    );
    const before = await linesIn(state.path);
    while ((await linesIn(state.path)) < before + 10) await delay(5);
    for (const child of children) child.kill('SIGKILL');
    await Promise.all(children.map((child) => new Promise((ended) => child.once('exit', ended))));
    await trail.intent(INTENT);
    const { verdict } = verifyIn(state.path);
    expect(verdict).toMatchObject({ intact: true });
  }
});

async function linesIn(folder: string): Promise<number> {
  try {
    return readFileSync(join(folder, TRAIL_FILE), 'latin1').split('\n').length;
  } catch {
    return 0;
  }
}
