/** Reading tool-specs in build steps: mistakes end the step, each on a line of its own. */
import type { Catalogue } from '../src/specs/catalogue.ts';
import { loadSpecFolder } from '../src/specs/load-folder.ts';
import { SpecError } from '../src/specs/spec-error.ts';

export function readSpecs(): Catalogue {
  try {
    return loadSpecFolder('tool-specs', undefined);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
