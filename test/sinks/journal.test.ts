import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import {
  describeUnfinished,
  type NamedEntry,
  removeEntry,
  unfinishedMintings,
  writeEntry,
} from '../../src/sinks/journal.ts';
import type { StoredSecret } from '../../src/sinks/stored-secrets.ts';
import { RUNTIME } from '../runtime.ts';
import { stateIn, temporaryFolder } from './sink-setting.ts';

const HOUR = 3_600_000;

function entry(content: Partial<NamedEntry> = {}): NamedEntry {
  return {
    entry: 'minting-0a1b',
    tool: 'create_key',
    profile: 'default',
    what: 'name "ci"',
    startedAt: new Date().toISOString(),
    processId: process.pid,
    ...content,
  };
}

const secret: StoredSecret = {
  id: 'key_abc',
  tool: 'create_key',
  profile: 'default',
  fingerprint: 'ab12cd34',
  storedAt: '2026-11-22T12:00:00.000Z',
  places: [{ kind: 'keychain' }],
};

/** The id of a process that has ended. */
const endedProcess = (): number => spawnSync('true').pid;

test('without a folder there is nothing unfinished, and none is made', () => {
  const state = stateIn(temporaryFolder());
  expect(unfinishedMintings(state, RUNTIME)).toEqual([]);
  expect(existsSync(state.path)).toBe(false);
});

test('an entry is unfinished once its process has ended', () => {
  const state = stateIn(temporaryFolder());
  const left = entry({ processId: endedProcess(), secret });
  writeEntry(state, left);
  expect(unfinishedMintings(state, RUNTIME)).toEqual([left]);
  removeEntry(state, left);
  expect(unfinishedMintings(state, RUNTIME)).toEqual([]);
});

test('one of a process that runs is under way, for an hour', () => {
  const state = stateIn(temporaryFolder());
  const child = spawn('sleep', ['600']);
  onTestFinished(() => void child.kill('SIGKILL'));
  writeEntry(state, entry({ processId: child.pid ?? 0 }));
  expect(unfinishedMintings(state, RUNTIME)).toEqual([]);
  expect(unfinishedMintings(state, { ...RUNTIME, now: () => Date.now() + HOUR })).toHaveLength(1);
});

test('one of an earlier process with the same id, as in a container, is unfinished; one of this process is not', () => {
  const state = stateIn(temporaryFolder());
  writeEntry(state, entry());
  const earlier = new Date(performance.timeOrigin - 1000).toISOString();
  writeEntry(state, entry({ entry: 'minting-0e', startedAt: earlier }));
  expect(unfinishedMintings(state, RUNTIME).map((left) => left.entry)).toEqual(['minting-0e']);
});

test.each(['', '{', 'null', '[]', '{"startedAt":1}'])('a note that says %j is told all the same', (text) => {
  const state = stateIn(temporaryFolder());
  writeFileSync(state.file('journal/minting-0a1b.json'), text);
  const [left] = unfinishedMintings(state, RUNTIME);
  expect(left).toMatchObject({ entry: 'minting-0a1b', what: 'its note cannot be read' });
  expect(left && describeUnfinished(left)).toContain('secrets forget minting-0a1b');
});

test('other files in the folder are passed over', () => {
  const state = stateIn(temporaryFolder());
  mkdirSync(state.file('journal/x'), { recursive: true });
  writeFileSync(join(state.path, 'journal', 'minting-0a1b.json.77.tmp'), '{');
  expect(unfinishedMintings(state, RUNTIME)).toEqual([]);
});

test('ending an entry takes away the file in which the secret may be', () => {
  const folder = temporaryFolder();
  const state = stateIn(folder);
  const temporaryFile = join(folder, '.x.secret-being-stored');
  writeFileSync(temporaryFile, 'CANARY');
  writeEntry(state, entry({ temporaryFile }));
  removeEntry(state, entry({ temporaryFile }));
  expect(existsSync(temporaryFile)).toBe(false);
});

test('the report says what is known, and what to do', () => {
  const began = entry({ startedAt: '2026-11-22T12:00:00.000Z' });
  expect(describeUnfinished(began)).toBe(
    'create_key (name "ci") of profile default, begun 2026-11-22T12:00:00.000Z, never ended: whether a secret was made is not known. Look with the tool that lists them and delete what nobody holds the secret of. Then run: npx openai-admin-mcp secrets forget minting-0a1b',
  );
  expect(describeUnfinished({ ...began, secret })).toContain(
    'Try: npx openai-admin-mcp secrets show key_abc.',
  );
  const handedOn = { ...secret, id: 'a\u202eb', places: [{ kind: 'command', name: 'vault' } as const] };
  expect(describeUnfinished({ ...began, secret: handedOn })).toContain('a secret of "a\\\\u{202e}b" (');
  expect(describeUnfinished({ ...began, secret: handedOn })).toContain(
    'Look where it was to go, the command vault.',
  );
});
