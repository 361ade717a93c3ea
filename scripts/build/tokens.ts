/** The build step that writes dist/o200k.bin, by which tokens are counted. */
import { writeFileSync } from 'node:fs';
import { readTokens } from '../read-tokens.ts';

writeFileSync('dist/o200k.bin', readTokens());
