/** Where the program keeps its files on each system. */
import { expect, test } from 'vitest';
import { configurationPath } from '../../src/configuration/configured-commands.ts';
import { indexPath } from '../../src/credentials/key-index.ts';
import { stateFolder } from '../../src/host/application-folders.ts';
import type { Environment } from '../../src/host/host.ts';

test.each<[NodeJS.Platform, Environment, string, string]>([
  ['linux', {}, '/home/a', '/home/a/.config/openai-admin-mcp/'],
  ['linux', { XDG_CONFIG_HOME: '/x/config' }, '/home/a', '/x/config/openai-admin-mcp/'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/a', '/home/a/.config/openai-admin-mcp/'],
  ['freebsd', {}, '/home/a', '/home/a/.config/openai-admin-mcp/'],
  ['darwin', { XDG_CONFIG_HOME: '/x' }, '/Users/a', '/Users/a/Library/Application Support/openai-admin-mcp/'],
  [
    'win32',
    { APPDATA: 'C:\\Users\\a\\Elsewhere' },
    'C:\\Users\\a',
    'C:\\Users\\a\\Elsewhere\\openai-admin-mcp\\',
  ],
  ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\openai-admin-mcp\\'],
])('on %s with %j the index of keys and the configuration file', (platform, environment, home, folder) => {
  const host = { environment, platform, homeDirectory: home, uid: undefined };
  expect(indexPath(host)).toBe(`${folder}profiles.json`);
  expect(configurationPath(host)).toBe(`${folder}config.yaml`);
});

test.each<[NodeJS.Platform, Environment, string]>([
  ['linux', {}, '/home/a/.local/state/openai-admin-mcp'],
  ['linux', { XDG_STATE_HOME: '/var/a' }, '/var/a/openai-admin-mcp'],
  ['linux', { XDG_STATE_HOME: 'relative' }, '/home/a/.local/state/openai-admin-mcp'],
  ['darwin', {}, '/home/a/Library/Application Support/openai-admin-mcp/state'],
  ['win32', { LOCALAPPDATA: 'C:\\Local' }, 'C:\\Local\\openai-admin-mcp\\state'],
])('on %s with %j the state', (platform, environment, path) => {
  expect(stateFolder({ environment, platform, homeDirectory: '/home/a' })).toBe(path);
});
