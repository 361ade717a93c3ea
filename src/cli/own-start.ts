/** Working out how this process was started, from its paths and its environment. Pure. */
import { basename, posix, win32 } from 'node:path';
import { stateFolder } from '../host/application-folders.ts';
import type { Host } from '../host/host.ts';
import type { OwnStart } from '../model/own-command.ts';

const NAME = 'openai-admin-mcp';

/**
 * npx keeps packages in a folder `_npx`; a global installation has a link, or on Windows a script, in a folder of PATH.
 * Anything else is typed as node and the path.
 * @param script the first of Node's own arguments, as it was written
 */
export function ownStart(
  script: string,
  packageFolder: string,
  host: Host,
): Pick<OwnStart, 'program' | 'stateSetting'> {
  const { platform, environment } = host;
  const path = platform === 'win32' ? win32 : posix;
  const folders = (environment.PATH ?? environment.Path ?? '').split(path.delimiter);
  const isNpx = [script, packageFolder].some((place) => place.split(/[\\/]/).includes('_npx'));
  const isLinked = basename(script) === NAME && folders.includes(path.dirname(script));
  const isScript = platform === 'win32' && folders.includes(path.resolve(packageFolder, '..', '..'));
  const file = quoted(path.join(packageFolder, 'bin', `${NAME}.js`), platform);
  const program = isNpx ? `npx ${NAME}` : isLinked || isScript ? NAME : `node ${file}`;
  const stateSetting = stateSettingOf(host);
  return stateSetting === undefined ? { program } : { program, stateSetting };
}

/** The variable that moves the folder, where one does; a client may set it for the server alone. */
function stateSettingOf(host: Host): string | undefined {
  const name = host.platform === 'win32' ? 'LOCALAPPDATA' : 'XDG_STATE_HOME';
  const { [name]: value = '', ...others } = host.environment;
  if (stateFolder(host) === stateFolder({ ...host, environment: others })) return undefined;
  // As PowerShell, what a terminal on Windows opens, has it.
  return host.platform === 'win32'
    ? `$env:${name}=${quoted(value, host.platform)};`
    : `${name}=${quoted(value, host.platform)}`;
}

/** Ready for a shell: as it is where nothing in it means anything there. */
function quoted(text: string, platform: NodeJS.Platform): string {
  if (platform === 'win32') return /^[\w.:\\/~-]+$/.test(text) ? text : `"${text}"`;
  return /^[\w.:/~@+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
