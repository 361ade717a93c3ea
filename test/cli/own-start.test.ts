import { expect, test } from 'vitest';
import { ownStart } from '../../src/cli/own-start.ts';

const homeOn = (platform: string) => (platform === 'win32' ? 'C:\\Users\\a' : '/home/a');

const start = (
  script: string,
  packageFolder: string,
  environment: Record<string, string>,
  platform = 'linux',
  homeDirectory = homeOn(platform),
) =>
  ownStart(
    script,
    packageFolder,
    { environment, platform: platform as NodeJS.Platform, homeDirectory, uid: 1 },
    homeOn(platform),
  );

const PACKAGE = '/usr/lib/node_modules/openai-admin-mcp';
const PATHS = { PATH: '/usr/bin:/home/a/.nvm/bin' };

test.each<[string, Parameters<typeof start>, string]>([
  [
    'npx',
    [
      '/home/a/.npm/_npx/1f/node_modules/.bin/openai-admin-mcp',
      '/home/a/.npm/_npx/1f/node_modules/openai-admin-mcp',
      PATHS,
    ],
    'npx openai-admin-mcp',
  ],
  ['a global installation', ['/usr/bin/openai-admin-mcp', PACKAGE, PATHS], 'openai-admin-mcp'],
  [
    'a link outside PATH',
    ['/opt/bin/openai-admin-mcp', PACKAGE, PATHS],
    `node ${PACKAGE}/bin/openai-admin-mcp.js`,
  ],
  [
    'node and a path',
    ['/src/mcp/bin/openai-admin-mcp.js', '/src/mcp', PATHS],
    'node /src/mcp/bin/openai-admin-mcp.js',
  ],
  [
    'a path with a blank',
    ['/my src/bin/openai-admin-mcp.js', "/my src/it's", {}],
    "node '/my src/it'\\''s/bin/openai-admin-mcp.js'",
  ],
  [
    'npx on Windows',
    [
      'C:\\u\\_npx\\1f\\node_modules\\openai-admin-mcp\\bin\\x.js',
      'C:\\u\\_npx\\1f\\node_modules\\openai-admin-mcp',
      {},
      'win32',
    ],
    'npx openai-admin-mcp',
  ],
  [
    'a global one on Windows',
    [
      'C:\\npm\\node_modules\\openai-admin-mcp\\bin\\openai-admin-mcp.js',
      'C:\\npm\\node_modules\\openai-admin-mcp',
      { Path: 'C:\\Windows;C:\\npm' },
      'win32',
    ],
    'openai-admin-mcp',
  ],
  [
    'a path on Windows',
    ['C:\\my src\\bin\\openai-admin-mcp.js', 'C:\\my src', {}, 'win32'],
    'node "C:\\my src\\bin\\openai-admin-mcp.js"',
  ],
])('%s is typed the same way', (_, given, program) => expect(start(...given).program).toBe(program));

test.each<[Record<string, string>, string, string | undefined]>([
  [{}, 'linux', undefined],
  [{ XDG_STATE_HOME: '/home/a/.local/state' }, 'linux', undefined],
  [{ XDG_STATE_HOME: 'relative' }, 'linux', undefined],
  [{ XDG_STATE_HOME: '/srv/state' }, 'linux', 'XDG_STATE_HOME=/srv/state'],
  [{ XDG_STATE_HOME: '/srv/my state' }, 'linux', "XDG_STATE_HOME='/srv/my state'"],
  [{ XDG_STATE_HOME: '/srv/state' }, 'darwin', undefined],
  [{ LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' }, 'win32', undefined],
  [{ LOCALAPPDATA: 'D:\\state' }, 'win32', '$env:LOCALAPPDATA=D:\\state;'],
])('with %j on %s the folder of plans needs %s', (environment, platform, setting) => {
  expect(start('/p/bin/x.js', '/p', environment, platform).stateSetting).toBe(setting);
});

test.each<[Record<string, string>, string, string, string | undefined, string | undefined]>([
  [{}, 'linux', '/home/a', undefined, undefined],
  [{}, 'linux', '/srv/h', 'HOME=/srv/h', 'HOME=/srv/h'],
  [{}, 'darwin', '/Users/it', 'HOME=/Users/it', 'HOME=/Users/it'],
  [{ XDG_STATE_HOME: '/home/a/.local/state' }, 'linux', '/srv/h', undefined, 'HOME=/srv/h'],
  [{ XDG_CONFIG_HOME: '/etc/x' }, 'linux', '/home/a', undefined, 'XDG_CONFIG_HOME=/etc/x'],
  [{ APPDATA: 'D:\\c' }, 'win32', 'C:\\Users\\a', undefined, '$env:APPDATA=D:\\c;'],
])('with %j on %s and the home %s', (environment, platform, home, state, configuration) => {
  const started = start('/p/bin/x.js', '/p', environment, platform, home);
  expect([started.stateSetting, started.configurationSetting]).toEqual([state, configuration]);
});
