import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { fileSink } from '../../src/sinks/file-sink.ts';
import { secretValue, temporaryFolder, uid } from './sink-setting.ts';

const label = { id: 'key_abc', name: 'ci' };
const canMount = uid === 0 && process.platform === 'linux' && mounts();

function mounts(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('storing', () => {
  test('makes the folder, and a file that only its owner reads, with the value and nothing else', async () => {
    const folder = join(temporaryFolder(), 'new', 'secrets');
    const prepared = await fileSink(folder, uid).prepare();
    await prepared.store(label, secretValue);
    const path = join(folder, 'key_abc.secret');
    expect(prepared.placeOf('key_abc')).toEqual({ kind: 'file', path });
    expect(readFileSync(path, 'utf8')).toBe(secretValue);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['key_abc.secret']);
  });

  test('what was prepared has no secret, the mode already, and is gone after discard', async () => {
    const folder = join(temporaryFolder(), 'secrets');
    const prepared = await fileSink(folder, uid).prepare();
    const temporary = prepared.temporaryFile ?? '';
    expect(statSync(temporary).mode & 0o777).toBe(0o600);
    expect(readFileSync(temporary, 'utf8').trim()).toBe('');
    prepared.discard();
    prepared.discard();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('an older secret of the same id is replaced, also by a shorter or a very long one', async () => {
    const folder = temporaryFolder();
    for (const value of [secretValue, 'x'.repeat(5000), 'sk-short', 'whsec_\u00e9\n']) {
      const prepared = await fileSink(folder, uid).prepare('key_abc');
      await prepared.store(label, value);
      expect(readFileSync(join(folder, 'key_abc.secret'), 'utf8')).toBe(value);
    }
  });

  test.each([
    '../../etc/passwd',
    'a/b',
    '.',
    '..',
    '',
    'a\u0000b',
    'a b',
    'x'.repeat(101),
    '\u202e',
    'key.secret',
  ])('id %j stays inside the folder', async (id) => {
    const home = temporaryFolder();
    const folder = join(home, 'secrets');
    const prepared = await fileSink(folder, uid).prepare(id);
    await prepared.store({ id }, secretValue);
    const [name = '', ...others] = readdirSync(folder);
    expect(others).toEqual([]);
    expect(name).toMatch(/^id-[0-9a-f]{32}\.secret$/);
    expect(readdirSync(home)).toEqual(['secrets']);
    expect(prepared.placeOf(id)).toEqual({ kind: 'file', path: join(folder, name) });
  });
});

describe('refused before anything is minted', () => {
  async function refusal(folder: string, id?: string): Promise<string> {
    const error: unknown = await fileSink(folder, uid)
      .prepare(id)
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'SinkError' });
    return (error as Error).message;
  }

  test('a folder that is a symbolic link, with its target untouched', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'target'));
    symlinkSync(join(home, 'target'), join(home, 'link'));
    expect(await refusal(join(home, 'link'))).toContain('is a symbolic link. Name the folder itself.');
    expect(readdirSync(join(home, 'target'))).toEqual([]);
  });

  test('a file in place of the folder', async () => {
    const home = temporaryFolder();
    writeFileSync(join(home, 'file'), '');
    expect(await refusal(join(home, 'file'))).toContain('is not a folder');
    expect(await refusal(join(home, 'file', 'below'))).toContain('(ENOTDIR)');
  });

  test.each([0o770, 0o707, 0o777, 0o1777])('a folder of mode %o', async (mode) => {
    const folder = join(temporaryFolder(), 'secrets');
    mkdirSync(folder);
    chmodSync(folder, mode);
    expect(await refusal(folder)).toBe(`Other users can write to ${folder}. Run: chmod 700 "${folder}"`);
    expect(readdirSync(folder)).toEqual([]);
  });

  test.runIf(uid === 0)('a folder of another user', async () => {
    const folder = join(temporaryFolder(), 'secrets');
    mkdirSync(folder, { mode: 0o700 });
    chownSync(folder, 12_345, 12_345);
    expect(await refusal(folder)).toContain('belongs to another user');
  });

  test.runIf(canMount)('a full disk, with nothing left behind', async () => {
    const folder = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    writeFileSync(join(folder, 'filler'), Buffer.alloc(4096));
    expect(await refusal(folder)).toContain('cannot be written (ENOSPC). Free some space');
    expect(readdirSync(folder)).toEqual(['filler']);
  });

  test.runIf(canMount)('a disk that fills up afterwards does not harm', async () => {
    const folder = temporaryFolder();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4k,mode=700', 'tmpfs', folder]);
    onTestFinished(() => void execFileSync('umount', [folder]));
    const prepared = await fileSink(folder, uid).prepare();
    expect(() => writeFileSync(join(folder, 'filler'), 'x')).toThrow('ENOSPC');
    await prepared.store(label, secretValue);
    expect(readFileSync(join(folder, 'key_abc.secret'), 'utf8')).toBe(secretValue);
  });

  test.each([
    ['a symbolic link', (path: string) => symlinkSync('/nowhere', path)],
    ['a folder', (path: string) => mkdirSync(path)],
  ])('%s in place of the secret, where the id is known', async (_, plant) => {
    const folder = temporaryFolder();
    plant(join(folder, 'key_abc.secret'));
    expect(await refusal(folder, 'key_abc')).toContain('is there already and no ordinary file. Move it away');
    expect(readdirSync(folder)).toEqual(['key_abc.secret']);
  });
});

