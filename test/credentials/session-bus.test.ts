import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sessionBusVariables } from '../../src/credentials/session-bus.ts';
import type { Environment, Host } from '../../src/host/host.ts';
import { homeFolder } from './home-folder.ts';

function runtimeRoot(): string {
  const root = homeFolder();
  mkdirSync(join(root, '1000'));
  writeFileSync(join(root, '1000', 'bus'), '');
  return root;
}

const host = (environment: Environment, platform: NodeJS.Platform, uid: number | undefined): Host => ({
  environment,
  platform,
  homeDirectory: '/home/ada',
  uid,
});

test('the bus of the user folder is found when the client passed on no address', () => {
  const root = runtimeRoot();
  const found = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${root}/1000/bus` };
  expect(sessionBusVariables(host({}, 'linux', 1000), root)).toEqual(found);
  expect(sessionBusVariables(host({ DBUS_SESSION_BUS_ADDRESS: '' }, 'linux', 1000), root)).toEqual(found);
  const named = { XDG_RUNTIME_DIR: `${root}/1000` };
  expect(sessionBusVariables(host(named, 'linux', 1), '/nowhere')).toEqual(found);
});

test('nothing is added where there is an address, no socket, or no Linux', () => {
  const root = runtimeRoot();
  const known = { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/a' };
  expect(sessionBusVariables(host(known, 'linux', 1000), root)).toEqual({});
  expect(sessionBusVariables(host({}, 'linux', 1001), root)).toEqual({});
  expect(sessionBusVariables(host({}, 'darwin', 1000), root)).toEqual({});
  expect(sessionBusVariables(host({}, 'win32', undefined), root)).toEqual({});
});
