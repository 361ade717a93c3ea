/** The names by which rules speak of a tool's arguments, at any depth. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';

/** Every argument or member of that name in the tool; of a list, its items. */
export function specsNamed(name: string, tool: ToolSpec): ValueSpec[] {
  return Object.entries(tool.params).flatMap(([key, param]) => [
    ...(key === name ? [itemOf(param)] : []),
    ...membersBelow(param).flatMap(([member, spec]) => (member === name ? [itemOf(spec)] : [])),
  ]);
}

/** Every name that a rule may use for the tool. */
export function argumentNames(tool: ToolSpec): string[] {
  return Object.entries(tool.params).flatMap(([key, param]) => [
    key,
    ...membersBelow(param).map(([name]) => name),
  ]);
}

/** Members of the value at any depth, with their names. */
export function membersBelow(spec: ValueSpec): [string, ValueSpec][] {
  return [
    ...(spec.items ? membersBelow(spec.items) : []),
    ...Object.entries(spec.properties ?? {}).flatMap(([name, property]): [string, ValueSpec][] => [
      [name, property],
      ...membersBelow(property),
    ]),
  ];
}

function itemOf(spec: ValueSpec): ValueSpec {
  return spec.type === 'array' && spec.items !== undefined ? spec.items : spec;
}
