/** Making up values for one argument from its spec: ordinary, edge and hostile ones, all of them valid. */
import fc from 'fast-check';
import type { ParamSpec, ValueSpec } from '../../src/specs/spec-schema.ts';

/** Text that a query or a JSON body has to carry unharmed. */
const HOSTILE_TEXTS = [
  "O'Brien & Söhne",
  'a=b&c=d',
  '1+1=2',
  '100% of "it"',
  'x;y,z:w@v',
  '[0]',
  'a[]=b',
  '../../etc/passwd?x#y',
  '%2e%2e%2f',
  'line\r\nbreak\ttab\u0000nul',
  '\u202egnp.exe\u200b',
  '日本語 😀 é',
  '(~!*)',
  '<script>alert(1)</script>',
  '__proto__',
  '{"a":1}',
];

/** What IDs look like, and what else may stand in a path segment. */
const PATH_TEXTS = [
  'proj_4fGh7kLm',
  'user-7mNp3qRs',
  '0f0e8b1c-5a1e-4e3e-9d0a-6e2f7d1c9b3a',
  'ft:gpt-5-mini:acme::9xYz',
  'rl-gpt-5-mini',
  'a.b..c',
  '...',
  'a b',
  "a'b(c)!*~",
  'a;b=c&d,e+f$g@h',
  'ünï-日本-😀',
  '"<a>|^`{b}"',
  '1',
];

/** Never a separator, escape or control character, which our side refuses. */
const pathText = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
  .filter((text) => !/[/\\%?#\p{Cc}\u2028\u2029]/u.test(text) && !/^\.{1,2}$|^\s*$/.test(text));

const freeText = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS),
  fc.string({ unit: 'grapheme', maxLength: 24 }),
  fc.string({ unit: 'binary', maxLength: 24 }),
);

/** Below this depth a filter holds no further filters. */
const MAX_DEPTH = 2;

export function anyValue(spec: ValueSpec | ParamSpec, depth = 0): fc.Arbitrary<unknown> {
  switch (spec.type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return integerOf(spec);
    case 'number':
      return fc.double({ min: spec.min ?? -1e9, max: spec.max ?? 1e9, noNaN: true });
    case 'usd':
      return dollarsOf(spec);
    case 'timestamp':
      return fc.oneof(
        fc.constantFrom(0, 1_793_491_200, 99_999_999_999),
        fc.integer({ min: 1_500_000_000, max: 2_000_000_000 }),
      );
    case 'array':
      return arrayOf(spec, depth);
    case 'object':
      return objectOf(spec, depth);
    case 'map':
      return mapOf(spec);
    default:
      if (spec.enum) return fc.constantFrom(...spec.enum);
      return 'in' in spec && spec.in === 'path'
        ? fc.oneof(fc.constantFrom(...PATH_TEXTS), pathText)
        : freeText.filter((text) => fits(spec, text) && !(isId(spec) && text.trim() === ''));
  }
}

/** An ID is never empty, wherever it stands. */
function isId(spec: ValueSpec | ParamSpec): boolean {
  const isPlace = 'in' in spec && spec.in === 'credential';
  return isPlace || spec.from_tool !== undefined || spec.id_prefix !== undefined;
}

/** The smallest or the largest that is allowed; arrays of one or of three. What has no order is any value. */
export function edgeValue(spec: ValueSpec | ParamSpec, edge: 'least' | 'most'): unknown {
  const { min = 0, max = 1e6 } = spec;
  switch (spec.type) {
    case 'integer':
    case 'number':
    case 'usd':
      return edge === 'least' ? min : max;
    case 'boolean':
      return edge === 'most';
    case 'array': {
      const items = anyValue(spec.items ?? { type: 'string' });
      const count = edge === 'least' ? Math.max(min, 1) : Math.max(min, Math.min(spec.max ?? 3, 3));
      return fc.sample(items, { numRuns: count, seed: 11 });
    }
    default:
      return fc.sample(anyValue(spec), { numRuns: 1, seed: 11 })[0];
  }
}

function integerOf({ min = 0, max = 0 }: ValueSpec): fc.Arbitrary<number> {
  const most = Math.min(max, 2 ** 31 - 1);
  return fc.oneof(fc.constantFrom(min, max), fc.integer({ min, max: most }));
}

/** Whole cents, in dollars. */
function dollarsOf({ min = 0, max = 1e6 }: ValueSpec): fc.Arbitrary<number> {
  const cents = fc.integer({ min: Math.ceil(min * 100), max: Math.min(Math.floor(max * 100), 2 ** 31 - 1) });
  return fc.oneof(
    fc.constantFrom(min, max),
    cents.map((amount) => amount / 100),
  );
}

function fits({ min = 0, max = Number.POSITIVE_INFINITY }: ValueSpec, text: string): boolean {
  return text.length >= min && text.length <= max;
}

