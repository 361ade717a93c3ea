/** Counting tokens by the file that the build makes, which is read when the first answer needs counting. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedInstallation } from '../model/damaged-installation.ts';
import { type CountTokens, tokenCounter } from '../text/count-tokens.ts';

/** What it returns throws DamagedInstallation when the file is lost or cut. */
export function countLater(packageFolder: string): CountTokens {
  let count: CountTokens | undefined;
  return (text) => {
    count ??= loadCounter(join(packageFolder, 'dist', 'o200k.bin'));
    return count(text);
  };
}

function loadCounter(file: string): CountTokens {
  try {
    return tokenCounter(readFileSync(file));
  } catch (error) {
    throw new DamagedInstallation(file, error);
  }
}
