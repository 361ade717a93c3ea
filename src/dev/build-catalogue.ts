/** Owns the build step that turns tool-specs/*.yaml into dist/catalogue.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { loadSpecFolder } from '../specs/load-folder.ts';
import { SpecError } from '../specs/spec-error.ts';

try {
  const { families, tools } = loadSpecFolder('tool-specs');
  mkdirSync('dist', { recursive: true });
  // Examples are for the tests and the documentation, which read the YAML; every start would parse them.
  const served = tools.map(({ example, ...tool }) => tool);
  writeFileSync('dist/catalogue.json', JSON.stringify({ families, tools: served }));
} catch (error) {
  if (!(error instanceof SpecError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
