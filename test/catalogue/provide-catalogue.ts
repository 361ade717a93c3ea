/** The repository's YAML read once for all test files: reading it takes longer than most of them. */
import type { TestProject } from 'vitest/node';
import type { Catalogue } from '../../src/specs/catalogue.ts';
import { loadSpecFolder } from '../../src/specs/load-folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    catalogue: Catalogue;
  }
}

export default function setup(project: TestProject): void {
  project.provide('catalogue', loadSpecFolder('tool-specs', undefined));
}