describe('fails without leaving the secret anywhere', () => {
  test('at a symbolic link in place of the secret', async () => {
    const home = temporaryFolder();
    const folder = join(home, 'secrets');
    const prepared = await fileSink(folder, uid).prepare();
    writeFileSync(join(home, 'public'), '', { mode: 0o644 });
    symlinkSync(join(home, 'public'), join(folder, 'key_abc.secret'));
    await expect(prepared.store(label, secretValue)).rejects.toThrow('no ordinary file');
    expect(readFileSync(join(home, 'public'), 'utf8')).toBe('');
    expect(readdirSync(folder)).toEqual(['key_abc.secret']);
  });

  test('in a folder that was exchanged meanwhile', async () => {
    const home = temporaryFolder();
    const folder = join(home, 'secrets');
    const prepared = await fileSink(folder, uid).prepare();
    renameSync(folder, join(home, 'moved'));
    mkdirSync(folder);
    await expect(prepared.store(label, secretValue)).rejects.toThrow('was exchanged meanwhile');
    expect(readdirSync(folder)).toEqual([]);
    for (const name of readdirSync(join(home, 'moved'))) {
      expect(readFileSync(join(home, 'moved', name), 'utf8')).not.toContain('CANARY');
    }
  });

  test('in a folder that became a link, though to itself', async () => {
    const home = temporaryFolder();
    const folder = join(home, 'secrets');
    const prepared = await fileSink(folder, uid).prepare();
    renameSync(folder, join(home, 'moved'));
    symlinkSync(join(home, 'moved'), folder);
    await expect(prepared.store(label, secretValue)).rejects.toThrow('was exchanged meanwhile');
    expect(readdirSync(join(home, 'moved'))).toEqual([]);
  });

  test('when the prepared file was exchanged for another', async () => {
    const folder = temporaryFolder();
    const prepared = await fileSink(folder, uid).prepare();
    const temporary = prepared.temporaryFile ?? '';
    renameSync(temporary, `${temporary}.away`);
    writeFileSync(temporary, '', { mode: 0o666 });
    await expect(prepared.store(label, secretValue)).rejects.toThrow('was exchanged meanwhile');
    expect(existsSync(join(folder, 'key_abc.secret'))).toBe(false);
    expect(readFileSync(`${temporary}.away`, 'utf8')).not.toContain('CANARY');
  });

  test('a second time', async () => {
    const prepared = await fileSink(temporaryFolder(), uid).prepare();
    await prepared.store(label, secretValue);
    await expect(prepared.store({ id: 'key_2' }, secretValue)).rejects.toThrow('Nothing is prepared');
  });
});
