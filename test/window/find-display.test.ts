/** The proof that the user's own screen is found without an environment, and nobody else's is taken for it. */
import { chownSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findDisplay } from '../../src/window/find-display.ts';

const UID = process.getuid?.() ?? 0;
const isRoot = UID === 0;

/** Folders in the place of /tmp/.X11-unix, /run/user, /tmp and the home. */
function machine() {
  const folder = mkdtempSync(join(tmpdir(), 'display-'));
  const servers: Server[] = [];
  onTestFinished(() => {
    for (const server of servers) server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const places = {
    sockets: join(folder, 'x'),
    runtimeRoot: join(folder, 'run'),
    temporary: join(folder, 'tmp'),
  };
  const own = join(places.runtimeRoot, String(UID));
  const home = join(folder, 'home');
  for (const one of [places.sockets, own, places.temporary, home]) mkdirSync(one, { recursive: true });
  const listen = async (path: string, owner = UID) => {
    const server = createServer().listen(path);
    servers.push(server);
    await new Promise((resolve) => server.once('listening', resolve));
    if (owner !== UID) chownSync(path, owner, owner);
    return server;
  };
  return {
    folder,
    places,
    own,
    home,
    x11: (number: number, owner?: number) => listen(join(places.sockets, `X${number}`), owner),
    wayland: (name: string, owner?: number) => listen(join(own, name), owner),
    /** What is left by a display that was killed. */
    stale: async (path: string) => {
      const server = await listen(`${path}.live`);
      const { linkSync } = await import('node:fs');
      linkSync(`${path}.live`, path);
      await new Promise((resolve) => server.close(resolve));
    },
    find: (environment: Record<string, string> = {}, uid = UID) =>
      findDisplay({ environment, platform: 'linux', homeDirectory: home, uid }, places),
  };
}

/** One entry of an authority file, by its format: family, address, number, name, data. */
function authority(number: string): Buffer {
  const text = (value: string) => {
    const length = Buffer.alloc(2);
    length.writeUInt16BE(value.length);
    return Buffer.concat([length, Buffer.from(value)]);
  };
  return Buffer.concat([
    Buffer.from([1, 0]),
    ...['host', number, 'MIT-MAGIC-COOKIE-1', '0123456789abcdef'].map(text),
  ]);
}

describe('without any variable', () => {
  test('the X display and the Wayland display of the user are found, with the folder they belong to', async () => {
    const { x11, wayland, find, own } = machine();
    await x11(3);
    await x11(11);
    await wayland('wayland-1');
    writeFileSync(join(own, 'wayland-1.lock'), '');
    expect(await find()).toEqual({
      variables: { DISPLAY: ':3', WAYLAND_DISPLAY: 'wayland-1', XDG_RUNTIME_DIR: own },
    });
  });

  test.each([
    ['~/.Xauthority', 'home', '.Xauthority'],
    ['the login manager of GNOME', 'own', 'gdm/Xauthority'],
    ['Xwayland of GNOME', 'own', '.mutter-Xwaylandauth.A1B2C3'],
    ['KDE', 'own', 'xauth_aBcDeF'],
    ['older KDE', 'temporary', 'xauth-1000-_0'.replace('xauth-1000-', 'xauth_')],
  ] as const)('the authority file of %s goes with it', async (_, place, name) => {
    const { x11, find, own, home, places } = machine();
    await x11(0);
    const file = join({ home, own, temporary: places.temporary }[place], name);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, authority('0'), { mode: 0o600 });
    expect(await find()).toMatchObject({ variables: { DISPLAY: ':0', XAUTHORITY: file } });
  });

  test('of several authority files the one for this display counts, and of those the newest', async () => {
    const { x11, find, own, home } = machine();
    await x11(1);
    writeFileSync(join(home, '.Xauthority'), Buffer.concat([authority('0'), authority('12')]));
    const [old, recent] = ['xauth_old', 'xauth_new'].map((name) => join(own, name)) as [string, string];
    for (const file of [old, recent]) writeFileSync(file, authority('1'));
    utimesSync(old, 1_000_000, 1_000_000);
    writeFileSync(join(own, 'xauth_torn'), authority('1').subarray(0, 9));
    expect(await find()).toMatchObject({ variables: { XAUTHORITY: recent } });
  });

  test('nothing is nothing, and what was left behind is passed over', async () => {
    const { stale, x11, find, places } = machine();
    expect(await find()).toEqual({ missing: 'no display of this user was found' });
    writeFileSync(join(places.sockets, 'X0'), '');
    await stale(join(places.sockets, 'X1'));
    expect(await find()).toHaveProperty('missing');
    await x11(2);
    expect(await find()).toMatchObject({ variables: { DISPLAY: ':2' } });
  });

  test.each(['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'])(
    'in a session with %s no screen is looked for',
    async (name) => {
      const { x11, find } = machine();
      await x11(0);
      expect(await find({ [name]: 'x' })).toEqual({ missing: 'this is a session over SSH' });
    },
  );
});

describe('the screen of another user', () => {
  test.runIf(isRoot)('is not taken, whoever else has one', async () => {
    const { x11, wayland, find } = machine();
    await x11(0, 4321);
    await wayland('wayland-0', 4321);
    expect(await find()).toHaveProperty('missing');
    expect(await find({ DISPLAY: ':0' })).toHaveProperty('missing');
  });

  test.runIf(isRoot)('that root serves is that of whom it let in', async () => {
    const { x11, find, home } = machine();
    await x11(0, 0);
    const file = join(home, '.Xauthority');
    expect(await find({}, 4321)).toHaveProperty('missing');
    writeFileSync(file, authority('0'));
    expect(await find({}, 4321)).toHaveProperty('missing');
    chownSync(file, 4321, 4321);
    expect(await find({}, 4321)).toMatchObject({ variables: { DISPLAY: ':0', XAUTHORITY: file } });
  });

  test.each([{ SUDO_UID: '4321' }, { PKEXEC_UID: '4321' }, { DOAS_USER: 'ann' }])(
    'is not used with %j, even if the environment names it',
    async (by) => {
      const { x11, find } = machine();
      await x11(0);
      expect(await find({ ...by, DISPLAY: ':0' } as Record<string, string>)).toHaveProperty('missing');
    },
  );
});

describe('what the environment names', () => {
  test('counts, with its own authority file', async () => {
    const { x11, find } = machine();
    await x11(0);
    await x11(5);
    const named = { DISPLAY: ':5.0', XAUTHORITY: '/a', SSH_CONNECTION: 'x' };
    expect(await find(named)).toMatchObject({ variables: { DISPLAY: ':5.0', XAUTHORITY: '/a' } });
    const forwarded = { DISPLAY: 'localhost:10.0', SSH_CONNECTION: 'x' };
    expect(await find(forwarded)).toMatchObject({ variables: { DISPLAY: 'localhost:10.0' } });
  });

  test('and does not answer is said, and no other is taken in its place', async () => {
    const { x11, find } = machine();
    await x11(0);
    expect(await find({ DISPLAY: ':7' })).toEqual({
      missing: 'the display :7 of the environment does not answer',
    });
    expect(await find({ WAYLAND_DISPLAY: 'wayland-9' })).toHaveProperty('missing');
  });
});
