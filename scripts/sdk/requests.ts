/** Reading one method of the SDK: which request its body makes, and which variables go where. */
import ts from 'typescript';

/** One request as the source writes it: types are still the compiler's nodes. */
export type SdkRequest = {
  httpMethod: string;
  /** `{name}` for each value in the path, under the SDK's own name for it. */
  path: string;
  pathParams: string[];
  /** Those of the path that the method takes by their place; one object after them holds all other parameters. */
  positional: string[];
  /** Whether there is such an object. */
  takesParams: boolean;
  /** Value of the OpenAI-Beta header. */
  beta?: string;
  /** Type of the object that becomes the query or the body, without what goes into the path. */
  query?: ParamsType;
  body?: ParamsType;
  key: 'admin' | 'project' | 'none';
  binaryAnswer: boolean;
  /** It is a stream of events in any case. */
  streamedAnswer: boolean;
  /** Whether it is sent as a form with files: whatever its parameters are, or where one of them is a file. */
  upload: 'always' | 'with files' | 'never';
  /** The page class of a list, such as `CursorPage`. */
  page?: string;
  /** Type of the answer; for a list, of one entry. */
  answer?: ts.TypeNode;
};

/** The type of a parameters object, and which of its members go here: all but some, or some only. */
export type ParamsType = { type: ts.TypeNode; without: string[]; only?: string[] };

const VERBS = ['get', 'post', 'delete', 'put', 'patch', 'getAPIList'];

/** The request of a method, or undefined for one that makes none of its own. */
export function readRequest(method: ts.MethodDeclaration): SdkRequest | undefined {
  const call = find(method, isClientCall);
  if (call === undefined || !ts.isPropertyAccessExpression(call.expression)) return undefined;
  const verb = call.expression.name.text;
  const [target] = call.arguments;
  const options = find(call, (node): node is ts.ObjectLiteralExpression => {
    return ts.isObjectLiteralExpression(node) && property(node, '__security') !== undefined;
  });
  if (target === undefined || options === undefined) {
    throw new Error(`${method.getSourceFile().fileName}: ${method.name.getText()} has an unknown form`);
  }
  const chosen = property(options, 'method')?.getText().replaceAll(/\W/g, '');
  const page = verb === 'getAPIList' ? call.arguments[1]?.getText().replace(/<.*/s, '') : undefined;
  const [query, body] = (['query', 'body'] as const).map((name) => {
    const value = property(options, name);
    return value && paramsBehind(method, value);
  });
  // `APIPromise<Project>`, `PagePromise<ProjectsPage, Project>`.
  const answer =
    method.type && ts.isTypeReferenceNode(method.type) ? method.type.typeArguments?.at(-1) : undefined;
  const beta = /'OpenAI-Beta': '([^']+)'/.exec(call.getText())?.[1];
  return {
    httpMethod: (chosen ?? (verb === 'getAPIList' ? 'get' : verb)).toUpperCase(),
    ...readPath(target, method),
    ...(beta !== undefined && { beta }),
    ...(query && { query }),
    ...(body && { body }),
    key: readKey(property(options, '__security')?.getText() ?? ''),
    binaryAnswer: property(options, '__binaryResponse') !== undefined,
    streamedAnswer: property(options, 'stream')?.kind === ts.SyntaxKind.TrueKeyword,
    upload: uploadIn(call.getText()),
    ...(page !== undefined && { page }),
    ...(answer && { answer }),
  };
}

/** `this._client.get(...)` and its like. */
function isClientCall(node: ts.Node): node is ts.CallExpression {
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    VERBS.includes(node.expression.name.text) &&
    node.expression.expression.getText().replaceAll(/\s/g, '') === 'this._client'
  );
}

function readPath(
  target: ts.Expression,
  method: ts.MethodDeclaration,
): Pick<SdkRequest, 'path' | 'pathParams' | 'positional' | 'takesParams'> {
  const template = ts.isTaggedTemplateExpression(target) ? target.template : target;
  if (!ts.isStringLiteralLike(template) && !ts.isTemplateExpression(template)) {
    throw new Error(`${target.getSourceFile().fileName}: a path has an unknown form: ${target.getText()}`);
  }
  const [head, spans] = ts.isTemplateExpression(template)
    ? [template.head.text, [...template.templateSpans]]
    : [template.text, []];
  const names = spans.map((span) => span.expression.getText());
  const given = method.parameters.map((parameter) => parameter.name.getText());
  const positional = given.filter((name) => names.includes(name));
  return {
    path:
      head + spans.map((span, index) => `{${snakeCase(names[index] ?? '')}}${span.literal.text}`).join(''),
    pathParams: names.map(snakeCase),
    positional: positional.map(snakeCase),
    takesParams: given.some((name) => name !== 'options' && !names.includes(name)),
  };
}

