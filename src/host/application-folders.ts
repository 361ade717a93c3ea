/** Where the program's own folders lie on each system; nothing is created. */
import { posix, win32 } from 'node:path';
import type { Host } from './host.ts';

type Place = Pick<Host, 'environment' | 'platform' | 'homeDirectory'>;

const NAME = 'openai-admin-mcp';

/** Absolute path of the folder with the index of stored keys and the configuration file. */
export function configurationFolder(place: Place): string {
  const path = place.platform === 'win32' ? win32 : posix;
  return path.join(settingsFolder(place), NAME);
}

/** Absolute path of the folder in which programs of a user keep their settings, each in a folder of its own. */
export function settingsFolder({ environment, platform, homeDirectory }: Place): string {
  if (platform === 'win32') return environment.APPDATA || win32.join(homeDirectory, 'AppData', 'Roaming');
  if (platform === 'darwin') return posix.join(homeDirectory, ...MAC_FOLDER);
  return xdg(environment.XDG_CONFIG_HOME) ?? posix.join(homeDirectory, '.config');
}

/** Absolute path of the folder that servers and terminals of a user share: audit trail, plans, journal. */
export function stateFolder(place: Place): string {
  const { environment, platform, homeDirectory } = place;
  if (platform === 'win32') {
    return win32.join(localFolder(place), NAME, 'state');
  }
  if (platform === 'darwin') return posix.join(homeDirectory, ...MAC_FOLDER, NAME, 'state');
  return posix.join(xdg(environment.XDG_STATE_HOME) ?? posix.join(homeDirectory, '.local', 'state'), NAME);
}

/** Absolute path of %LOCALAPPDATA%. */
export function localFolder({ environment, homeDirectory }: Place): string {
  return environment.LOCALAPPDATA || win32.join(homeDirectory, 'AppData', 'Local');
}

/**
 * Absolute path of the folder that belongs to an administrator. Nothing of the environment is in it, which whoever
 * starts a server may set: so it is not %ProgramData% that is asked, but where this lies on nearly every Windows.
 */
export function administratorFolder(platform: NodeJS.Platform): string {
  if (platform === 'win32') return win32.join('C:\\ProgramData', NAME);
  return platform === 'darwin' ? posix.join('/', ...MAC_FOLDER, NAME) : posix.join('/etc', NAME);
}

const MAC_FOLDER = ['Library', 'Application Support'];

/** The XDG base directory specification has relative values ignored. */
function xdg(chosen: string | undefined): string | undefined {
  return chosen && posix.isAbsolute(chosen) ? chosen : undefined;
}
