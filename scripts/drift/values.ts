/** Comparing the parameters of one operation of the SDK with the arguments of its tools. */
import { stringify } from 'yaml';
import type { ParamSpec, ValueSpec } from '../../src/specs/spec-schema.ts';
import { isFile, type MergedField, type MergedType } from '../sdk/merge.ts';
import { firstSentence } from '../sdk/operations.ts';
import { flowText } from '../spec-new/yaml.ts';
import type { Problem } from './finding.ts';

/** An argument with its name in the spec. */
type Argument = [name: string, spec: ValueSpec | ParamSpec];

/** A place in the specs: `params.filters.properties`, and the same by the API's names: `filters`. */
type Place = { spec: string; wire: string };

type Report = (problem: Problem, at: Place, text: string, note?: true) => void;

/** Findings on one set of fields; `groups` are arguments of which one is given, whichever it is. */
export function compareFields(
  fields: [string, MergedField][],
  given: Argument[],
  groups: string[][],
  place: Place & { in?: string; takesNull?: boolean },
  report: Report,
): void {
  const wires = new Set(fields.map(([name]) => name));
  for (const [name, field] of fields) {
    const matching = given.filter(([argument, spec]) => (spec.wire ?? argument) === name);
    const at = inside(place, matching.map(([argument]) => argument).join(' and ') || name, name);
    if (isFile(field.type)) {
      if (matching.length > 0)
        report('extra', at, `remove ${at.spec}: it is a file, and a tool call carries none`);
      continue;
    }
    if (matching.length === 0) {
      const why = field.doc === '' ? '' : ` # ${firstSentence(field.doc)}`;
      report('missing', at, `add under ${place.spec}: ${flowText(name, field, place.in)}${why}`);
      continue;
    }
    compareRequired(field, matching, groups, at, report);
    if (!field.nullable && matching.some(([, spec]) => 'clearable' in spec && spec.clearable)) {
      report('clearable', at, `remove clearable from ${at.spec}: the SDK takes no null there`);
    }
    if (
      place.takesNull &&
      field.nullable &&
      !matching.some(([, spec]) => 'clearable' in spec && spec.clearable)
    ) {
      report('clearable', at, `add clearable: true to ${at.spec}: the SDK takes null there`);
    }
    if (field.deprecated && !matching.some(([, spec]) => /deprecated/i.test(spec.description ?? ''))) {
      const why = firstSentence(field.doc);
      report(
        'deprecated',
        at,
        `say in the description of ${at.spec} that it is deprecated, and what replaces it: ${why}`,
      );
    }
    compareType(
      field.type,
      matching.map(([, spec]) => spec),
      at,
      report,
    );
  }
  for (const [argument, spec] of given) {
    const name = spec.wire ?? argument;
    if (wires.has(name)) continue;
    const at = inside(place, argument, name);
    report('extra', at, `remove ${at.spec}: the SDK has no ${name} there`);
  }
}

function compareRequired(
  field: MergedField,
  matching: Argument[],
  groups: string[][],
  at: Place,
  report: Report,
): void {
  const grouped = matching.some(([name]) => groups.some((group) => group.includes(name)));
  const required = matching.some(([, spec]) => spec.required === true);
  const conditional = matching.some(([, spec]) => spec.required_for !== undefined);
  if (field.required === 'always' && !required && !conditional && !grouped) {
    report('required', at, `add required: true to ${at.spec}: the SDK requires it`);
  }
  if (field.required === 'sometimes' && !required && !conditional && !grouped) {
    // Where no member tells the alternatives apart, there is no condition to write.
    const note = field.alternatives === undefined ? true : undefined;
    report('required', at, `add required_for to ${at.spec}: one alternative in the SDK requires it`, note);
  }
  if (field.required !== 'always' && required) {
    report('required', at, `remove required: true from ${at.spec}: the SDK can leave it out`);
  }
}

/** The kinds of value by the words that the spec language has for them. */
const SPEC_TYPES: Record<string, (type: MergedType) => boolean> = {
  string: (type) => type.text !== undefined,
  integer: (type) => type.number === true,
  number: (type) => type.number === true,
  timestamp: (type) => type.number === true,
  usd: (type) => type.number === true,
  boolean: (type) => type.boolean === true,
  array: (type) => type.items !== undefined,
  // Where the SDK takes any JSON object, a spec may say what belongs into it.
  object: (type) => type.properties !== undefined || type.map?.unknown === true,
  map: (type) => type.map !== undefined,
};

