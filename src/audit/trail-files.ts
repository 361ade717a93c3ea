/** The files of the trail in their order, as if they were one: those that grew full, then the one that grows. */
import { closeSync, constants, existsSync, readdirSync, readSync, renameSync, statSync } from 'node:fs';
import { codeOf } from '../model/error-code.ts';
import type { StateFolder } from '../state/state-folder.ts';

export const TRAIL_FILE = 'audit.jsonl';
export const HEAD_FILE = 'audit-head.json';

const FULL_FILE = /^audit-([1-9]\d{0,15})\.jsonl$/;

/** One file, and where it begins in the whole. */
type Segment = { name: string; start: number; size: number };

export type TrailFiles = {
  /** Of all files together. */
  size: number;
  /** Where the growing file begins in the whole. */
  start: number;
  /** A range of the whole. */
  read(from: number, to: number): Buffer;
};

/** Names of the trail's files in a state folder, oldest first; the growing one is the last, whether it is there or not. */
export function trailFileNames(folder: string): string[] {
  const lastSeqOf = (name: string) => Number(FULL_FILE.exec(name)?.[1]);
  const full = namesIn(folder)
    .filter((name) => FULL_FILE.test(name))
    .sort((one, other) => lastSeqOf(one) - lastSeqOf(other));
  return [...full, TRAIL_FILE];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The files as they are now. Hold the lock. */
export function findTrail(state: StateFolder): TrailFiles {
  const segments: Segment[] = [];
  let size = 0;
  for (const name of trailFileNames(state.path)) {
    const own = statSync(state.file(name), { throwIfNoEntry: false })?.size ?? 0;
    segments.push({ name, start: size, size: own });
    size += own;
  }
  return {
    size,
    start: segments.at(-1)?.start ?? 0,
    read: (from, to) =>
      Buffer.concat(
        segments
          .filter((segment) => segment.start < to && segment.start + segment.size > from)
          .map((segment) => readSegment(state, segment, from, to)),
      ),
  };
}

/** Puts the growing file aside as full, named after its last line; the next line begins another. Hold the lock. */
export function putAside(state: StateFolder, lastSeq: number): void {
  const full = state.file(`audit-${lastSeq}.jsonl`);
  if (existsSync(full)) throw new Error(`${full} is in the way. Move it away`);
  renameSync(state.file(TRAIL_FILE), full);
}

function readSegment(state: StateFolder, { name, start, size }: Segment, from: number, to: number): Buffer {
  const first = Math.max(from - start, 0);
  const bytes = Buffer.alloc(Math.min(to - start, size) - first);
  const descriptor = state.open(name, constants.O_RDONLY);
  try {
    for (let done = 0; done < bytes.length; ) {
      const count = readSync(descriptor, bytes, done, bytes.length - done, first + done);
      if (count === 0) return bytes.subarray(0, done);
      done += count;
    }
    return bytes;
  } finally {
    closeSync(descriptor);
  }
}
