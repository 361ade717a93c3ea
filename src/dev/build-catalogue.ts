/** Owns the build step that turns tool-specs/*.yaml into dist/catalogue.json. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { readSpecs } from './read-specs.ts';

const catalogue = readSpecs();
mkdirSync('dist', { recursive: true });
writeFileSync('dist/catalogue.json', JSON.stringify(catalogue));
