/** Folding the SDK's unions into the one shape that a tool spec has: alternatives side by side. */
import type { SdkField, SdkType } from './types.ts';

/** All kinds that a value may have. What is absent is not possible. */
export type MergedType = {
  /** `closed`: no other text than `values`. */
  text?: { values: string[]; closed: boolean };
  number?: true;
  boolean?: true;
  binary?: true;
  unknown?: true;
  items?: MergedType;
  properties?: Record<string, MergedField>;
  map?: MergedType;
};

/** `sometimes`: required in one alternative, and absent or optional in another. */
export type MergedField = Pick<SdkField, 'nullable' | 'doc' | 'deprecated'> & {
  type: MergedType;
  required: 'always' | 'sometimes' | 'never';
  /** Some alternatives of the object don't have it. */
  partial: boolean;
  /** The member that tells the alternatives apart, with its values where this field may and where it has to be. */
  alternatives?: { by: string; having: string[]; requiring: string[] };
};

/** A file and nothing else, which no argument of a tool can be. */
export function isFile(type: MergedType): boolean {
  return type.binary === true && Object.keys(type).length === 1;
}

/** One shape for several alternatives. */
function mergeTypes(types: SdkType[]): MergedType {
  const flat = types.flatMap((type) => (type.kind === 'union' ? type.alternatives : [type]));
  const merged: MergedType = {};
  const texts = flat.filter((type) => type.kind === 'string');
  if (texts.length > 0) {
    const closed = texts.every((type) => type.values !== undefined && !type.open);
    merged.text = { values: [...new Set(texts.flatMap((type) => type.values ?? []))], closed };
  }
  for (const kind of ['number', 'boolean', 'binary', 'unknown'] as const) {
    if (flat.some((type) => type.kind === kind)) merged[kind] = true;
  }
  const arrays = flat.filter((type) => type.kind === 'array');
  if (arrays.length > 0) merged.items = mergeTypes(arrays.map((type) => type.items));
  const maps = flat.filter((type) => type.kind === 'map');
  if (maps.length > 0) merged.map = mergeTypes(maps.map((type) => type.values));
  const objects = flat.filter((type) => type.kind === 'object');
  if (objects.length > 0) merged.properties = mergeFields(objects.map((type) => type.properties));
  return merged;
}

/** The members of all alternatives of an object. */
export function mergeFields(alternatives: Record<string, SdkField>[]): Record<string, MergedField> {
  const names = [...new Set(alternatives.flatMap((fields) => Object.keys(fields)))];
  const by = names.find((name) => tellsApart(name, alternatives));
  return Object.fromEntries(names.map((name) => [name, mergeField(name, alternatives, by)]));
}

function mergeField(
  name: string,
  alternatives: Record<string, SdkField>[],
  by: string | undefined,
): MergedField {
  const fields = alternatives.flatMap((alternative) => alternative[name] ?? []);
  const requires = (alternative: Record<string, SdkField>) => alternative[name]?.required === true;
  const told = by === undefined ? undefined : toldApart(name, by, alternatives);
  const partial = told ? told.lacking.length > 0 : fields.length < alternatives.length;
  const sometimes = told ? told.requiring.length > 0 : alternatives.some(requires);
  return {
    type: mergeTypes(fields.map((field) => field.type)),
    required: alternatives.every(requires) ? 'always' : sometimes ? 'sometimes' : 'never',
    partial,
    nullable: fields.some((field) => field.nullable),
    doc: fields.find((field) => field.doc !== '')?.doc ?? '',
    ...(fields.every((field) => field.deprecated) && { deprecated: true }),
    ...(told && (partial || sometimes) && { alternatives: told }),
  };
}

/** For which values of the telling member an object may have this one, and for which it has to. */
function toldApart(name: string, by: string, alternatives: Record<string, SdkField>[]) {
  const values = [...new Set(alternatives.flatMap((one) => valuesOf(one[by])))];
  const withValue = (value: string) => alternatives.filter((one) => valuesOf(one[by]).includes(value));
  const having = values.filter((value) => withValue(value).some((one) => one[name] !== undefined));
  const requiring = having.filter((value) => withValue(value).every((one) => one[name]?.required));
  return { by, having, requiring, lacking: values.filter((value) => !having.includes(value)) };
}

/** A member such as `type`, which every alternative requires, and which has not the same values in all of them. */
function tellsApart(name: string, alternatives: Record<string, SdkField>[]): boolean {
  const values = alternatives.map((alternative) => valuesOf(alternative[name]));
  return values.every(({ length }) => length > 0) && new Set(values.map(String)).size > 1;
}

function valuesOf(field: SdkField | undefined): string[] {
  if (field?.required !== true || field.type.kind !== 'string' || field.type.open) return [];
  return field.type.values ?? [];
}
