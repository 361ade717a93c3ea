import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Host } from '../../src/host/host.ts';
import { findDestination } from '../../src/sinks/destination.ts';
import { fileSink } from '../../src/sinks/file-sink.ts';
import { hostOf, temporaryFolder, uid } from './sink-setting.ts';

const host: Host = { ...hostOf('/home/ada', {}), platform: 'linux' };
const find = (folder: string) => findDestination({ kind: 'file', folder }, '--secrets', host);

describe('file:', () => {
  test('a whole path is taken, without a slash at its end that would follow a link', async () => {
    expect(await find('/srv/../srv/secrets')).toEqual({ kind: 'file', folder: '/srv/secrets' });
    const home = temporaryFolder();
    mkdirSync(join(home, 'target'));
    symlinkSync(join(home, 'target'), join(home, 'link'));
    const destination = await find(`${join(home, 'link')}/`);
    if (destination.kind !== 'file') throw new Error('no file');
    await expect(fileSink(destination.folder, uid).prepare()).rejects.toThrow('is a symbolic link');
  });

  test.each([
    ['~/secrets', '"~" is written out by shells only, and not behind "file:". Write file:/home/ada/secrets'],
    ['~', 'Write file:/home/ada'],
    ['secrets', 'write the whole path'],
    ['./~', 'write the whole path'],
  ])('%s says what to write', async (folder, message) => {
    await expect(find(folder)).rejects.toMatchObject({
      name: 'SettingsError',
      message: expect.stringContaining(message),
    });
  });
});

test('the keychain needs nothing, and a command the configuration file', async () => {
  expect(await findDestination({ kind: 'keychain' }, '--secrets', host)).toEqual({ kind: 'keychain' });
  const missing = findDestination({ kind: 'command', name: 'vault' }, '--secrets', host);
  await expect(missing).rejects.toMatchObject({ name: 'SettingsError' });
});
