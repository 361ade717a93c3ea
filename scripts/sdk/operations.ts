/** The list of the official SDK's operations, as plain data for the drift check, the scaffold and the tests. */
import ts from 'typescript';
import { loadSdkResources, type SdkResources } from './program.ts';
import { type ParamsType, readRequest, type SdkRequest } from './requests.ts';
import { readFields, readType, type SdkField, type SdkType } from './types.ts';

/** One request that the SDK can make. */
export type SdkOperation = Omit<SdkRequest, 'query' | 'body' | 'answer'> & {
  /** The method's path from the client: `admin.organization.projects.list`. */
  name: string;
  /** Read when first asked for, since types are what takes time; throws for one that cannot be read. */
  readonly query: Record<string, SdkField>;
  readonly body: Record<string, SdkField>;
  /** Of a list, one entry. */
  readonly answer: SdkType;
  deprecated?: true;
  /** First sentence of the method's comment. */
  doc: string;
};

/** What the SDK offers: operations, methods without a request of their own, and all resources at its top. */
export type SdkSurface = { operations: SdkOperation[]; conveniences: string[]; topNames: string[] };

/**
 * Reads the SDK whose package stands in a folder.
 * @throws Error for a method in a form that is not known: leaving it out would hide drift.
 */
export function readSdk(packageFolder: string): SdkSurface {
  const resources = loadSdkResources(packageFolder);
  const surface: SdkSurface = { operations: [], conveniences: [], topNames: resources.topNames };
  for (const [path, declaration] of resources.classes) {
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || member.body === undefined) continue;
      if (ts.isPrivateIdentifier(member.name)) continue;
      const name = `${path}.${member.name.getText()}`;
      const operation = toOperation(resources, name, member);
      if (operation) surface.operations.push(operation);
      else surface.conveniences.push(name);
    }
  }
  return surface;
}

/** A text up to the end of its first sentence. */
export function firstSentence(doc: string): string {
  return /^.*?[.!?](?=\s|$)/.exec(doc)?.[0] ?? doc;
}

function toOperation(
  { checker }: SdkResources,
  name: string,
  method: ts.MethodDeclaration,
): SdkOperation | undefined {
  const request = readRequest(method);
  if (request === undefined) return undefined;
  const { query, body, answer, ...rest } = request;
  const queryFields = once(() => fieldsOf(checker, query));
  const bodyFields = once(() => fieldsOf(checker, body));
  const answerType = once((): SdkType => (answer ? readType(checker, answer) : { kind: 'unknown' }));
  const symbol = checker.getSymbolAtLocation(method.name);
  const isDeprecated = symbol?.getJsDocTags(checker).some((tag) => tag.name === 'deprecated');
  return {
    name,
    ...rest,
    get query() {
      return queryFields();
    },
    get body() {
      return bodyFields();
    },
    get answer() {
      return answerType();
    },
    ...(isDeprecated && { deprecated: true as const }),
    doc: firstSentence(commentOf(checker, method)),
  };
}

function once<Result>(make: () => Result): () => Result {
  let made: { result: Result } | undefined;
  return () => {
    made ??= { result: make() };
    return made.result;
  };
}

function fieldsOf(checker: ts.TypeChecker, params: ParamsType | undefined): Record<string, SdkField> {
  if (params === undefined) return {};
  const fields = readFields(checker, checker.getTypeFromTypeNode(params.type), params.type);
  const { without, only } = params;
  return Object.fromEntries(
    Object.entries(fields).filter(([name]) => !without.includes(name) && only?.includes(name) !== false),
  );
}

/** Where a method has overloads, the first of them carries the comment. */
function commentOf(checker: ts.TypeChecker, method: ts.MethodDeclaration): string {
  const comment = checker.getSymbolAtLocation(method.name)?.getDocumentationComment(checker);
  return ts.displayPartsToString(comment).replace(/\s+/g, ' ').trim();
}
