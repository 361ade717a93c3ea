/** Whoever waits for a lock has it in turn, whatever the others do, and what killed processes left is taken away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { withLock } from '../../src/files/file-lock.ts';
import { makeFolders, replaceFile } from '../../src/files/private-file.ts';
import { LOCKER } from '../runtime.ts';

/** Of no process: larger than any that a system gives. */
const NOBODY = 4_194_304;

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'lock-queue-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

function takeTurns(root: string, name: string, times: number): ChildProcess {
  const program = join(import.meta.dirname, 'take-turns.ts');
  const args = ['--import', 'tsx', program, join(root, 'lock'), join(root, 'log'), String(times), name];
  const child = spawn(process.execPath, args, { stdio: 'inherit' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

const linesIn = (root: string) => readFileSync(join(root, 'log'), 'utf8').trimEnd().split('\n');

/** Until so many processes wait or are about to. */
async function ready(root: string, count: number): Promise<void> {
  writeFileSync(join(root, 'log'), '', { flag: 'a' });
  await expect
    .poll(() => linesIn(root).filter((line) => line.startsWith('ready')).length, { timeout: 60_000 })
    .toBe(count);
}

const ticketsIn = (root: string) => readdirSync(root).filter((name) => name.startsWith('lock.queue.'));

async function queued(root: string, count: number): Promise<void> {
  await expect.poll(() => ticketsIn(root).length, { timeout: 60_000 }).toBe(count);
}

test('processes that all want it have it in turn', async () => {
  const [root, names, times] = [folder(), ['a', 'b', 'c', 'd', 'e'], 20];
  // Held until all of them wait.
  const children = await withLock(
    join(root, 'lock'),
    async () => {
      const started = names.map((name) => takeTurns(root, name, times));
      await ready(root, names.length);
      await queued(root, names.length);
      return started;
    },
    LOCKER,
  );
  expect(await Promise.all(children.map(ended))).toEqual(names.map(() => 0));
  const turns = linesIn(root).filter((line) => !line.startsWith('ready'));
  expect(turns).toHaveLength(names.length * times);
  // Nobody ends much before the others, as who takes it again and again would: four times is one turn.
  const early = turns.slice(0, (names.length * times) / 2);
  for (const name of names) {
    const count = early.filter((turn) => turn === name).length;
    expect(Math.abs(count - times / 2), `${name} in ${early.join('')}`).toBeLessThanOrEqual(6);
  }
  expect(readdirSync(root)).toEqual(['log']);
}, 90_000);

test('one that sleeps at the head of the queue, and one that was killed there, hold nobody up', async () => {
  const root = folder();
  const lock = join(root, 'lock');
  const [asleep, killed] = await withLock(
    lock,
    async () => {
      const first = takeTurns(root, 'asleep', 1);
      await queued(root, 1);
      const second = takeTurns(root, 'killed', 1);
      await queued(root, 2);
      first.kill('SIGSTOP');
      second.kill('SIGKILL');
      await ended(second);
      return [first, second] as const;
    },
    LOCKER,
  );
  expect(killed.killed).toBe(true);
  const begin = performance.now();
  for (let turn = 0; turn < 3; turn += 1) await withLock(lock, () => undefined, LOCKER);
  expect(performance.now() - begin).toBeLessThan(10_000);
  asleep.kill('SIGCONT');
  expect(await ended(asleep)).toBe(0);
  await withLock(lock, () => undefined, LOCKER);
  await withLock(lock, () => undefined, LOCKER);
  expect(readdirSync(root)).toEqual(['log']);
}, 90_000);

test('drafts and rights of killed processes are taken away by whoever has the lock next', async () => {
  const root = folder();
  const owner = `${NOBODY} - ${hostname()} dead`;
  const left = [`lock.draft.${encodeURIComponent(owner)}`, 'lock.before.gone'];
  for (const name of left) writeFileSync(join(root, name), owner);
  const kept = ['lock.txt', `lock.draft.${encodeURIComponent(`${process.ppid} - ${hostname()} a`)}`];
  for (const name of kept) writeFileSync(join(root, name), '');
  await withLock(join(root, 'lock'), () => undefined, LOCKER);
  expect(readdirSync(root).sort()).toEqual(kept.sort());
});

test('a file that is replaced takes the drafts of killed processes away, of whatever file', () => {
  const root = folder();
  const kept = [`b.json.${process.ppid}.tmp`, 'c.tmp', 'd.json'];
  for (const name of [`a.json.${NOBODY}.tmp`, `plan_1.json.${NOBODY}.tmp`, ...kept]) {
    writeFileSync(join(root, name), 'half');
  }
  replaceFile(join(root, 'a.json'), 'whole', process.pid);
  expect(readdirSync(root).sort()).toEqual(['a.json', ...kept].sort());
});

test('who finds it held by the same process for 10 s gives up, and not before', async () => {
  const lock = join(folder(), 'lock');
  writeFileSync(lock, `${process.ppid} - ${hostname()} a`);
  let counted = 0;
  const monotonic = () => {
    counted += 50;
    return counted;
  };
  const { uid, runtime } = LOCKER;
  const waiting = withLock(lock, () => undefined, { uid, runtime: { ...runtime, monotonic } });
  await expect(waiting).rejects.toMatchObject({ name: 'LockBusy', owner: process.ppid });
  expect(counted).toBeGreaterThanOrEqual(10_000);
  expect(counted).toBeLessThan(11_000);
});

test('a ticket of another machine gives way after a minute, and keeps its place before', async () => {
  const ticketOf = (milliseconds: number, host: string) =>
    `lock.queue.${String((Date.now() - milliseconds) * 1000).padStart(16, '0')}.${encodeURIComponent(`${NOBODY} - ${host} a`)}`;
  const root = folder();
  const [old, young] = [ticketOf(61_000, 'somewhere-else'), ticketOf(30_000, 'somewhere-else')];
  for (const name of [old, young]) writeFileSync(join(root, name), '');
  await withLock(join(root, 'lock'), () => undefined, LOCKER);
  expect(readdirSync(root)).toEqual([young]);
});

test('a folder in place of the lock is told at once', async () => {
  const lock = join(folder(), 'lock');
  mkdirSync(lock);
  await expect(withLock(lock, () => undefined, LOCKER)).rejects.toMatchObject({
    name: 'UnsafePlace',
    message: `${lock} is a folder. Move it away; a lock belongs there.`,
  });
});

test('folders are made one in the other, for their owner alone, and told where they cannot be', () => {
  const root = folder();
  makeFolders(join(root, 'a', 'b', 'c'));
  for (const name of ['a', 'a/b', 'a/b/c']) {
    const { mode } = statSync(join(root, name));
    if (process.platform !== 'win32') expect(mode & 0o777).toBe(0o700);
  }
  makeFolders(join(root, 'a', 'b', 'c'));
  writeFileSync(join(root, 'file'), '');
  expect(() => makeFolders(join(root, 'file'))).toThrow('EEXIST');
  expect(() => makeFolders(join(root, 'file', 'below'))).toThrow('ENOTDIR');
  if (process.platform === 'linux') expect(() => makeFolders('/proc/a/b')).toThrow('ENOENT');
});
