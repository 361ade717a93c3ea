/** The types of the SDK's parameters as plain data, read from the TypeScript compiler's. */
import ts from 'typescript';

/** What a parameter may be. A `string` with `values` is closed; with `open` the values are only suggestions. */
export type SdkType =
  | { kind: 'string'; values?: string[]; open?: true }
  | { kind: 'number' | 'boolean' | 'binary' | 'unknown' }
  | { kind: 'array'; items: SdkType }
  | { kind: 'object'; properties: Record<string, SdkField> }
  | { kind: 'map'; values: SdkType }
  | { kind: 'union'; alternatives: SdkType[] };

/** A parameter, or a member of an object; `doc` is its whole comment on one line. */
export type SdkField = {
  type: SdkType;
  required: boolean;
  nullable: boolean;
  doc: string;
  deprecated?: true;
};

/** Deeper than any parameter of the SDK; keeps a type that holds itself from going on for ever. */
const MAX_DEPTH = 12;

/**
 * The members of a parameters type.
 * @throws Error for a type that the compiler could not resolve: leaving its members out would hide drift.
 */
export function readFields(checker: ts.TypeChecker, type: ts.Type, at: ts.Node): Record<string, SdkField> {
  const read = toType(checker, type, at, []);
  if (read.kind === 'object') return read.properties;
  if (read.kind !== 'union') throw unreadable(at, checker.typeToString(type));
  // Variants of one request, such as streaming and not: one list of fields, with the types of all.
  const variants = read.alternatives.map((one) => (one.kind === 'object' ? one.properties : {}));
  const names = [...new Set(variants.flatMap((fields) => Object.keys(fields)))];
  return Object.fromEntries(
    names.flatMap((name) => {
      const fields = variants.flatMap((variant) => variant[name] ?? []);
      const field = fields[0];
      if (field === undefined) return [];
      const required = fields.length === variants.length && fields.every((one) => one.required);
      return [[name, { ...field, type: unionOf(fields.map((one) => one.type)), required }]];
    }),
  );
}

/** The type of an answer. */
export function readType(checker: ts.TypeChecker, node: ts.TypeNode): SdkType {
  return toType(checker, checker.getTypeFromTypeNode(node), node, []);
}

function toType(checker: ts.TypeChecker, type: ts.Type, at: ts.Node, above: ts.Type[]): SdkType {
  if (above.includes(type) || above.length > MAX_DEPTH) return { kind: 'unknown' };
  // The SDK writes `unknown` where anything goes; `any` is a type that was not found.
  if (type.flags & ts.TypeFlags.Any) throw unreadable(at, at.getText());
  if (type.isUnion()) return unionToType(checker, type, at, above);
  if (type.isStringLiteral()) return { kind: 'string', values: [type.value] };
  if (type.flags & ts.TypeFlags.StringLike) return { kind: 'string' };
  if (type.flags & ts.TypeFlags.NumberLike) return { kind: 'number' };
  if (type.flags & ts.TypeFlags.BooleanLike) return { kind: 'boolean' };
  if (isOpenString(type)) return { kind: 'string' };
  if (checker.isArrayType(type)) {
    const [items] = checker.getTypeArguments(type as ts.TypeReference);
    return {
      kind: 'array',
      items: items ? toType(checker, items, at, [...above, type]) : { kind: 'unknown' },
    };
  }
  if (!(type.flags & ts.TypeFlags.Object) && !type.isIntersection()) return { kind: 'unknown' };
  checkBases(checker, type);
  const properties = checker.getPropertiesOfType(type);
  const index = checker.getIndexTypeOfType(type, ts.IndexKind.String);
  if (index !== undefined && properties.length === 0) {
    return { kind: 'map', values: toType(checker, index, at, [...above, type]) };
  }
  return {
    kind: 'object',
    properties: Object.fromEntries(
      properties.map((property) => [property.name, toField(checker, property, at, [...above, type])]),
    ),
  };
}

function toField(checker: ts.TypeChecker, property: ts.Symbol, at: ts.Node, above: ts.Type[]): SdkField {
  const type = checker.getTypeOfSymbolAtLocation(property, at);
  const members = type.isUnion() ? type.types : [type];
  const deprecated = property.getJsDocTags(checker).find((tag) => tag.name === 'deprecated');
  const doc = [
    ts.displayPartsToString(property.getDocumentationComment(checker)),
    ts.displayPartsToString(deprecated?.text),
  ];
  return {
    type: isUpload(property) ? { kind: 'binary' } : toType(checker, type, at, above),
    required: (property.flags & ts.SymbolFlags.Optional) === 0,
    nullable: members.some((member) => (member.flags & ts.TypeFlags.Null) !== 0),
    doc: doc.join(' ').replace(/\s+/g, ' ').trim(),
    ...(deprecated && { deprecated: true as const }),
  };
}

/** The type of a file to upload stands outside the resources, where nothing is read; its name is enough. */
function isUpload(property: ts.Symbol): boolean {
  const declaration = property.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isPropertySignature(declaration) &&
    /\bUploadable\b/.test(declaration.type?.getText() ?? '')
  );
}

function unionToType(checker: ts.TypeChecker, type: ts.UnionType, at: ts.Node, above: ts.Type[]): SdkType {
  const members = type.types.filter(
    (member) => !(member.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined)),
  );
  return unionOf(members.map((member) => toType(checker, member, at, above)));
}

/** One type for several: strings become one list of values, the rest stand side by side. */
function unionOf(types: SdkType[]): SdkType {
  const flat = types.flatMap((type) => (type.kind === 'union' ? type.alternatives : [type]));
  const strings = flat.filter((type) => type.kind === 'string');
  const rest = flat.filter((type) => type.kind !== 'string');
  const others = rest.filter((type, index) => index === rest.findIndex((other) => same(other, type)));
  const values = [...new Set(strings.flatMap((type) => type.values ?? []))];
  const open = strings.some((type) => type.values === undefined || type.open);
  const text: SdkType[] =
    strings.length === 0
      ? []
      : [{ kind: 'string', ...(values.length > 0 && { values, ...(open && { open }) }) }];
  const alternatives = [...text, ...others];
  return alternatives.length === 1 && alternatives[0] ? alternatives[0] : { kind: 'union', alternatives };
}

function same(one: SdkType, other: SdkType): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** `string & {}`: how the SDK writes "any text, and here are the known values". */
function isOpenString(type: ts.Type): boolean {
  return type.isIntersection() && type.types.some((member) => member.flags & ts.TypeFlags.String);
}

/** An interface whose base did not resolve would silently lack the base's members. */
function checkBases(checker: ts.TypeChecker, type: ts.Type): void {
  for (const declaration of type.symbol?.declarations ?? []) {
    if (!ts.isInterfaceDeclaration(declaration)) continue;
    for (const base of declaration.heritageClauses?.flatMap((clause) => clause.types) ?? []) {
      if (checker.getTypeAtLocation(base).flags & ts.TypeFlags.Any) throw unreadable(base, base.getText());
    }
  }
}

function unreadable(at: ts.Node, what: string): Error {
  return new Error(`${at.getSourceFile().fileName}: cannot read the type ${what}`);
}
