/** Finding the program of a command as a shell would, without asking a shell. */
import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/**
 * The absolute path of a program given by name or by absolute path; undefined when there is none to execute.
 * Folders of PATH that are not absolute are passed over: what they hold depends on where the server was started.
 */
export function findProgram(
  program: string,
  searchPath: string | undefined,
  platform: NodeJS.Platform,
): string | undefined {
  const path = platform === 'win32' ? win32 : posix;
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const places = path.isAbsolute(program) ? [program] : folders.map((folder) => path.join(folder, program));
  // Scripts (.cmd, .bat) would need a shell.
  const endings = platform === 'win32' ? ['', '.exe', '.com'] : [''];
  return places.flatMap((place) => endings.map((ending) => place + ending)).find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
