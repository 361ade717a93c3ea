/** Which file lets this user in at an X display: the files of login managers carry names of their own. */
import { lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { posix } from 'node:path';

/** A file that the user owns and that has an entry for this display; undefined when there is none, or none is needed. */
export function authorityFor(
  display: number,
  uid: number,
  { homeDirectory, runtimeFolder, temporaryFolder }: AuthorityPlaces,
): string | undefined {
  const files = [
    posix.join(homeDirectory, '.Xauthority'),
    posix.join(runtimeFolder, 'gdm', 'Xauthority'),
    ...newestFirst(runtimeFolder, /^(\.mutter-Xwaylandauth\.|xauth_)/),
    ...newestFirst(temporaryFolder, /^xauth_/),
  ];
  return files.find((file) => isOwn(file, uid) && numbersIn(file).some((one) => ['', display].includes(one)));
}

export type AuthorityPlaces = {
  homeDirectory: string;
  /** Of this user, as /run/user/1000. */
  runtimeFolder: string;
  /** /tmp, where older login managers of KDE put it. */
  temporaryFolder: string;
};

/** A login manager makes one at each login and leaves the old ones. */
function newestFirst(folder: string, name: RegExp): string[] {
  return namesIn(folder)
    .filter((one) => name.test(one))
    .map((one) => posix.join(folder, one))
    .sort((one, other) => changedAt(other) - changedAt(one));
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function changedAt(file: string): number {
  return factsOf(file)?.mtimeMs ?? 0;
}

const MAX_BYTES = 65_536;

function isOwn(file: string, uid: number): boolean {
  const facts = factsOf(file);
  return facts?.isFile() === true && facts.uid === uid && facts.size <= MAX_BYTES;
}

/** Undefined for what is not there or lies in a folder of another user. */
function factsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file);
  } catch {
    return undefined;
  }
}

/** Each entry is a family and four texts (address, number, name, data), all with lengths of two bytes; no number is any display. */
function numbersIn(file: string): (number | '')[] {
  try {
    const bytes = readFileSync(file);
    const numbers: (number | '')[] = [];
    let at = 0;
    while (at < bytes.length) {
      at += 2;
      const texts = [0, 1, 2, 3].map(() => {
        const length = bytes.readUInt16BE(at);
        const text = bytes.toString('latin1', at + 2, at + 2 + length);
        at += 2 + length;
        return text;
      });
      const number = texts[1] ?? '';
      numbers.push(number === '' ? '' : Number(number));
    }
    return numbers;
  } catch {
    // Cut off, or not to be read.
    return [];
  }
}
