/** Our arguments in the API's terms: its names, whole cents, its cursor, null for what is emptied, no choice of a key. */
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { ParamSpec, ValueSpec } from '../../src/specs/spec-schema.ts';
import type { Call } from './generate-arguments.ts';

type Specs = Record<string, ValueSpec | ParamSpec>;

export function inApiTerms(tool: ToolSpec, { cursor, clear, ...call }: Call): { inPath: Call; others: Call } {
  const placed = (inPath: boolean) => {
    const fits = ({ in: place }: ParamSpec) =>
      place !== 'credential' && place !== 'answer' && (place === 'path') === inPath;
    return Object.fromEntries(Object.entries(tool.params).filter(([, param]) => fits(param)));
  };
  const others = placed(false);
  const emptied = ((clear ?? []) as string[]).map((name) => [others[name]?.wire ?? name, null]);
  return {
    inPath: renamed(placed(true), call),
    others: {
      ...renamed(others, call),
      ...Object.fromEntries(emptied),
      ...(cursor !== undefined && { [tool.pagination === 'page' ? 'page' : 'after']: cursor }),
    },
  };
}

function renamed(specs: Specs, given: Call): Call {
  return Object.fromEntries(
    Object.entries(specs).flatMap(([name, spec]) =>
      name in given ? [[spec.wire ?? name, inApiUnits(spec, given[name])]] : [],
    ),
  );
}

function inApiUnits(spec: ValueSpec, value: unknown): unknown {
  if (spec.type === 'usd') return Math.round(Number(value) * 100);
  if (Array.isArray(value)) return value.map((entry) => inApiUnits(spec.items ?? { type: 'string' }, entry));
  if (spec.type !== 'object') return value;
  const own = spec.recursive === undefined ? undefined : spec.properties?.[spec.recursive];
  const members = own
    ? { ...spec.properties, [spec.recursive ?? '']: { ...own, items: spec } }
    : spec.properties;
  return renamed(members ?? {}, value as Call);
}
