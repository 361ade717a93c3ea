/** The IDs that a call names: in its path, or wherever a value stands that another tool's results hold. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';

/** `argument` is the tool's, however deep the ID stands in it. */
export type NamedId = { argument: string; id: string; spec: ValueSpec };

export function namedIds(tool: ToolSpec, values: Record<string, unknown>): NamedId[] {
  return Object.entries(tool.params).flatMap(([argument, param]) => {
    const value = values[argument];
    // The choice of a key is no part of the request.
    if (param.in === 'credential') return [];
    if (param.in === 'path') return typeof value === 'string' ? [{ argument, id: value, spec: param }] : [];
    return idsIn(param, value).map((found) => ({ argument, ...found }));
  });
}

function idsIn(spec: ValueSpec, value: unknown): Omit<NamedId, 'argument'>[] {
  if (Array.isArray(value)) return value.flatMap((item) => idsIn(spec.items ?? spec, item));
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, member]) => {
      const property = spec.properties?.[name];
      return property === undefined ? [] : idsIn(property, member);
    });
  }
  const isId = spec.from_tool !== undefined || spec.id_prefix !== undefined;
  return isId && typeof value === 'string' ? [{ id: value, spec }] : [];
}