/** Follows the variable that is sent back to the method's parameter and the type given there. */
function paramsBehind(method: ts.MethodDeclaration, value: ts.Expression): ParamsType {
  const picked = ts.isObjectLiteralExpression(value)
    ? value.properties.flatMap((member) => member.name?.getText() ?? [])
    : undefined;
  for (const name of identifiers(value)) {
    const parameter = method.parameters.find((one) => one.name.getText() === name);
    if (parameter?.type) return { type: namedType(parameter.type), without: [] };
    const taken = find(method, (node): node is ts.VariableDeclaration => takesOut(node, name));
    if (taken === undefined || !ts.isObjectBindingPattern(taken.name)) continue;
    const sources = taken.initializer ? identifiers(taken.initializer) : [];
    const source = method.parameters.find((one) => sources.includes(one.name.getText()));
    if (source?.type === undefined) continue;
    const type = namedType(source.type);
    if (picked) return { type, without: [], only: picked };
    const without = taken.name.elements.filter((element) => !element.dotDotDotToken);
    return { type, without: without.map((element) => (element.propertyName ?? element.name).getText()) };
  }
  throw new Error(
    `${method.getSourceFile().fileName}: cannot tell what ${method.name.getText()} sends as ${value.getText()}`,
  );
}

/** Lists also take request options in the query's place; only the named type describes the query. */
function namedType(type: ts.TypeNode): ts.TypeNode {
  if (ts.isParenthesizedTypeNode(type)) return namedType(type.type);
  if (!ts.isUnionTypeNode(type)) return type;
  const named = type.types.find((member) => ts.isTypeReferenceNode(member));
  if (named === undefined) throw new Error(`${type.getSourceFile().fileName}: no named type in a union`);
  return named;
}

/** `const { name, ...name } = params`: does this take the name out of an object? */
function takesOut(node: ts.Node, name: string): boolean {
  if (!ts.isVariableDeclaration(node) || !ts.isObjectBindingPattern(node.name)) return false;
  return node.name.elements.some((element) => element.name.getText() === name);
}

function uploadIn(call: string): SdkRequest['upload'] {
  const found = /\b(maybeM|m)ultipartFormRequestOptions/.exec(call)?.[1];
  return found === undefined ? 'never' : found === 'm' ? 'always' : 'with files';
}

function readKey(security: string): SdkRequest['key'] {
  if (security.includes('adminAPIKeyAuth')) return 'admin';
  return security.includes('bearerAuth') ? 'project' : 'none';
}

function property(object: ts.ObjectLiteralExpression, name: string): ts.Expression | undefined {
  for (const member of object.properties) {
    if (member.name?.getText() !== name) continue;
    if (ts.isShorthandPropertyAssignment(member)) return member.name;
    if (ts.isPropertyAssignment(member)) return member.initializer;
  }
  return undefined;
}

function identifiers(node: ts.Node): string[] {
  if (ts.isIdentifier(node)) return [node.text];
  const found: string[] = [];
  node.forEachChild((child) => {
    found.push(...identifiers(child));
  });
  return found;
}

function find<Found extends ts.Node>(
  node: ts.Node,
  matches: (node: ts.Node) => node is Found,
): Found | undefined;
function find(node: ts.Node, matches: (node: ts.Node) => boolean): ts.Node | undefined;
function find(node: ts.Node, matches: (node: ts.Node) => boolean): ts.Node | undefined {
  if (matches(node)) return node;
  return node.forEachChild((child) => find(child, matches));
}

/** `serviceAccountID` and `vectorStoreId` to the API's own `service_account_id`, `vector_store_id`. */
function snakeCase(name: string): string {
  return name.replace(/[A-Z]+/g, (letters, at: number) => (at === 0 ? '' : '_') + letters.toLowerCase());
}
