/** The build step that turns tool-specs into dist/catalogue.json and dist/prompts.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readPrompts, readSpecs } from '../read-specs.ts';

const catalogue = readSpecs();
const { families, tools } = catalogue;
mkdirSync('dist', { recursive: true });
// Examples and descriptions of tags are for the tests and the documentation, which read the YAML; every start would
// parse them.
const served = {
  families: families.map(({ tagDescriptions, ...family }) => family),
  tools: tools.map(({ example, ...tool }) => tool),
};
writeFileSync('dist/catalogue.json', JSON.stringify(served));
// In a file of its own: most clients never ask for a prompt.
writeFileSync('dist/prompts.json', JSON.stringify(readPrompts(catalogue)));
