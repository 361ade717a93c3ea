/** The build step that turns tool-specs/*.yaml into dist/catalogue.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readSpecs } from '../read-specs.ts';

const { families, tools } = readSpecs();
mkdirSync('dist', { recursive: true });
// Examples and descriptions of tags are for the tests and the documentation, which read the YAML; every start would
// parse them.
const served = {
  families: families.map(({ tagDescriptions, ...family }) => family),
  tools: tools.map(({ example, ...tool }) => tool),
};
writeFileSync('dist/catalogue.json', JSON.stringify(served));