function arrayOf(spec: ValueSpec, depth: number): fc.Arbitrary<unknown[]> {
  const items: ValueSpec = spec.items ?? { type: 'string' };
  return fc.array(anyValue(items, depth), {
    minLength: spec.min ?? 0,
    maxLength: Math.max(spec.min ?? 0, Math.min(spec.max ?? 3, 3)),
  });
}

function mapOf(spec: ValueSpec): fc.Arbitrary<Record<string, unknown>> {
  const text = freeText.map((value) => value.slice(0, 60)).filter((value) => !/\p{Surrogate}/u.test(value));
  const value = spec.values === 'scalar' ? fc.oneof(text, fc.boolean(), fc.integer()) : text;
  return fc
    .uniqueArray(fc.tuple(text, value), { maxLength: 4, selector: ([key]) => key })
    .map((entries) => Object.fromEntries(entries));
}

function objectOf(spec: ValueSpec, depth: number): fc.Arbitrary<Record<string, unknown>> {
  const properties = { ...spec.properties };
  if (spec.recursive !== undefined) {
    const member = properties[spec.recursive];
    if (member !== undefined && depth < MAX_DEPTH) {
      properties[spec.recursive] = { ...member, items: spec };
    } else if (member !== undefined) {
      // Without room for further filters only the values that need none are left.
      delete properties[spec.recursive];
      for (const [name, values] of Object.entries(member.only_for ?? {})) {
        const choice = properties[name];
        if (choice?.enum) {
          properties[name] = { ...choice, enum: choice.enum.filter((value) => !values.includes(value)) };
        }
      }
    }
  }
  return membersOf(properties, { exactlyOneOf: spec.exactly_one_of ?? [], atLeastOneOf: [] }, depth + 1);
}

/** Which arguments have to come together. */
export type Groups = { exactlyOneOf: string[][]; atLeastOneOf: string[][] };

/** Members that fit together: a value for each is made up first, and then those are kept that may stand. */
export function membersOf(
  specs: Record<string, ValueSpec | ParamSpec>,
  groups: Groups,
  depth = 0,
): fc.Arbitrary<Record<string, unknown>> {
  const names = Object.keys(specs);
  const values = fc.record(
    Object.fromEntries(names.map((name) => [name, anyValue(specs[name] ?? { type: 'string' }, depth)])),
  );
  const wanted = fc.record(Object.fromEntries(names.map((name) => [name, fc.boolean()])));
  return fc
    .tuple(values, wanted, fc.nat(1000))
    .map(([all, wants, pick]) => keepFitting(specs, groups, all, (name) => wants[name] === true, pick));
}

/** The members of `all` that are required, or wanted and allowed beside the others. */
export function keepFitting(
  specs: Record<string, ValueSpec | ParamSpec>,
  groups: Groups,
  all: Record<string, unknown>,
  isWanted: (name: string) => boolean,
  pick: number,
): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  const holds = (condition: ValueSpec['only_for']) =>
    Object.entries(condition ?? {}).every(([name, allowed]) =>
      allowed.includes((kept[name] ?? specs[name]?.default) as string),
    );
  const mayStand = (name: string) => holds(specs[name]?.only_for);
  for (const [name, spec] of conditionsFirst(specs)) {
    const needed = spec.required === true || (spec.required_for !== undefined && holds(spec.required_for));
    if (!needed && !(isWanted(name) && mayStand(name))) continue;
    const limits = spec.items?.values_only_for ?? {};
    const value = all[name];
    // Two arguments with one name in the API never go together.
    if (!needed && Object.keys(kept).some((other) => wireOf(specs, other) === wireOf(specs, name))) continue;
    kept[name] = Array.isArray(value) ? value.filter((choice) => holds(limits[String(choice)])) : value;
  }
  for (const group of groups.exactlyOneOf) {
    const possible = group.filter(mayStand);
    const chosen = possible[pick % Math.max(possible.length, 1)];
    for (const name of group) if (name !== chosen) delete kept[name];
    if (chosen !== undefined) kept[chosen] = all[chosen];
  }
  for (const group of groups.atLeastOneOf) {
    const chosen = group[pick % group.length];
    if (chosen !== undefined && !group.some((name) => name in kept)) kept[chosen] = all[chosen];
  }
  return kept;
}

/** What others depend on comes before them, wherever the spec declares it. */
function conditionsFirst(specs: Record<string, ValueSpec | ParamSpec>): [string, ValueSpec | ParamSpec][] {
  const ordered = new Map<string, ValueSpec | ParamSpec>();
  const add = (name: string) => {
    const spec = specs[name];
    if (spec === undefined || ordered.has(name)) return;
    for (const other of Object.keys({ ...spec.only_for, ...spec.required_for }))
      if (other !== name) add(other);
    ordered.set(name, spec);
  };
  for (const name of Object.keys(specs)) add(name);
  return [...ordered];
}

function wireOf(specs: Record<string, ValueSpec | ParamSpec>, name: string): string {
  return specs[name]?.wire ?? name;
}
