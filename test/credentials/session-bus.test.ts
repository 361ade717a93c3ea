import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sessionBusVariables } from '../../src/credentials/session-bus.ts';
import { homeFolder } from './home-folder.ts';

function runtimeRoot(): string {
  const root = homeFolder();
  mkdirSync(join(root, '1000'));
  writeFileSync(join(root, '1000', 'bus'), '');
  return root;
}

test('the bus of the user folder is found when the client passed on no address', () => {
  const root = runtimeRoot();
  const found = { DBUS_SESSION_BUS_ADDRESS: `unix:path=${root}/1000/bus` };
  expect(sessionBusVariables({}, 'linux', 1000, root)).toEqual(found);
  expect(sessionBusVariables({ DBUS_SESSION_BUS_ADDRESS: '' }, 'linux', 1000, root)).toEqual(found);
  expect(sessionBusVariables({ XDG_RUNTIME_DIR: `${root}/1000` }, 'linux', 1, '/nowhere')).toEqual(found);
});

test('nothing is added where there is an address, no socket, or no Linux', () => {
  const root = runtimeRoot();
  expect(sessionBusVariables({ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/a' }, 'linux', 1000, root)).toEqual({});
  expect(sessionBusVariables({}, 'linux', 1001, root)).toEqual({});
  expect(sessionBusVariables({}, 'darwin', 1000, root)).toEqual({});
  expect(sessionBusVariables({}, 'win32', undefined, root)).toEqual({});
});
