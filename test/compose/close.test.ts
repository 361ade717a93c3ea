import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { openState } from '../../src/compose/open-state.ts';
import { startInProcess } from '../cli/in-process.ts';
import { homeFolder, hostIn } from '../credentials/home-folder.ts';
import { received, startUpstream } from '../e2e/upstream.ts';
import { RUNTIME } from '../runtime.ts';

test('closing waits until a write under way is on record, however long the record is locked', async () => {
  const upstream = await startUpstream(() => undefined);
  const home = homeFolder();
  const flags = { approval: 'off' };
  const server = await startInProcess({ flags, upstream: upstream.url, environment: { HOME: home } });
  const writing = server.call('update_project', { project_id: 'proj_alpha', name: 'Alpha' });
  await received(upstream, 1);

  const state = openState({ ...hostIn(home), platform: process.platform }, RUNTIME);
  let release: () => void = () => undefined;
  const held = new Promise<void>((onHeld) => {
    void state.locked(() => {
      onHeld();
      return new Promise<void>((onReleased) => {
        release = onReleased;
      });
    });
  });
  await held;
  let closed = false;
  const closing = server.close().then(() => {
    closed = true;
  });
  await upstream.idle();
  await delay(100);
  expect(closed).toBe(false);

  release();
  await closing;
  const lines = readFileSync(state.file('audit.jsonl'), 'utf8').trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { kind: 'intent', tool: 'update_project' },
    { kind: 'outcome', outcome: 'unknown' },
  ]);
  expect((await writing).isError).toBe(true);
});
