/** Keeping new secrets in files of their own, which only their owner may read. */
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { syncFolder } from '../files/private-file.ts';
import { codeOf } from '../model/error-code.ts';
import { readSecretFile, secretFileName } from './secret-file.ts';
import { type FolderIdentity, isStill, openSecretFolder } from './secret-folder.ts';
import type { PreparedSink, SecretLabel, Sink } from './sink.ts';
import { SinkError } from './sink-error.ts';

/** Longer than any key; a full disk is found while these are written, before there is a secret. */
const RESERVED_BYTES = 1024;

/**
 * @param folder absolute
 * @param uid the user's id on POSIX; undefined where files carry no owner and mode
 */
export function fileSink(folder: string, uid: number | undefined): Sink {
  const place = (id: string) => join(folder, secretFileName(id));
  return {
    async prepare(id) {
      const identity = openSecretFolder(folder, uid);
      if (id !== undefined) checkTarget(place(id));
      return reserve(folder, identity, place);
    },
  };
}

function reserve(folder: string, identity: FolderIdentity, place: (id: string) => string): PreparedSink {
  const { randomUUID } = process.getBuiltinModule('node:crypto');
  const temporaryFile = join(folder, `.${randomUUID()}.secret-being-stored`);
  let descriptor: number | undefined;
  const discard = () => {
    if (descriptor === undefined) return;
    closeSync(descriptor);
    descriptor = undefined;
    rmSync(temporaryFile, { force: true });
  };
  try {
    descriptor = openSync(temporaryFile, 'wx', 0o600);
    writeWhole(descriptor, Buffer.alloc(RESERVED_BYTES, ' '));
  } catch (error) {
    discard();
    throw unwritable(folder, error);
  }
  return {
    temporaryFile,
    placeOf: (id) => ({ kind: 'file', path: place(id) }),
    discard,
    async store({ id }: SecretLabel, value) {
      const target = place(id);
      try {
        if (descriptor === undefined) throw new SinkError('Nothing is prepared for a second secret.');
        if (!isStill(folder, identity) || !isSameFile(temporaryFile, descriptor)) {
          throw new SinkError(`${folder} was exchanged meanwhile. Find out by whom before doing this again.`);
        }
        checkTarget(target);
        writeWhole(descriptor, Buffer.from(value));
        renameSync(temporaryFile, target);
        closeSync(descriptor);
        descriptor = undefined;
        syncFolder(folder);
      } catch (error) {
        discard();
        throw error instanceof SinkError ? error : unwritable(folder, error);
      }
      if (!holds(target, value)) {
        rmSync(target, { force: true });
        throw new SinkError(`What was written to ${target} could not be read back. Look at the disk.`);
      }
    },
  };
}

/** Overwrites in place, so that the space taken before is used. */
function writeWhole(descriptor: number, bytes: Buffer): void {
  let written = 0;
  while (written < bytes.length) written += writeSync(descriptor, bytes, written, undefined, written);
  ftruncateSync(descriptor, bytes.length);
  fsyncSync(descriptor);
}

/** A file of this name is an older secret of the same id; a rename would not follow a link, but nobody honest puts one there. */
function checkTarget(path: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there !== undefined && !there.isFile()) {
    throw new SinkError(`${path} is there already and no ordinary file. Move it away, then do this again.`);
  }
}

function isSameFile(path: string, descriptor: number): boolean {
  try {
    const named = lstatSync(path);
    const open = fstatSync(descriptor);
    return named.dev === open.dev && named.ino === open.ino;
  } catch {
    return false;
  }
}

function holds(path: string, value: string): boolean {
  const read = readSecretFile(path);
  return 'value' in read && read.value === value;
}

function unwritable(folder: string, error: unknown): SinkError {
  return new SinkError(
    `A file in ${folder} cannot be written (${codeOf(error) ?? 'unknown error'}). Free some space or name another folder, then do this again.`,
    error,
  );
}
