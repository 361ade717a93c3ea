/** A small spec file that is right, and ways to break it. */
import { parseSpecs } from '../../src/specs/parse-specs.ts';
import { SpecError } from '../../src/specs/spec-error.ts';

/** Lines 1 to 5 of every file made here; tools begin on line 6. */
const HEAD = `family: things
title: Things
tags: []
key: admin
tools:
`;

/** A read, on lines 6 to 17 when it comes first. */
export const LIST = `  list_things:
    title: List things
    method: list
    endpoint: GET /things
    docs:
      summary: Lists things.
    params:
      limit: { in: query, type: integer, min: 1, max: 100 }
    pagination: after_last_id
    example:
      arguments: { limit: 5 }
      request: GET /things?limit=5
`;

/** A write. */
export const UPDATE = `  update_thing:
    title: Update thing
    method: update
    endpoint: POST /things/{thing_id}
    docs:
      summary: Renames a thing.
    params:
      thing_id: { in: path, type: string, required: true, from_tool: list_things, id_prefix: [thing_] }
      name: { in: body, type: string, clearable: true }
    risk: { class: reversible, because: The former name can be set again. }
    example:
      arguments: { thing_id: thing_1, name: new }
      request: POST /things/thing_1
      body: { name: new }
`;

export const fileOf = (...tools: string[]) => HEAD + tools.join('');

/** One message a line, without the file's name. */
export function mistakesIn(text: string): string[] {
  try {
    parseSpecs([{ name: 'things.yaml', text }]);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    return error.message.split('\n').map((line) => line.replace('things.yaml:', ''));
  }
  return [];
}

/** The mistakes after replacing a part of a right file. */
export function afterReplacing(text: string, part: string, other: string): string[] {
  if (!text.includes(part)) throw new Error(`Nothing to replace: ${part}`);
  return mistakesIn(text.replace(part, other));
}
