import { existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EMPTY_INDEX, readIndex, withStored } from '../../src/credentials/key-index.ts';
import { updateIndex } from '../../src/credentials/update-index.ts';
import { LOCKER } from '../runtime.ts';
import { homeFolder, indexPathIn } from './home-folder.ts';

const uid = process.getuid?.();

const stored = { fingerprint: 'ab12cd34', stored_at: '2026-11-22T12:00:00.000Z' };

test('folder 0700, file 0600, nothing else left behind', async () => {
  const path = indexPathIn(homeFolder());
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  await updateIndex({ path, locker: LOCKER }, async (index) =>
    withStored(index, 'acme', { class: 'admin' }, stored),
  );
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
  expect(readdirSync(dirname(path))).toEqual(['profiles.json']);
});

test('changes made at once are all kept', async () => {
  const path = indexPathIn(homeFolder());
  const names = Array.from({ length: 12 }, (_, number) => `profile-${number}`);
  await Promise.all(
    names.map((name) =>
      updateIndex({ path, locker: LOCKER }, async (index) => {
        await delay(5);
        return withStored(index, name, { class: 'admin' }, stored);
      }),
    ),
  );
  expect(Object.keys(readIndex(path, uid).profiles).sort()).toEqual(names.sort());
});

test('a change that throws, or changes nothing, writes nothing and unlocks', async () => {
  const path = indexPathIn(homeFolder());
  await expect(
    updateIndex({ path, locker: LOCKER }, () => Promise.reject(new Error('no keychain'))),
  ).rejects.toThrow('no keychain');
  await updateIndex({ path, locker: LOCKER }, async (index) => index);
  expect(readdirSync(dirname(path))).toEqual([]);
});

test('the lock of a process that is gone is taken over', async () => {
  const path = indexPathIn(homeFolder());
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.lock`, '4194304');
  await updateIndex({ path, locker: LOCKER }, async (index) =>
    withStored(index, 'acme', { class: 'admin' }, stored),
  );
  expect(existsSync(`${path}.lock`)).toBe(false);
  expect(readIndex(path, uid)).not.toEqual(EMPTY_INDEX);
});

test('a planted link at the place of the temporary file is not followed', async () => {
  const home = homeFolder();
  const path = indexPathIn(home);
  mkdirSync(dirname(path), { recursive: true });
  const elsewhere = join(home, 'elsewhere');
  writeFileSync(elsewhere, 'untouched');
  symlinkSync(elsewhere, `${path}.${process.pid}.tmp`);
  await updateIndex({ path, locker: LOCKER }, async (index) =>
    withStored(index, 'acme', { class: 'admin' }, stored),
  );
  expect(statSync(elsewhere).size).toBe('untouched'.length);
});

test('a place that cannot be written says so', async () => {
  const home = homeFolder();
  writeFileSync(join(home, '.config'), 'a file where the folder belongs');
  await expect(
    updateIndex({ path: indexPathIn(home), locker: LOCKER }, async (index) => index),
  ).rejects.toMatchObject({
    kind: 'index_unwritable',
  });
});
