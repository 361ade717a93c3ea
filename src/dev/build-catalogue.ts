/** Owns the build step that turns tool-specs/*.yaml into dist/catalogue.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadSpecFolder } from '../specs/load-folder.ts';
import { SpecError } from '../specs/spec-error.ts';

try {
  const catalogue = loadSpecFolder('tool-specs');
  mkdirSync('dist', { recursive: true });
  writeFileSync('dist/catalogue.json', JSON.stringify(catalogue));
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
