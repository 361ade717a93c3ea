import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { openAuditTrail } from '../../src/audit/audit-trail.ts';
import { auditUnwritable } from '../../src/audit/audit-unwritable.ts';
import { HEAD_FILE, TRAIL_FILE } from '../../src/audit/trail-files.ts';
import { LockBusy } from '../../src/files/file-lock.ts';
import type { StateFolder } from '../../src/state/state-folder.ts';
import { INTENT, NOON, throwAwayState } from './state-folder.ts';
import { verdictIn } from './verdict-in.ts';

const trailIn = (state: StateFolder) => openAuditTrail({ state, now: () => NOON });
const isRoot = process.getuid?.() === 0;

const cases: [string, (state: StateFolder) => void, RegExp][] = [
  [
    'a file where the folder belongs',
    ({ path }) => writeFileSync(path, ''),
    /a file stands where a folder belongs/,
  ],
  [
    'a folder where the file belongs',
    ({ file }) => mkdirSync(file(TRAIL_FILE)),
    /a folder stands where a file belongs/,
  ],
  [
    'a link to a file',
    ({ path, file }) => {
      writeFileSync(join(dirname(path), 'elsewhere'), '');
      symlinkSync(join(dirname(path), 'elsewhere'), file(TRAIL_FILE));
    },
    /audit\.jsonl is a link\. Remove it/,
  ],
  [
    'a link to nothing',
    ({ path, file }) => symlinkSync(join(path, 'nothing'), file(TRAIL_FILE)),
    /audit\.jsonl is a link/,
  ],
  [
    'a head that is a link',
    ({ path, file }) => symlinkSync(join(path, 'nothing'), file(HEAD_FILE)),
    /audit-head\.json is a link/,
  ],
  ['a device', ({ file }) => symlinkSync('/dev/null', file(TRAIL_FILE)), /audit\.jsonl is a link/],
  [
    'a folder that links to where others write',
    ({ path }) => {
      mkdirSync(`${path}-shared`);
      chmodSync(`${path}-shared`, 0o777);
      symlinkSync(`${path}-shared`, path);
    },
    /is a link to a folder that others can write/,
  ],
];

describe('nothing is written, and the message says what to do, when there is', () => {
  test.each(cases)('%s', async (_, prepare, words) => {
    const state = throwAwayState();
    prepare(state);
    for (const attempt of [() => trailIn(state).check(), () => trailIn(state).intent(INTENT)]) {
      await expect(attempt()).rejects.toMatchObject({
        name: 'AuditUnwritable',
        message: expect.stringMatching(words),
      });
    }
    expect(existsSync(join(state.path, 'nothing'))).toBe(false);
    const elsewhere = statSync(join(dirname(state.path), 'elsewhere'), { throwIfNoEntry: false });
    expect(elsewhere?.size ?? 0).toBe(0);
  });

  test.runIf(isRoot).each<[string, (state: StateFolder) => void]>([
    ['the folder', ({ file, path }) => chownSync(dirname(file('x')) && path, 1234, 1234)],
    [
      'the trail',
      ({ file }) => {
        writeFileSync(file(TRAIL_FILE), '');
        chownSync(file(TRAIL_FILE), 1234, 1234);
      },
    ],
    [
      'the head',
      ({ file }) => {
        writeFileSync(file(HEAD_FILE), '');
        chownSync(file(HEAD_FILE), 1234, 1234);
      },
    ],
  ])("another user's: %s", async (_, prepare) => {
    const state = throwAwayState();
    prepare(state);
    await expect(trailIn(state).intent(INTENT)).rejects.toMatchObject({
      name: 'AuditUnwritable',
      message: expect.stringMatching(
        /belongs to another user\. Move it away, or give it back to yourself with chown\./,
      ),
    });
  });

  test.skipIf(isRoot)('a folder without rights', async () => {
    const state = throwAwayState();
    mkdirSync(dirname(state.path), { recursive: true });
    chmodSync(dirname(state.path), 0o500);
    await expect(trailIn(state).check()).rejects.toMatchObject({ name: 'AuditUnwritable' });
    chmodSync(dirname(state.path), 0o700);
  });

  test.each([
    ['ENOSPC', 'the disk is full. Free some space.'],
    ['EDQUOT', 'Free some space.'],
    ['EROFS', 'read-only disk'],
    ['EACCES', 'chmod or chown'],
    ['EPERM', 'chmod or chown'],
    ['EIO', 'EIO: told by the system (in /state).'],
  ])('%s', (code, words) => {
    const error = Object.assign(new Error(`${code}: told by the system`), { code });
    expect(auditUnwritable('/state', error).message).toMatch(/^The audit trail cannot be written: /);
    expect(auditUnwritable('/state', error).message).toContain(words);
  });
});

test('a lock that somebody holds on to is told with its owner', async () => {
  expect(
    auditUnwritable('/state', new LockBusy('/state/lock', { processId: 77, host: 'here' })).message,
  ).toBe(
    'The audit trail cannot be written: process 77 has held its lock for long. Wait for it or end it; if it is gone, delete /state/lock.',
  );
});

test('when the disk takes only a part of a line, that is told, and the trail goes on once there is room', async () => {
  const state = throwAwayState();
  const program = join(import.meta.dirname, 'append-lines.ts');
  const words = `ulimit -f 3; exec "$0" --import tsx "$@"`;
  const failed = promisify(execFile)(
    'bash',
    ['-c', words, process.execPath, program, state.path, 'small', '40', '99'],
    {
      env: { ...process.env, TSX_DISABLE_CACHE: '1' },
    },
  );
  await expect(failed).rejects.toMatchObject({ stderr: expect.stringContaining('may not grow (ulimit -f)') });
  const verify = () => verdictIn(state.path);
  expect(verify()).toMatchObject({ intact: true, torn: 1 });
  await trailIn(state).intent(INTENT);
  expect(verify()).toMatchObject({ intact: true, torn: 1 });
  rmSync(state.path, { recursive: true });
});

test('a folder of this user that others could write is closed to them', async () => {
  const state = throwAwayState();
  mkdirSync(state.path, { mode: 0o777 });
  chmodSync(state.path, 0o777);
  await trailIn(state).check();
  expect(statSync(state.path).mode & 0o777).toBe(0o700);
});
