import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type LockPatience, withLock } from '../../src/files/file-lock.ts';
import { LOCKER } from '../runtime.ts';

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'file-lock-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function countUp(file: string, times: number, tally: string): ChildProcess {
  const program = join(import.meta.dirname, 'count-up.ts');
  return spawn(process.execPath, ['--import', 'tsx', program, file, String(times), tally], {
    stdio: 'inherit',
  });
}

/** Takes what may be taken, and waits for nothing. */
const NONE: LockPatience = { head: 0, queue: 0, ownerless: Number.POSITIVE_INFINITY };

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));
const numberIn = (file: string) => Number(readFileSync(file, 'utf8'));
const told = (tally: string) => statSync(tally, { throwIfNoEntry: false })?.size ?? 0;

test('eight processes, three of them killed on the way: no count is lost, and the others finish', async () => {
  const root = folder();
  const file = join(root, 'count');
  writeFileSync(file, '0');
  const tallies = Array.from({ length: 8 }, (_, index) => join(root, `tally-${index}`));
  const children = tallies.map((tally) => countUp(file, 200, tally));
  const endings = children.map(ended);
  for (const index of [0, 1, 2]) {
    while (told(tallies[index] ?? '') < 20 * (index + 1)) await delay(1);
    children[index]?.kill('SIGKILL');
  }
  const codes = await Promise.all(endings);
  expect(codes.slice(3)).toEqual([0, 0, 0, 0, 0]);
  const counts = tallies.map(told);
  expect(counts.slice(3)).toEqual([200, 200, 200, 200, 200]);
  const sum = counts.reduce((one, other) => one + other);
  // Each of the killed may have counted once more than it could tell.
  expect(numberIn(file)).toBeGreaterThanOrEqual(sum);
  expect(numberIn(file)).toBeLessThanOrEqual(sum + 3);
  await withLock(`${file}.lock`, () => undefined, LOCKER);
  expect(existsSync(`${file}.lock`)).toBe(false);
});

test('many that find a dead lock at once let one in at a time', async () => {
  const root = folder();
  const file = join(root, 'count');
  writeFileSync(file, '0');
  writeFileSync(`${file}.lock`, `4194304 - ${hostname()} dead`);
  // The one who was to remove it is dead, too.
  writeFileSync(`${file}.lock.dead.gone`, `4194304 - ${hostname()} alsodead`);
  const children = Array.from({ length: 6 }, (_, index) => countUp(file, 20, join(root, `tally-${index}`)));
  expect(await Promise.all(children.map(ended))).toEqual([0, 0, 0, 0, 0, 0]);
  expect(numberIn(file)).toBe(120);
  expect(readdirSync(root).filter((name) => name.startsWith('count.'))).toEqual([]);
});

describe('in one process', () => {
  test('one at a time, in the order of asking, also when one fails', async () => {
    const path = join(folder(), 'lock');
    const seen: string[] = [];
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map((number) =>
        withLock(
          path,
          async () => {
            seen.push(`in ${number}`);
            await delay(2);
            seen.push(`out ${number}`);
            if (number === 2) throw new Error('failed');
            return number;
          },
          LOCKER,
        ),
      ),
    );
    expect(seen).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3', 'in 4', 'out 4']);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(existsSync(path)).toBe(false);
  });

  test('who locks again inside is told, and not left waiting', async () => {
    const path = join(folder(), 'lock');
    const again = () => withLock(path, () => 'in', { ...LOCKER, patience: { ...NONE, queue: 20 } });
    await expect(withLock(path, again, LOCKER)).rejects.toMatchObject({
      name: 'LockBusy',
      owner: process.pid,
    });
    expect(existsSync(path)).toBe(false);
  });

  test('only its own lock is released', async () => {
    const path = join(folder(), 'lock');
    await withLock(
      path,
      () => {
        rmSync(path);
        writeFileSync(path, 'of somebody else');
      },
      LOCKER,
    );
    expect(readFileSync(path, 'utf8')).toBe('of somebody else');
  });
});

