/** The repository's YAML read once for all test files: reading it takes longer than most of them. */
import type { TestProject } from 'vitest/node';
import { promptFiles } from '../../scripts/read-specs.ts';
import type { Catalogue } from '../../src/specs/catalogue.ts';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';
import { parsePrompts } from '../../src/specs/parse-prompts.ts';
import type { PromptSpec } from '../../src/specs/prompt-schema.ts';

declare module 'vitest' {
  interface ProvidedContext {
    catalogue: Catalogue;
    prompts: PromptSpec[];
  }
}

export default function setup(project: TestProject): void {
  const catalogue = loadSpecFolder('tool-specs', undefined);
  project.provide('catalogue', catalogue);
  project.provide('prompts', parsePrompts(promptFiles(), catalogue.tools));
}
