/** The list of the official SDK's operations, as plain data for the drift check and the scaffold. */
import ts from 'typescript';
import { loadSdkResources, type SdkResources } from './program.ts';
import { type ParamsType, readRequest } from './requests.ts';
import { readFields, type SdkField } from './types.ts';

/** One request that the SDK can make. */
export type SdkOperation = {
  /** The method's path from the client: `admin.organization.projects.list`. */
  name: string;
  httpMethod: string;
  /** `/organization/projects/{project_id}`, with the SDK's own names. */
  path: string;
  pathParams: string[];
  query: Record<string, SdkField>;
  body: Record<string, SdkField>;
  key: 'admin' | 'project' | 'none';
  /** The page class of a list: `CursorPage`, `ConversationCursorPage`, `NextCursorPage`, `Page`. */
  page?: string;
  binaryAnswer: boolean;
  upload: boolean;
  /** First sentence of the method's comment. */
  doc: string;
};

/** What the SDK offers: operations, methods without a request of their own, and all resources at its top. */
export type SdkSurface = { operations: SdkOperation[]; conveniences: string[]; topNames: string[] };

/**
 * Reads the SDK whose package stands in a folder.
 * @param wanted the resources at the client's top to read, such as `admin`; all when left out.
 * @throws Error for a method or type in a form that is not known: leaving it out would hide drift.
 */
export function readSdk(packageFolder: string, wanted?: readonly string[]): SdkSurface {
  const resources = loadSdkResources(packageFolder, wanted);
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
  const { query, body, ...rest } = request;
  return {
    name,
    ...rest,
    query: fieldsOf(checker, query),
    body: fieldsOf(checker, body),
    doc: firstSentence(commentOf(checker, method)),
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
