/** Working out how this process was started, from its paths and its environment. Pure. */
import { basename, posix, win32 } from 'node:path';
import { configurationFolder, stateFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { OwnStart } from '../model/own-command.ts';
import { defined } from '../model/record.ts';

const NAME = 'openai-admin-mcp';

/**
 * npx keeps packages in a folder `_npx`; a global installation has a link, or on Windows a script, in a folder of PATH.
 * Anything else is typed as node and the path.
 * @param usualHome the home folder that the system knows, whatever HOME says
 * @param script the first of Node's own arguments, as it was written
 */
export function ownStart(
  script: string,
  packageFolder: string,
  host: Host,
  usualHome: string,
): Omit<OwnStart, 'profile'> {
  const { platform, environment } = host;
  const path = platform === 'win32' ? win32 : posix;
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter);
  const isNpx = isFromNpx(script) || isFromNpx(packageFolder);
  const isLinked = basename(script) === NAME && folders.includes(path.dirname(script));
  const isScript = platform === 'win32' && folders.includes(path.resolve(packageFolder, '..', '..'));
  const file = quoted(path.join(packageFolder, 'bin', `${NAME}.js`), platform);
  const program = isNpx ? `npx ${NAME}` : isLinked || isScript ? NAME : `node ${file}`;
  const [state, configuration] =
    platform === 'win32' ? ['LOCALAPPDATA', 'APPDATA'] : ['XDG_STATE_HOME', 'XDG_CONFIG_HOME'];
  return {
    program,
    ...defined({
      stateSetting: settingFor(stateFolder, state, host, usualHome),
      configurationSetting: settingFor(configurationFolder, configuration, host, usualHome),
    }),
  };
}

/** Whether this lies where npx keeps what it has downloaded. */
export function isFromNpx(place: string): boolean {
  return place.split(/[\\/]/).includes('_npx');
}

/**
 * What moves a folder of ours away from where a terminal of this user looks: a client may set it for the server alone.
 */
function settingFor(
  folderOf: (host: Host) => string,
  variable: string,
  host: Host,
  usualHome: string,
): string | undefined {
  const { [variable]: value = '', ...others } = host.environment;
  const atHome = folderOf({ ...host, environment: others });
  const usual = folderOf({ ...host, environment: others, homeDirectory: usualHome });
  if (folderOf(host) === usual) return undefined;
  const isMoved = folderOf(host) !== atHome;
  const home = host.platform === 'win32' ? 'USERPROFILE' : 'HOME';
  return isMoved ? assignment(variable, value, host) : assignment(home, host.homeDirectory, host);
}

/** On Windows as PowerShell has it, which is what a terminal opens there. */
function assignment(name: string, value: string, { platform }: Host): string {
  return platform === 'win32'
    ? `$env:${name}=${quoted(value, platform)};`
    : `${name}=${quoted(value, platform)}`;
}

/** Ready for a shell: as it is where nothing in it means anything there. */
function quoted(text: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return /^[\w.:\\/~-]+$/.test(text) ? text : `"${text}"`;
  return /^[\w.:/~@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
