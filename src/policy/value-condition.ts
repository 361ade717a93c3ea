/** What a rule may say about an argument's value, and whether a call meets it. */
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';
import { memberOf } from './project-arguments.ts';

/** All that is said has to hold. Amounts of money are in dollars. */
export type ValueCondition = {
  is?: readonly (string | number | boolean)[] | undefined;
  is_not?: readonly (string | number | boolean)[] | undefined;
  above?: number | undefined;
  at_most?: number | undefined;
  changed_by_more_than_percent?: number | undefined;
};

/** The API's present object, with its own names and units. */
export type CurrentValues = Readonly<Record<string, unknown>> | 'unreadable';

type Call = {
  tool: ToolSpec;
  values: Record<string, unknown>;
  clear: readonly string[];
  current?: CurrentValues;
};

/** A value of the argument; `unknown` where the API decides it, `cleared` where it is emptied. */
type Occurrence = { spec: ValueSpec; value: unknown; present?: unknown } | 'unknown' | 'cleared';

/**
 * With `whenUnknown` one value is enough, and so is one that cannot be judged; without it there must be a value,
 * and every one has to meet the condition for certain.
 */
export function meets(condition: ValueCondition, name: string, call: Call, whenUnknown: boolean): boolean {
  const found = occurrences(name, call);
  if (whenUnknown) return found.some((occurrence) => judge(condition, occurrence) !== false);
  return found.length > 0 && found.every((occurrence) => judge(condition, occurrence) === true);
}

/** Undefined when it cannot be told. */
function judge(condition: ValueCondition, occurrence: Occurrence): boolean | undefined {
  if (occurrence === 'unknown') return undefined;
  if (occurrence === 'cleared') {
    // Nothing is none of the listed values, and no limit is above every limit.
    return condition.is === undefined ? undefined : false;
  }
  const { spec, value, present } = occurrence;
  const written = spec.type === 'usd' && typeof value === 'number' ? value / 100 : value;
  const { is, is_not, above, at_most, changed_by_more_than_percent: percent } = condition;
  const number = typeof written === 'number' ? written : Number.NaN;
  const certain = [
    is === undefined || is.some((choice) => choice === written),
    is_not === undefined || !is_not.some((choice) => choice === written),
    above === undefined || number > above,
    at_most === undefined || number <= at_most,
  ];
  if (certain.includes(false)) return false;
  return percent === undefined || changedByMore(percent, value, present);
}

function changedByMore(percent: number, value: unknown, present: unknown): boolean | undefined {
  if (typeof present !== 'number' || typeof value !== 'number') return undefined;
  return Math.abs(value - present) * 100 > percent * Math.abs(present);
}

function occurrences(name: string, { tool, values, clear, current }: Call): Occurrence[] {
  if (clear.includes(name)) return ['cleared'];
  // An empty list in a query is no filter at all.
  const isGiven = (key: string) => {
    const value = values[key];
    return (
      value !== undefined && !(tool.params[key]?.in === 'query' && Array.isArray(value) && value.length === 0)
    );
  };
  const found: Occurrence[] = Object.entries(tool.params).flatMap(([key, param]) => {
    if (key !== name) return valuesNamed(name, param, values[key]);
    const present =
      current === undefined || current === 'unreadable' ? undefined : current[param.wire ?? key];
    return scalars(param, values[key]).map((entry) => ({ ...entry, present }));
  });
  const param = tool.params[name];
  if (param === undefined || isGiven(name)) return found;
  if (isSetByAnother(name, param, tool, values)) return [...found, 'unknown'];
  if (tool.method === 'update' || ADDS_TO_ANSWER.includes(name)) return found;
  return [...found, ...leftOut(param, tool, values)];
}

/** Arguments of a read that ask for more; all others without a default narrow what is read, which then is everything. */
const ADDS_TO_ANSWER = ['group_by', 'include'];

/** Two arguments may write the same field of the API, each in its own way. */
function isSetByAnother(
  name: string,
  param: ParamSpec,
  tool: ToolSpec,
  values: Record<string, unknown>,
): boolean {
  const field = param.wire ?? name;
  return Object.entries(tool.params).some(
    ([other, { in: place, wire }]) =>
      other !== name && place === param.in && (wire ?? other) === field && values[other] !== undefined,
  );
}

/** What an argument is that was left out of anything but an update: its default, or what the API takes. */
function leftOut(param: ParamSpec, tool: ToolSpec, values: Record<string, unknown>): Occurrence[] {
  const applies = Object.entries(param.only_for ?? {}).every(([other, allowed]) => {
    const value = values[other] ?? tool.params[other]?.default;
    return allowed.some((choice) => choice === value);
  });
  if (!applies) return [];
  return param.default === undefined ? ['unknown'] : [{ spec: { type: 'string' }, value: param.default }];
}

/** Values of members called `name`, at any depth below. */
function valuesNamed(name: string, spec: ValueSpec, value: unknown): Occurrence[] {
  if (Array.isArray(value)) {
    const items = spec.items;
    return items === undefined ? [] : value.flatMap((item) => valuesNamed(name, items, item));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]) => {
    const property = memberOf(spec, key);
    if (property === undefined) return [];
    return [...(key === name ? scalars(property, member) : []), ...valuesNamed(name, property, member)];
  });
}

/** The value, or each item of a list. */
function scalars(spec: ValueSpec, value: unknown): { spec: ValueSpec; value: unknown }[] {
  if (value === undefined) return [];
  if (!Array.isArray(value)) return [{ spec, value }];
  return value.map((item) => ({ spec: spec.items ?? spec, value: item }));
}
