/** Processes that are killed while they keep a secret, and what the next one finds. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { removeEntry, unfinishedMintings } from '../../src/sinks/journal.ts';
import { RUNTIME } from '../runtime.ts';
import { script, secretFingerprint, stateIn, temporaryFolder } from './sink-setting.ts';

function crash(home: string, ...words: string[]): void {
  const child = join(import.meta.dirname, 'crash-child.ts');
  const { signal, stderr } = spawnSync(process.execPath, ['--import', 'tsx', child, home, ...words]);
  expect([signal, String(stderr)]).toEqual(['SIGKILL', '']);
}

test('before the answer: that something was begun, and the file that was prepared', () => {
  const home = temporaryFolder();
  crash(home);
  const state = stateIn(home);
  const [left, ...others] = unfinishedMintings(state, RUNTIME);
  expect(others).toEqual([]);
  expect(left).toMatchObject({ tool: 'create_key', what: 'name "ci"' });
  expect(left).not.toHaveProperty('secret');
  expect(readdirSync(join(home, 'secrets'))).toHaveLength(1);
  if (left) removeEntry(state, left);
  expect(readdirSync(join(home, 'secrets'))).toEqual([]);
});

test('while the secret is being stored: which one it was', () => {
  const home = temporaryFolder();
  crash(home, script(home, 'store', 'cat >/dev/null; kill -KILL $PPID'));
  expect(unfinishedMintings(stateIn(home), RUNTIME)).toMatchObject([
    {
      secret: { id: 'key_abc', fingerprint: secretFingerprint, places: [{ kind: 'command', name: 'vault' }] },
    },
  ]);
});
