/** The user's own screen on Linux, for clients that start the server with almost no environment. */
import { lstatSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { posix } from 'node:path';
import type { Host } from '../host/host.ts';
import { authorityFor } from './x-authority.ts';

/** The variables that lead a program to the screen, or why there is none, to follow "no window can be opened: ". */
export type Display = { variables: Record<string, string> } | { missing: string };

/** Where the sockets of displays lie; a test has folders of its own. */
const DISPLAY_PLACES = { sockets: '/tmp/.X11-unix', runtimeRoot: '/run/user', temporary: '/tmp' };

/**
 * What the environment names counts. Without it, a session over the network or under another's account has no screen
 * that the person at the client looks at; and a socket counts that the user owns, or root with an authority file of
 * the user's for it, as where the X server runs as root.
 */
export async function findDisplay(host: Host, places = DISPLAY_PLACES): Promise<Display> {
  const { environment, homeDirectory, uid } = host;
  if (uid === undefined) return { missing: 'this system tells no user ids' };
  if (isUnderAnotherAccount(host)) return { missing: OTHER_ACCOUNT };
  const runtimeFolder = environment.XDG_RUNTIME_DIR || posix.join(places.runtimeRoot, String(uid));
  const authority = (display: number) =>
    environment.XAUTHORITY ||
    authorityFor(display, uid, { homeDirectory, runtimeFolder, temporaryFolder: places.temporary });
  const socketOf = (display: number) => posix.join(places.sockets, `X${display}`);
  const variablesOf = (x11: string | undefined, wayland: string | undefined) => {
    const number = localNumber(x11);
    const file = number === undefined ? environment.XAUTHORITY : authority(number);
    const isThere = ownerOf(runtimeFolder) === uid;
    return {
      variables: {
        ...(x11 !== undefined && { DISPLAY: x11 }),
        ...(x11 !== undefined && file && { XAUTHORITY: file }),
        ...(wayland !== undefined && { WAYLAND_DISPLAY: wayland }),
        ...(isThere && { XDG_RUNTIME_DIR: runtimeFolder }),
      },
    };
  };

  const named = { x11: environment.DISPLAY || undefined, wayland: environment.WAYLAND_DISPLAY || undefined };
  if (named.x11 !== undefined || named.wayland !== undefined) {
    const number = localNumber(named.x11);
    const isAlive =
      (named.wayland !== undefined && (await answers(posix.resolve(runtimeFolder, named.wayland)))) ||
      (named.x11 !== undefined && number === undefined) ||
      (number !== undefined &&
        [uid, 0].includes(ownerOf(socketOf(number)) ?? -1) &&
        (await answers(socketOf(number))));
    return isAlive
      ? variablesOf(named.x11, named.wayland)
      : { missing: `the display ${named.wayland ?? named.x11} of the environment does not answer` };
  }
  if (['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'].some((name) => environment[name])) {
    return { missing: 'this is a session over SSH' };
  }

  const wayland = await first(
    namesIn(runtimeFolder, /^wayland-\d+$/).filter(
      (name) => ownerOf(posix.join(runtimeFolder, name)) === uid,
    ),
    (name) => answers(posix.join(runtimeFolder, name)),
  );
  const displays = namesIn(places.sockets, /^X\d+$/).map((name) => Number(name.slice(1)));
  const x11 = await first(
    displays.filter((display) => {
      const owner = ownerOf(socketOf(display));
      return owner === uid || (owner === 0 && authority(display) !== undefined);
    }),
    (display) => answers(socketOf(display)),
  );
  if (wayland === undefined && x11 === undefined) return { missing: 'no display of this user was found' };
  return variablesOf(x11 === undefined ? undefined : `:${x11}`, wayland);
}

export const OTHER_ACCOUNT = 'this server runs under another account than the one that is logged in';

/** As sudo, pkexec and doas say. */
export function isUnderAnotherAccount({ environment, uid }: Host): boolean {
  const from = ['SUDO_UID', 'PKEXEC_UID'].find((name) => Number(environment[name] ?? uid) !== uid);
  return from !== undefined || (environment.DOAS_USER ?? '') !== '';
}

/** Of a display on this machine, as `:0` or `:0.0`; undefined for one that is reached over the network. */
function localNumber(display: string | undefined): number | undefined {
  const [, number] = /^(?:unix)?:(\d{1,5})(?:\.\d+)?$/.exec(display ?? '') ?? [];
  return number === undefined ? undefined : Number(number);
}

/** Undefined for what is neither a socket nor a folder, and for what lies in a folder of another user. */
function ownerOf(path: string): number | undefined {
  try {
    const facts = lstatSync(path);
    return facts.isSocket() || facts.isDirectory() ? facts.uid : undefined;
  } catch {
    return undefined;
  }
}

function namesIn(folder: string, name: RegExp): string[] {
  try {
    return readdirSync(folder)
      .filter((one) => name.test(one))
      .sort((one, other) => one.length - other.length || one.localeCompare(other));
  } catch {
    return [];
  }
}

/** A display that has ended leaves its socket behind. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const connection = connect(socket);
    const tell = (isAlive: boolean) => () => {
      connection.destroy();
      resolve(isAlive);
    };
    connection.on('connect', tell(true)).on('error', tell(false));
    connection.setTimeout(1_000, tell(false));
  });
}

async function first<T>(candidates: T[], fits: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of candidates) if (await fits(one)) return one;
  return undefined;
}
