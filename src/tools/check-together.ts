/** What holds between the members of one object: what is required, and what only goes with what. */
import type { Condition, ParamSpec, ValueSpec } from '../specs/spec-schema.ts';

/**
 * Problems between the members of one object: what is missing, and what does not go together.
 * `cleared` members are given too, as nothing.
 */
export function checkTogether(
  specs: Record<string, ValueSpec | ParamSpec>,
  values: Record<string, unknown>,
  prefix: string,
  cleared: string[] = [],
): string[] {
  const problems: string[] = [];
  for (const [name, spec] of Object.entries(specs)) {
    const value = values[name];
    const label = prefix + name;
    if (value === undefined) {
      if (cleared.includes(name)) continue;
      const needed = spec.required_for !== undefined && holds(spec.required_for, values, specs);
      if (spec.required) problems.push(`${label}: required.${origin(spec)}`);
      else if (needed) problems.push(`${label}: required with ${tell(spec.required_for)}.`);
      continue;
    }
    if (spec.only_for && !holds(spec.only_for, values, specs)) {
      problems.push(`${label}: only goes with ${tell(spec.only_for)}.`);
    }
    problems.push(...checkChoices(spec, value, values, specs, label));
  }
  return problems;
}

/** The members together with those that are needed and can only have one value, which nobody has to write. */
export function withOnlyValues(
  specs: Record<string, ValueSpec | ParamSpec>,
  values: Record<string, unknown>,
): Record<string, unknown> {
  const filled: Record<string, unknown> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const needed = spec.required || (spec.required_for && holds(spec.required_for, values, specs));
    if (needed && values[name] === undefined && spec.enum?.length === 1) filled[name] = spec.enum[0];
  }
  return { ...values, ...filled };
}

function checkChoices(
  spec: ValueSpec,
  value: unknown,
  values: Record<string, unknown>,
  specs: Record<string, ValueSpec>,
  label: string,
): string[] {
  const limits = spec.values_only_for ?? spec.items?.values_only_for ?? {};
  const chosen = Array.isArray(value) ? value : [value];
  return chosen.flatMap((choice) => {
    const limit = typeof choice === 'string' && Object.hasOwn(limits, choice) ? limits[choice] : undefined;
    if (limit === undefined || holds(limit, values, specs)) return [];
    return [`${label}: ${choice} only goes with ${tell(limit)}.`];
  });
}

/** Whether the other members leave room for this one at all. */
export function mayStand(
  spec: ValueSpec | undefined,
  values: Record<string, unknown>,
  specs: Record<string, ValueSpec>,
): boolean {
  return spec?.only_for === undefined || holds(spec.only_for, values, specs);
}

/** An argument that is left out counts as its default. */
function holds(
  condition: Condition,
  values: Record<string, unknown>,
  specs: Record<string, ValueSpec>,
): boolean {
  return Object.entries(condition).every(([name, allowed]) => {
    const value = values[name] ?? specs[name]?.default;
    return allowed.some((choice) => choice === value);
  });
}

function tell(condition: Condition | undefined): string {
  return Object.entries(condition ?? {})
    .map(([name, allowed]) => `${name} ${allowed.join(', ')}`)
    .join(' and ');
}

function origin(spec: ValueSpec): string {
  if (spec.pinned) return ` Pass ${spec.enum?.join(' or ')}.`;
  return spec.from_tool === undefined ? '' : ` ${spec.from_tool} gives it.`;
}
