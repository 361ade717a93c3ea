/** A tool as `tools/list` shows it: name, title, description, schema, hints. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { PAGING } from './cursor.ts';
import { type Hints, hintsOf } from './hints.ts';
import { type InputSchema, inputSchemaOf } from './input-schema.ts';
import { TIMES_IN_DAYS, TIMES_IN_MOMENTS } from './timestamp.ts';

/** One entry of the `tools/list` result. */
export type ListedTool = {
  name: string;
  title: string;
  description: string;
  inputSchema: InputSchema;
  annotations: Hints;
};

/** `isExposed` tells which other tools the text may refer to. */
export function describeTool(tool: ToolSpec, isExposed: (tool: string) => boolean): ListedTool {
  return {
    name: tool.name,
    title: tool.title,
    description: descriptionOf(tool),
    inputSchema: inputSchemaOf(tool, isExposed),
    annotations: hintsOf(tool),
  };
}

function descriptionOf(tool: ToolSpec): string {
  const { summary, use_when, notes } = tool.docs;
  return [
    summary,
    ...(use_when ? [`Use when ${use_when.join('; or ')}${use_when.at(-1)?.endsWith('.') ? '' : '.'}`] : []),
    ...(notes ?? []),
    ...(Object.values(tool.params).some(holdsTime)
      ? [tool.response.buckets ? TIMES_IN_DAYS : TIMES_IN_MOMENTS]
      : []),
    ...(tool.pagination ? [PAGING] : []),
  ].join(' ');
}

function holdsTime(value: ValueSpec): boolean {
  return value.type === 'timestamp' || Object.values(value.properties ?? {}).some(holdsTime);
}
