/** Reading tool-specs in build steps: mistakes end the step, each on a line of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Catalogue } from '../src/specs/catalogue.ts';
import { loadSpecFolder } from '../src/specs/load-folder.ts';
import { parsePrompts } from '../src/specs/parse-prompts.ts';
import type { SpecFile } from '../src/specs/parse-specs.ts';
import type { PromptSpec } from '../src/specs/prompt-schema.ts';
import { SpecError } from '../src/specs/spec-error.ts';

export function readSpecs(): Catalogue {
  return orEnd(() => loadSpecFolder('tool-specs', undefined));
}

export function readPrompts({ tools }: Catalogue): PromptSpec[] {
  return orEnd(() => parsePrompts(promptFiles(), tools));
}

/** In the order of their names. */
export function promptFiles(): SpecFile[] {
  return readdirSync('tool-specs/prompts')
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => ({ name: `prompts/${name}`, text: readFileSync(`tool-specs/prompts/${name}`, 'utf8') }));
}

function orEnd<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