describe('a lock that was left behind', () => {
  const start = () => readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19];
  const boot = () => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();

  test.runIf(process.platform === 'linux').each<[string, () => string]>([
    ['by a process that is gone', () => `4194304 - ${hostname()} a`],
    ['by an earlier version', () => '4194304'],
    ['before this process got its id', () => `${process.pid} ${boot()}:1 ${hostname()} a`],
    ['before the machine was started again', () => `${process.pid} another-boot:${start()} ${hostname()} a`],
  ])('%s is taken over', async (_, text) => {
    const root = folder();
    writeFileSync(join(root, 'lock'), text());
    expect(await withLock(join(root, 'lock'), () => 'in', { ...LOCKER, patience: NONE })).toBe('in');
    expect(readdirSync(root)).toEqual([]);
  });

  test('without an owner is taken over after a while', async () => {
    const path = join(folder(), 'empty');
    writeFileSync(path, '');
    const take = (patience: LockPatience) => withLock(path, () => 'in', { ...LOCKER, patience });
    await expect(take({ ...NONE, head: 50 })).rejects.toMatchObject({ name: 'LockBusy' });
    const begin = performance.now();
    expect(await take({ head: Number.POSITIVE_INFINITY, queue: 0, ownerless: 50 })).toBe('in');
    expect(performance.now() - begin).toBeGreaterThanOrEqual(50);
  });

  test.runIf(process.platform === 'linux').each(['', '.dead.gone', '.dead.gone.alsodead.gone'])(
    'sweeps the draft of lock%s away',
    async (of) => {
      const root = folder();
      writeFileSync(
        join(root, `lock${of}.draft.${encodeURIComponent(`4194304 - ${hostname()} killed`)}`),
        '',
      );
      await withLock(join(root, 'lock'), () => undefined, LOCKER);
      expect(readdirSync(root)).toEqual([]);
    },
  );
});

describe.runIf(process.platform !== 'win32')(
  'what never was a lock is refused at once and left there',
  () => {
    test.each<[string, RegExp, (path: string) => unknown]>([
      ['a folder', /is a folder/, (path) => mkdirSync(path)],
      ['a link to nowhere', /is a link/, (path) => symlinkSync(`${path}-target`, path)],
      ['a link to a lock', /is a link/, (path) => symlinkSync(import.meta.filename, path)],
      ['a link to a device', /is a link/, (path) => symlinkSync('/dev/null', path)],
      ['a named pipe', /is no ordinary file/, (path) => execFileSync('mkfifo', [path])],
      ['a socket', /is no ordinary file/, listenAt],
    ])('%s', async (_, words, make) => {
      const root = folder();
      const path = join(root, 'lock');
      await make(path);
      const before = readdirSync(root);
      const begin = performance.now();
      const attempt = withLock(path, () => 'in', LOCKER);
      await expect(attempt).rejects.toMatchObject({
        name: 'UnsafePlace',
        message: expect.stringMatching(words),
      });
      expect(performance.now() - begin).toBeLessThan(1_000);
      expect(readdirSync(root)).toEqual(before);
    });

    async function listenAt(path: string): Promise<void> {
      const server = createServer().listen(path);
      onTestFinished(() => void server.close());
      await once(server, 'listening');
    }
  },
);

test.runIf(process.platform === 'linux')('nothing is taken from a process that may run', async () => {
  const root = folder();
  const texts = {
    here: `${process.ppid} - ${hostname()} a`,
    'on another machine': '4194304 - somewhere-else a',
  };
  const attempts = Object.entries(texts).map(async ([name, text]) => {
    const path = join(root, name);
    writeFileSync(path, text);
    const patience = { head: 50, queue: 0, ownerless: 10 };
    const attempt = withLock(path, () => 'in', { ...LOCKER, patience });
    await expect(attempt).rejects.toMatchObject({ name: 'LockBusy', path, owner: expect.any(Number) });
    expect(readFileSync(path, 'utf8')).toBe(text);
  });
  await Promise.all(attempts);
});

test('a place that cannot be written is told at once', async () => {
  const attempt = withLock(join(folder(), 'nowhere', 'lock'), () => undefined, LOCKER);
  await expect(attempt).rejects.toMatchObject({ code: 'ENOENT' });
});
