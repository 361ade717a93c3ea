/** The folder that whole answers are saved in: new files for their owner alone, with names from this program. */
import { closeSync, constants, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolders } from '../files/private-file.ts';
import { codeOf } from '../model/error-code.ts';

export type ExportFolder = {
  path: string;
  /**
   * Writes a new file and returns its path; what is there stays as it is.
   * @param name what it holds, such as a tool's name; the time is added
   * @throws what the file system throws
   */
  save(name: string, format: 'csv' | 'json', text: string): string;
};

/** Files of one name in one second. */
const MOST_ALIKE = 1000;

/** @param clean takes secrets out of a text */
export function openExportFolder(
  folder: string,
  now: () => number,
  clean: (text: string) => string,
): ExportFolder {
  return {
    path: folder,
    save(name, format, text) {
      makeFolders(folder);
      const time = new Date(now()).toISOString().replace(/\.\d+|[-:]/g, '');
      for (let count = 1; ; count += 1) {
        const file = join(folder, `${name}-${time}${count === 1 ? '' : `-${count}`}.${format}`);
        try {
          writeNew(file, clean(text));
          return file;
        } catch (error) {
          if (codeOf(error) !== 'EEXIST' || count === MOST_ALIKE) throw error;
        }
      }
    },
  };
}

/** Never through a link, and never over what is there. */
function writeNew(file: string, text: string): void {
  const descriptor = openSync(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    writeFileSync(descriptor, text);
  } finally {
    closeSync(descriptor);
  }
}
