/** Reading what prompts and resources are made of, when they are asked for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedInstallation } from '../model/damaged-installation.ts';
import type { PromptSpec } from '../specs/prompt-schema.ts';

/** The prompts as `npm run build` leaves them. @throws DamagedInstallation */
export function readPrompts(packageFolder: string): PromptSpec[] {
  const file = join(packageFolder, 'dist', 'prompts.json');
  return whole(file, () => JSON.parse(readFileSync(file, 'utf8')) as PromptSpec[]);
}

/** A page by its path in the package, which no client has a say in. @throws DamagedInstallation */
export function readPage(packageFolder: string, path: string): string {
  const file = join(packageFolder, path);
  return whole(file, () => readFileSync(file, 'utf8'));
}

function whole<Read>(file: string, read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    throw new DamagedInstallation(file, error);
  }
}
