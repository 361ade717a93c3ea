/** By which program windows open on this machine, and whether any can. */
import { sessionBusVariables } from '../credentials/session-bus.ts';
import type { Host } from '../host/host.ts';
import { findProgram } from '../sinks/find-program.ts';
import { findDisplay, isUnderAnotherAccount, OTHER_ACCOUNT } from './find-display.ts';
import { kdialogPrograms } from './kdialog.ts';
import { osascriptPrograms } from './osascript.ts';
import { powershellPrograms } from './powershell.ts';
import type { WindowProgram, WindowPrograms } from './window.ts';
import { zenityPrograms } from './zenity.ts';

export type Found = { programsFor: WindowPrograms } | { missing: string };

/** Folders that only root writes to: what PATH names may belong to whoever started the client. */
const FOLDERS = ['/usr/bin', '/run/current-system/sw/bin'];

export async function findWindows(host: Host, display = findDisplay, folders = FOLDERS): Promise<Found> {
  const { environment, platform, homeDirectory, uid } = host;
  if (platform === 'darwin' || platform === 'win32') {
    if (environment.SSH_CONNECTION || environment.SSH_CLIENT)
      return { missing: 'this is a session over SSH' };
    if (platform === 'win32') return { programsFor: (question) => powershellPrograms(environment, question) };
    // Root has no session of its own at the screen.
    if (uid === 0) return { missing: 'this server runs as root' };
    if (isUnderAnotherAccount(host)) return { missing: OTHER_ACCOUNT };
    return { programsFor: (question) => osascriptPrograms(homeDirectory, question) };
  }
  if (platform !== 'linux') return { missing: `there is no way to one on ${platform}` };
  const find = (name: string) => findProgram(name, folders.join(':'), 'linux');
  const [zenity, kdialog] = [find('zenity'), find('kdialog')];
  if (zenity === undefined && kdialog === undefined) {
    return { missing: 'neither zenity nor kdialog is installed' };
  }
  const screen = await display(host);
  if ('missing' in screen) return screen;
  const seen = {
    ...screen.variables,
    HOME: homeDirectory,
    PATH: '/usr/bin:/bin',
    LC_ALL: 'C.UTF-8',
    // Without a bus of the session such programs start one, and leave it.
    DBUS_SESSION_BUS_ADDRESS: environment.DBUS_SESSION_BUS_ADDRESS || 'disabled:',
    ...sessionBusVariables(host),
  };
  const programsFor: WindowPrograms = (question) =>
    zenity === undefined
      ? kdialogPrograms(kdialog ?? '', seen, question)
      : zenityPrograms(zenity, seen, question);
  const setpriv = find('setpriv');
  return {
    programsFor:
      setpriv === undefined
        ? programsFor
        : (question) => programsFor(question).map((one) => endingWithParent(setpriv, one)),
  };
}

/** The kernel then ends the window when this process is killed without time to close it. */
function endingWithParent(setpriv: string, window: WindowProgram): WindowProgram {
  const { program, arguments: words } = window;
  return { ...window, program: setpriv, arguments: ['--pdeathsig', 'KILL', program, ...words] };
}
