/** Writing a parameter of the SDK in the spec language, for the scaffold and for what drift says to add. */
import type { ValueSpec } from '../../src/specs/spec-schema.ts';
import type { MergedField, MergedType } from '../sdk/merge.ts';
import { numberType, statedLimits, statedPairs } from './stated-limits.ts';

/** One argument of a spec; `remarks` are for its author. A union takes several arguments of one wire name. */
export type SpecValue = {
  name: string;
  value: Omit<ValueSpec, 'items' | 'properties'> & { required?: boolean };
  items?: SpecValue;
  properties?: SpecValue[];
  /** Groups of members of which one is given. */
  exactlyOneOf?: string[][];
  remarks: string[];
};

/** Where neither the SDK nor its comment bounds an integer, which has to have bounds. */
const ASSUMED_MAX = 1_000_000_000;

/** Names that the program gives to arguments of its own. */
const RESERVED = ['after', 'page', 'cursor', 'clear'];

/** Endings of the arguments that hold the further alternatives of a union. */
const SUFFIXES = {
  text: '',
  number: '_number',
  boolean: '_boolean',
  items: '_list',
  properties: '_object',
  map: '_map',
};

/** The arguments for one field: one, or one for each kind that a union allows. */
export function specValues(sdkName: string, field: MergedField): SpecValue[] {
  const kinds = kindsOf(field.type).flatMap((kind) => writeKind(kind, sdkName, field));
  const base = snakeName(sdkName);
  return kinds.map(({ suffix, ...written }, index) => {
    const name = RESERVED.includes(base)
      ? `${base}_id`
      : renamed(base, written.value) + (index === 0 ? '' : suffix);
    const value = {
      ...written.value,
      ...(field.required === 'always' && kinds.length === 1 && { required: true }),
      ...conditionsOf(field, kinds.length),
      ...(name !== sdkName && { wire: sdkName }),
      ...(field.deprecated && { description: 'Deprecated.' }),
    };
    const remarks = [...written.remarks, ...remarksOn(field, kinds.length)];
    return { ...written, name, value, remarks };
  });
}

/** Groups of arguments that are alternatives of one required field. */
export function alternativeGroups(fields: [string, MergedField][]): string[][] {
  return fields
    .filter(([, field]) => field.required !== 'never')
    .map(([name, field]) => specValues(name, field).map((value) => value.name))
    .filter((names) => names.length > 1);
}

type Kind = keyof typeof SUFFIXES;

function kindsOf(type: MergedType): Kind[] {
  const kinds = (Object.keys(SUFFIXES) as Kind[]).filter((kind) => type[kind] !== undefined);
  return kinds.length > 0 ? kinds : ['text'];
}

/** An argument without its name, and what its name gets at its end where it is not the first alternative. */
type Written = Omit<SpecValue, 'name'> & { suffix: string };

/** One argument; of an array whose entries are a union, one for each kind of entry. */
function writeKind(kind: Kind, name: string, field: MergedField): Written[] {
  if (kind !== 'items') return [{ ...writePlain(kind, name, field), suffix: SUFFIXES[kind] }];
  const { max } = statedLimits(field.doc);
  const entry: MergedField = {
    type: field.type.items ?? {},
    required: 'never',
    partial: false,
    nullable: false,
    doc: onlyUnits(field.doc),
  };
  return kindsOf(entry.type)
    .flatMap((inner) => writeKind(inner, name, entry))
    .map(({ suffix, remarks, ...items }, index) => ({
      value: { type: 'array', ...(max !== undefined && { max }) },
      items: { ...items, name: 'items', remarks: [] },
      remarks,
      suffix: SUFFIXES.items + (index === 0 ? '' : suffix),
    }));
}

function writePlain(kind: Exclude<Kind, 'items'>, name: string, field: MergedField): Omit<SpecValue, 'name'> {
  const { type, doc } = field;
  const limits = statedLimits(doc);
  if (kind === 'boolean') return { value: { type: 'boolean' }, remarks: [] };
  if (kind === 'number') return writeNumber(numberType(name, doc), limits);
  if (kind === 'map') {
    const max = statedPairs(doc);
    const scalar = type.map?.number || type.map?.boolean || type.map?.unknown;
    const remarks = type.map?.unknown
      ? ['TODO the SDK takes any JSON here, a map takes text, numbers and booleans']
      : [];
    return {
      value: {
        type: 'map',
        values: scalar ? 'scalar' : 'string',
        ...(max !== undefined && { max }),
      },
      remarks,
    };
  }
  if (kind === 'properties') {
    const members = Object.entries(type.properties ?? {});
    const exactlyOneOf = alternativeGroups(members);
    return {
      value: { type: 'object' },
      properties: members.flatMap(([member, inner]) => specValues(member, inner)),
      ...(exactlyOneOf.length > 0 && { exactlyOneOf }),
      remarks: [],
    };
  }
  return writeText(type, limits);
}

function writeText(type: MergedType, limits: { max?: number }): Omit<SpecValue, 'name'> {
  if (type.text === undefined) {
    return { value: { type: 'string' }, remarks: ['TODO the SDK does not say what this is'] };
  }
  if (type.text.closed) return { value: { type: 'string', enum: type.text.values }, remarks: [] };
  const known = type.text.values;
  const remarks = known.length > 0 ? [`Any text; known values: ${known.join(', ')}`] : [];
  return { value: { type: 'string', ...(limits.max !== undefined && { max: limits.max }) }, remarks };
}

function writeNumber(
  type: ReturnType<typeof numberType>,
  limits: { min?: number; max?: number },
): Omit<SpecValue, 'name'> {
  if (type !== 'integer') return { value: { type, ...(type === 'number' && limits) }, remarks: [] };
  const stated = limits.min !== undefined && limits.max !== undefined;
  const remarks = stated
    ? []
    : ['TODO the SDK does not state both bounds; take ones that no sensible call exceeds'];
  return {
    value: { type, min: limits.min ?? 0, max: limits.max ?? Math.max(ASSUMED_MAX, limits.min ?? 0) },
    remarks,
  };
}

/** With several kinds, `exactly_one_of` does what `required_for` does for one. */
function conditionsOf(field: MergedField, kinds: number): Pick<ValueSpec, 'only_for' | 'required_for'> {
  if (field.alternatives === undefined) return {};
  const { by, having, requiring } = field.alternatives;
  return {
    ...(field.partial && { only_for: { [by]: having } }),
    ...(requiring.length > 0 && kinds === 1 && { required_for: { [by]: requiring } }),
  };
}

function remarksOn(field: MergedField, kinds: number): string[] {
  return [
    ...(kinds > 1 ? ['One of several alternatives in the SDK.'] : []),
    ...(field.partial && field.alternatives === undefined
      ? ['TODO not in every alternative of the SDK: only_for, required_for']
      : []),
    ...(field.deprecated ? ['TODO what replaces it'] : []),
  ];
}

/** Of a list's comment only the units hold for its entries: its bounds are those of the list. */
function onlyUnits(doc: string): string {
  return /\bin cents\b|unix (seconds|timestamp)/i.exec(doc)?.[0] ?? '';
}

/** Cents are written in dollars, so the argument must not be called by the API's name for cents. */
function renamed(name: string, value: Pick<ValueSpec, 'type'>): string {
  return value.type === 'usd' ? `${name.replace(/_(amount|cents)$/, '')}_usd` : name;
}

function snakeName(name: string): string {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`).replace(/[^a-z0-9_]/g, '_');
  return snake.replace(/^[^a-z]+/, '');
}
