/** What specs say of other tools by names that those had, in the names that they have. */
import type { ToolSpec } from './catalogue.ts';
import type { ValueSpec } from './spec-schema.ts';

/** Pure; `tools` are all tools by every name. */
export function withCurrentNames(tool: ToolSpec, tools: ReadonlyMap<string, ToolSpec>): ToolSpec {
  const current = (name: string) => tools.get(name)?.name ?? name;
  const rename = <Value extends ValueSpec>(value: Value): Value => ({
    ...value,
    ...(value.from_tool !== undefined && { from_tool: current(value.from_tool) }),
    ...(value.items && { items: rename(value.items) }),
    ...(value.properties && { properties: mapValues(value.properties, rename) }),
  });
  const { secrets } = tool;
  return {
    ...tool,
    params: mapValues(tool.params, rename),
    ...(secrets?.undo && {
      secrets: { ...secrets, undo: { ...secrets.undo, tool: current(secrets.undo.tool) } },
    }),
  };
}

function mapValues<Value>(record: Record<string, Value>, change: (value: Value) => Value) {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
