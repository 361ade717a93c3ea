import { expect, test } from 'vitest';
import { indexPath } from '../../src/credentials/index-location.ts';

test.each([
  ['linux', {}, '/home/a', '/home/a/.config/openai-admin-mcp/profiles.json'],
  ['linux', { XDG_CONFIG_HOME: '/x/config' }, '/home/a', '/x/config/openai-admin-mcp/profiles.json'],
  ['linux', { XDG_CONFIG_HOME: 'relative' }, '/home/a', '/home/a/.config/openai-admin-mcp/profiles.json'],
  ['freebsd', {}, '/home/a', '/home/a/.config/openai-admin-mcp/profiles.json'],
  [
    'darwin',
    { XDG_CONFIG_HOME: '/x' },
    '/Users/a',
    '/Users/a/Library/Application Support/openai-admin-mcp/profiles.json',
  ],
  [
    'win32',
    { APPDATA: 'C:\\Users\\a\\AppData\\Roaming' },
    'C:\\Users\\a',
    'C:\\Users\\a\\AppData\\Roaming\\openai-admin-mcp\\profiles.json',
  ],
  ['win32', {}, 'C:\\Users\\a', 'C:\\Users\\a\\AppData\\Roaming\\openai-admin-mcp\\profiles.json'],
] as const)('%s %j', (platform, env, homeDirectory, path) => {
  expect(indexPath({ env, platform, homeDirectory })).toBe(path);
});
