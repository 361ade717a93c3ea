import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  EMPTY_INDEX,
  findProfile,
  findStored,
  readIndex,
  storedPlaces,
  withStored,
} from '../../src/credentials/key-index.ts';
import { homeFolder, indexPathIn, writeIndex } from './home-folder.ts';

const uid = process.getuid?.();

const stored = { fingerprint: 'ab12cd34', stored_at: '2026-11-22T12:00:00.000Z' };

describe('reading', () => {
  test('a missing file is an empty index', () => {
    expect(readIndex(indexPathIn(homeFolder()), uid)).toEqual(EMPTY_INDEX);
  });

  test.each([
    ['{', 'not JSON'],
    ['null', 'write keys with values'],
    ['{"version":2,"profiles":{}}', 'version'],
    ['{"version":1,"profiles":{},"more":1}', 'more'],
    ['{"version":1,"profiles":{"Big":{"projects":{}}}}', 'Big'],
    ['{"version":1,"profiles":{"a":{"projects":{"default":{}}}}}', 'projects'],
    [
      '{"version":1,"profiles":{"a":{"projects":{},"admin":{"fingerprint":"x","stored_at":"y"}}}}',
      'fingerprint',
    ],
  ])('%s is refused with what is wrong and what to do', (text, fault) => {
    const path = writeIndex(homeFolder(), {});
    writeFileSync(path, text);
    expect(() => readIndex(path, uid)).toThrow(fault);
    expect(() => readIndex(path, uid)).toThrow('Move the file away');
  });

  test('a file that others can write is refused on POSIX', () => {
    const path = writeIndex(homeFolder(), {});
    chmodSync(path, 0o666);
    expect(() => readIndex(path, uid)).toThrow(`chmod 600 "${path}"`);
    expect(readIndex(path, undefined)).toEqual(EMPTY_INDEX);
  });
});

test('keys go in and out by place, and an emptied profile disappears', () => {
  const admin = { class: 'admin' } as const;
  const anyProject = { class: 'project' } as const;
  const oneProject = { class: 'project', projectId: 'proj_1' } as const;
  let index = EMPTY_INDEX;
  for (const place of [oneProject, anyProject, admin]) index = withStored(index, 'acme', place, stored);
  const profile = findProfile(index, 'acme');
  expect(profile && storedPlaces(profile).map(({ place }) => place)).toEqual([admin, anyProject, oneProject]);
  expect(findStored(profile, oneProject)).toEqual(stored);
  expect(findStored(profile, { class: 'project', projectId: 'proj_2' })).toBeUndefined();
  expect(withStored(index, 'other', admin, undefined)).toBe(index);
  for (const place of [admin, anyProject, oneProject]) index = withStored(index, 'acme', place, undefined);
  expect(index).toEqual(EMPTY_INDEX);
});

test('names that every object has are no profiles and no projects', () => {
  expect(findProfile(EMPTY_INDEX, 'constructor')).toBeUndefined();
  const index = withStored(EMPTY_INDEX, 'constructor', { class: 'admin' }, stored);
  expect(
    findStored(findProfile(index, 'constructor'), { class: 'project', projectId: 'toString' }),
  ).toBeUndefined();
  expect(findProfile(index, 'constructor')?.admin).toEqual(stored);
});
