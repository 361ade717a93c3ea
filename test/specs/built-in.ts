/** A user's own spec file, read beside the built-in catalogue. */
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';
import { catalogue } from '../catalogue/catalogue.ts';

/** Right as it stands: the first tool begins on line 5. */
export const OWN = `family: own_projects
title: Own project tools
tags: [core]
key: admin
tools:
  list_project_limits:
    title: List project limits
    method: list
    endpoint: GET /organization/projects/{project_id}/limits
    docs:
      summary: Lists what a project may use.
    params:
      project_id: { in: path, type: string, required: true, from_tool: list_projects, id_prefix: [proj_], named_by: [name] }
    pagination: after_last_id
    example:
      arguments: { project_id: proj_4fGh7kLm }
      request: GET /organization/projects/proj_4fGh7kLm/limits
`;

export const parseOwn = (...texts: string[]) =>
  parseSpecs(
    texts.map((text, index) => ({ name: `own-${index}.yaml`, text })),
    catalogue,
  );

/** One message a line, without the first file's name. */
export function ownMistakes(...texts: string[]): string[] {
  try {
    parseOwn(...texts);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message.split('\n').map((line) => line.replace('own-0.yaml:', ''));
  }
  return [];
}
