/** A tool for tests that need no tool of the catalogue, and the problems that a call of a tool has. */
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { ParamSpec } from '../../src/specs/spec-schema.ts';
import { ArgumentError } from '../../src/tools/argument-error.ts';
import { type CheckedArguments, checkArguments } from '../../src/tools/check-arguments.ts';

/** A Sunday. */
export const NOW = Date.parse('2026-11-22T12:34:56Z');

export function sampleTool(params: Record<string, ParamSpec>, more: Partial<ToolSpec> = {}): ToolSpec {
  return {
    name: 'list_things',
    family: 'things',
    title: 'List things',
    tags: ['core', 'things'],
    key: 'admin',
    method: 'list',
    endpoint: { method: 'GET', path: '/things' },
    docs: { summary: 'Lists things.' },
    params,
    exactlyOneOf: [],
    atLeastOneOf: [],
    response: {},
    ...more,
  };
}

export const check = (tool: ToolSpec, given: unknown): CheckedArguments => checkArguments(tool, given, NOW);

/** What a call is refused for; fails the test when it is not. */
export function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof ArgumentError) return error.problems;
    throw error;
  }
  throw new Error('expected a refusal');
}

/** The same for something that ends later. */
export async function refusalOf(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ArgumentError) return error.message;
  throw error ?? new Error('expected a refusal');
}
