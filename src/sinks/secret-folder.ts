/** The folder of `file:FOLDER`: made when missing, and refused when anybody else could put files into it. */
import { lstatSync } from 'node:fs';
import { makeFolders } from '../files/private-file.ts';
import { codeOf } from '../model/error-code.ts';
import { SinkError } from './sink-error.ts';

/** What tells one folder from another that was put in its place. */
export type FolderIdentity = { device: number; inode: number };

/**
 * @param folder absolute
 * @param uid the user's id on POSIX; undefined where folders carry no owner and mode
 * @throws SinkError
 */
export function openSecretFolder(folder: string, uid: number | undefined): FolderIdentity {
  try {
    makeFolders(folder);
    const seen = lstatSync(folder);
    if (seen.isSymbolicLink()) throw new SinkError(`${folder} is a symbolic link. Name the folder itself.`);
    if (!seen.isDirectory()) throw new SinkError(`${folder} is not a folder. Name one, or a new one.`);
    if (uid !== undefined && seen.uid !== uid) {
      throw new SinkError(`${folder} belongs to another user. Name a folder of your own, or a new one.`);
    }
    if (uid !== undefined && (seen.mode & 0o022) !== 0) {
      throw new SinkError(`Other users can write to ${folder}. Run: chmod 700 ${JSON.stringify(folder)}`);
    }
    return { device: seen.dev, inode: seen.ino };
  } catch (error) {
    if (error instanceof SinkError) throw error;
    const code = codeOf(error);
    if (code === 'EEXIST') throw new SinkError(`${folder} is not a folder. Name one, or a new one.`, error);
    throw new SinkError(
      `The folder ${folder} cannot be made or used (${code}). Name one that you can write to.`,
      error,
    );
  }
}

/** Whether the name still stands for the folder that was checked. */
export function isStill(folder: string, { device, inode }: FolderIdentity): boolean {
  try {
    const seen = lstatSync(folder);
    return seen.isDirectory() && seen.dev === device && seen.ino === inode;
  } catch {
    return false;
  }
}
