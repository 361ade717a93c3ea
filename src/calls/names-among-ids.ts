/** Where the arguments of a call hold something else than an ID in the place of one, at any depth. */
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { looksLikeId } from '../tools/path-values.ts';

/** One value that does not look like the ID it should be, and what its argument says about IDs. */
export type NamePlace = {
  argument: string;
  value: string;
  spec: ValueSpec;
  /** Whether it narrows what is read, instead of naming what is called for. */
  isFilter: boolean;
};

/** `keyChoice` describes the argument that chooses a project's key, where projects can be listed. */
export function namesAmongIds(
  tool: ToolSpec,
  values: Record<string, unknown>,
  keyChoice: ValueSpec | undefined,
): NamePlace[] {
  return Object.entries(tool.params).flatMap(([name, param]) => {
    const spec = param.in === 'credential' ? keyChoice : param;
    const isFilter = param.in === 'query';
    return spec === undefined
      ? []
      : within(spec, values[name], name).map((place) => ({ ...place, isFilter }));
  });
}

function within(spec: ValueSpec, value: unknown, argument: string): Omit<NamePlace, 'isFilter'>[] {
  const { items, properties = {}, recursive } = spec;
  if (Array.isArray(value)) {
    return value.flatMap((item, position) =>
      within(items ?? spec, item, isRecord(item) ? `${argument}[${position}]` : argument),
    );
  }
  if (isRecord(value)) {
    return Object.entries(value).flatMap(([name, member]) => {
      const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
      if (property === undefined) return [];
      const nested = name === recursive ? { ...property, items: spec } : property;
      return within(nested, member, `${argument}.${name}`);
    });
  }
  const isName = spec.id_prefix !== undefined && typeof value === 'string' && !looksLikeId(value, spec);
  return isName ? [{ argument, value, spec }] : [];
}
