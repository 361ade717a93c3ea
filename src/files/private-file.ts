/** Owns files and folders that only their owner may read: made so, replaced whole, never through a planted link. */
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes the folder, and its parents, for its owner alone. `setMode` is false where folders carry no mode (Windows). */
export function makePrivateFolder(folder: string, setMode: boolean): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (setMode) chmodSync(folder, 0o700);
}

/** Readers see the old or the new text, also after a power cut. The caller holds a lock. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  rmSync(temporary, { force: true });
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  try {
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A new or renamed entry survives a power cut only when its folder was written too; Windows cannot open folders. */
export function syncFolder(folder: string): void {
  let descriptor: number;
  try {
    descriptor = openSync(folder, 'r');
  } catch {
    return;
  }
  try {
    fsyncSync(descriptor);
  } catch {
    // File systems that cannot sync a folder keep its entries by themselves.
  } finally {
    closeSync(descriptor);
  }
}
