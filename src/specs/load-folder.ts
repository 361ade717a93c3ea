/** Owns reading a folder of spec files from disk. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Catalogue } from './catalogue.ts';
import { parseSpecs } from './parse-specs.ts';

/**
 * Reads every `.yaml` file of a folder, in the order of their names.
 * @throws SpecError for mistakes in them, and the file system's own error for a folder that cannot be read.
 */
export function loadSpecFolder(folder: string, builtIn?: Catalogue): Catalogue {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return parseSpecs(
    names.sort().map((name) => ({
      name: `${basename(folder)}/${name}`,
      text: readFileSync(join(folder, name), 'utf8'),
    })),
    builtIn,
  );
}
