/** The shape of the catalogue: every tool as plain data, ready to be served. */
import type { KeyClass } from '../model/key-place.ts';
import type { JobName, Method, ReportName } from './methods-and-risks.ts';
import type { FamilyFile, ParamSpec, Risk } from './spec-schema.ts';

type FileTool = FamilyFile['tools'][string];

/** One tool, with what its file says for all of its tools filled in. */
export type ToolSpec = {
  name: string;
  /** Names that it had: filters, policies and other specs may go on using them, calls may not. */
  formerly?: string[];
  family: string;
  title: string;
  /** The file's or the tool's own tags, and the family's name. */
  tags: string[];
  /** Which class of key the operation needs. */
  key: KeyClass;
  method: Method;
  /** Value of the OpenAI-Beta header. */
  beta?: string;
  /** `path` holds `{name}` for each path parameter; it is empty for what is no operation of the API. */
  endpoint: { method: 'GET' | 'POST' | 'DELETE'; path: string };
  docs: Omit<NonNullable<FileTool['docs']>, 'words'> & {
    /** Its own and its family's, one on a line: thousands of single texts would be made at every start. */
    words?: string;
  };
  /** Made by this program out of what other tools read. */
  report?: ReportName;
  /** Made of what other tools write. */
  job?: JobName;
  params: Record<string, ParamSpec>;
  exactlyOneOf: string[][];
  atLeastOneOf: string[][];
  pagination?: NonNullable<FileTool['pagination']>;
  response: NonNullable<FileTool['response']>;
  /** Members whose keys belong to the organization, as far as the family's arguments say so. */
  maps?: string[];
  secrets?: NonNullable<FileTool['secrets']>;
  risk?: Risk;
  /** Why a query of a user's own only reads, in the words of its file. */
  reads?: string;
  /** Its file calls it a query, and nothing vouches for that. */
  declaredQuery?: true;
  example?: NonNullable<FileTool['example']>;
  /** Arguments that --project settles, in the API's types: not published, filled in, no other value accepted. */
  fixed?: Record<string, unknown>;
  /** What --project puts in place of arguments that are left out. */
  filled?: Record<string, unknown>;
  /** Why --project keeps the whole tool off: a sentence for the caller. */
  outOfScope?: string;
};

export type Family = {
  name: string;
  title: string;
  key: KeyClass;
  /** What shared tags hold, as far as this family's file says it; for the documentation. */
  tagDescriptions?: Record<string, string>;
};

/** All families and their tools, in the order of the files' names and of the tools in them. */
export type Catalogue = { families: Family[]; tools: ToolSpec[] };

/** True for the methods that only read: `list`, `get`, `query` (a POST that searches) and `report`. */
export function isRead({ method }: Pick<ToolSpec, 'method'>): boolean {
  return method === 'list' || method === 'get' || method === 'query' || method === 'report';
}

/** Whether it is made of what other tools do, and no operation of the API itself. */
export function isComposed({ report, job }: Pick<ToolSpec, 'report' | 'job'>): boolean {
  return report !== undefined || job !== undefined;
}

/** Every name by which settings and files may speak of the tool. */
export function allNames({ name, formerly = [] }: Pick<ToolSpec, 'name' | 'formerly'>): string[] {
  return [name, ...formerly];
}

/** Tools by every name that they have or had. */
export function byEveryName(tools: readonly ToolSpec[]): Map<string, ToolSpec> {
  // What a tool is called now counts before what another was called once.
  return new Map([
    ...tools.flatMap((tool) => (tool.formerly ?? []).map((name) => [name, tool] as const)),
    ...tools.map((tool) => [tool.name, tool] as const),
  ]);
}