function compareType(type: MergedType, specs: ValueSpec[], at: Place, report: Report): void {
  if (type.unknown) return;
  for (const spec of specs) {
    if (SPEC_TYPES[spec.type]?.(type)) continue;
    report('type', at, `change ${at.spec}: it is of type ${spec.type}, the SDK's is ${wordsFor(type)}`);
  }
  const lacking = (['text', 'number', 'boolean', 'items', 'properties', 'map'] as const).filter(
    (kind) =>
      type[kind] !== undefined && !specs.some((spec) => SPEC_TYPES[spec.type]?.({ [kind]: type[kind] })),
  );
  // An argument of a wrong type has been told of already; the rest is about alternatives left out.
  if (lacking.length > 0 && specs.some((spec) => SPEC_TYPES[spec.type]?.(type))) {
    const only = Object.fromEntries(lacking.map((kind) => [kind, type[kind]]));
    report(
      'type',
      at,
      `add an argument with wire: ${lastOf(at.wire)} beside ${at.spec}: the SDK also takes ${wordsFor(only)}`,
    );
  }
  if (type.text) compareEnum(type.text, ofType(specs, 'string'), at, report);
  const arrays = ofType(specs, 'array');
  if (type.items && arrays.length > 0) {
    const items = arrays.flatMap((spec) => spec.items ?? []);
    compareType(type.items, items, { spec: `${at.spec}.items`, wire: at.wire }, report);
  }
  const objects = ofType(specs, 'object');
  if (type.properties && objects.length > 0) {
    compareFields(
      Object.entries(type.properties),
      objects.flatMap(membersOf),
      objects.flatMap((spec) => spec.exactly_one_of ?? []),
      { spec: `${at.spec}.properties`, wire: at.wire },
      report,
    );
  }
  const maps = ofType(specs, 'map');
  if ((type.map?.number || type.map?.boolean) && maps.some((spec) => spec.values === 'string')) {
    report('type', at, `change ${at.spec} to values: scalar: the SDK takes more than text`);
  }
}

function compareEnum(
  text: NonNullable<MergedType['text']>,
  specs: ValueSpec[],
  at: Place,
  report: Report,
): void {
  if (specs.length === 0) return;
  const free = specs.some((spec) => spec.enum === undefined);
  const allowed = specs.flatMap((spec) => spec.enum ?? []);
  if (free) {
    if (text.closed) report('enum', at, `add to ${at.spec}: enum: ${flow(text.values)}`);
    return;
  }
  const missing = text.values.filter((value) => !allowed.includes(value));
  if (missing.length > 0) report('enum', at, `add to the enum of ${at.spec}: ${flow(missing)}`);
  const beyond = allowed.filter((value) => !text.values.includes(value));
  if (beyond.length > 0) {
    report('enum', at, `${at.spec} has values that the SDK does not name: ${flow(beyond)}`, true);
  }
}

/** With `recursive`, the entries of one member have the object's own shape. */
function membersOf(spec: ValueSpec): Argument[] {
  return Object.entries(spec.properties ?? {}).map(([name, member]) =>
    name === spec.recursive ? [name, { ...member, items: spec }] : [name, member],
  );
}

function ofType(specs: ValueSpec[], type: ValueSpec['type']): ValueSpec[] {
  return specs.filter((spec) => spec.type === type);
}

function wordsFor(type: MergedType): string {
  const words = Object.entries({
    text: 'string',
    number: 'number',
    boolean: 'boolean',
    items: 'array',
    properties: 'object',
    map: 'map',
  });
  return words.flatMap(([kind, word]) => (kind in type ? [word] : [])).join(' or ');
}

function inside(place: Place, argument: string, wire: string): Place {
  return {
    spec: `${place.spec}.${argument}`,
    wire: place.wire === '' ? wire : `${place.wire}.${wire}`,
  };
}

function lastOf(wire: string): string {
  return wire.split('.').at(-1) ?? wire;
}

function flow(values: string[]): string {
  return stringify(values, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}
