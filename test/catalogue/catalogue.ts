/** The catalogue as the repository's YAML has it, for the tests that hold for every tool. */
import { inject } from 'vitest';
import { isComposed, type ToolSpec } from '../../src/specs/catalogue.ts';
import { describeTool, type ListedTool } from '../../src/tools/describe.ts';

export const catalogue = inject('catalogue');

export const prompts = inject('prompts');

/** Tools that are operations of the API; the others are reports and jobs, which read and write through them. */
export const operations: ToolSpec[] = catalogue.tools.filter((tool) => !isComposed(tool));

/** Pairs for `test.each`, so that a failure names the tool. */
export const everyTool: [string, ToolSpec][] = catalogue.tools.map((tool) => [tool.name, tool]);

/** @throws for a name that the catalogue does not have, since a test of it would test nothing */
export function toolNamed(name: string): ToolSpec {
  const tool = catalogue.tools.find((candidate) => candidate.name === name);
  if (tool === undefined) throw new Error(`No tool ${name} in tool-specs`);
  return tool;
}

/** A tool as a client sees it when every tool is exposed. */
export function listed(tool: ToolSpec): ListedTool {
  return describeTool(tool, () => true);
}

/** Its request, or one for each word that an argument of its path may be, such as the categories of usage. */
export function requestsOf({ endpoint, params }: ToolSpec): string[] {
  const paths = Object.entries(params).reduce(
    (paths, [name, { in: place, enum: words }]) =>
      place === 'path' && words !== undefined
        ? paths.flatMap((path) => words.map((word) => path.replace(`{${name}}`, word)))
        : paths,
    [endpoint.path],
  );
  return paths.map((path) => `${endpoint.method} ${path}`);
}
