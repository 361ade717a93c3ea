/** The rules that a tool has to keep beyond the grammar: what fits together, and with other tools. */
import { didYouMean } from '../text/nearest.ts';
import { allNames, byEveryName, isComposed, isRead, type ToolSpec } from './catalogue.ts';
import { checkSecrets } from './check-secrets.ts';
import type { SpecDocument } from './spec-document.ts';
import type { SpecMistake } from './spec-error.ts';
import type { Condition, ValueSpec } from './spec-schema.ts';

/** A tool with the document that it stands in, so that a mistake can be placed. */
export type ToolInFile = {
  tool: ToolSpec;
  document: SpecDocument;
  documented: boolean;
  /** Beginnings of paths that its file allows besides those of the built-in tools. */
  allowedPaths: string[];
  /** Whether its file says that it reads, and why. */
  saysReads: { reads: boolean; because: boolean };
};

type ToolsByName = ReadonlyMap<string, ToolSpec>;

type Report = (path: readonly PropertyKey[], message: string) => void;

/** Arguments that the program adds by itself. */
const RESERVED = ['cursor', 'clear', 'after', 'page'];

/** HTTP method of each of ours; `delete` may also be a POST where the API has no DELETE. */
const HTTP_METHODS: Record<ToolSpec['method'], ToolSpec['endpoint']['method'][]> = {
  list: ['GET'],
  get: ['GET'],
  query: ['POST'],
  report: ['GET'],
  create: ['POST'],
  update: ['POST'],
  delete: ['DELETE', 'POST'],
  action: ['POST'],
  job: ['POST'],
};

/** All mistakes in tools that parsed; `builtIn` are tools that these may refer to but not replace. */
export function checkTools(entries: ToolInFile[], builtIn: ToolSpec[] = []): SpecMistake[] {
  const mistakes: SpecMistake[] = [];
  const toolsByName: ToolsByName = byEveryName([...builtIn, ...entries.map((entry) => entry.tool)]);
  const seen = new Set(builtIn.flatMap(allNames));
  for (const entry of entries) {
    const { tool, document, documented } = entry;
    const report: Report = (path, message) =>
      mistakes.push(document.mistakeAt(['tools', tool.name, ...path], message));
    for (const [index, name] of allNames(tool).entries()) {
      const at = index === 0 ? [] : ['formerly', index - 1];
      if (seen.has(name)) report(at, `${name}: another tool has this name already`);
      seen.add(name);
    }
    checkEndpoint(tool, report);
    checkMethod(tool, report);
    checkReason(entry, report);
    for (const [name, param] of Object.entries(tool.params)) {
      checkValue(param, ['params', name], Object.keys(tool.params), toolsByName, report);
    }
    checkGroups(tool, report);
    checkSecrets(tool, toolsByName, report);
    if (documented && tool.example === undefined) report(['docs'], 'example: a documented tool needs one');
    if (tool.example && (tool.example.request === undefined) !== isComposed(tool)) {
      report(['example'], 'example: every tool but a report and a job needs a request');
    }
  }
  return mistakes;
}

function checkEndpoint(tool: ToolSpec, report: Report): void {
  const inPath = [...tool.endpoint.path.matchAll(/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
  for (const name of inPath) {
    const param = tool.params[name];
    if (param?.in !== 'path') report(['endpoint'], `endpoint: {${name}} needs a parameter with in: path`);
    else if (param.required !== true) report(['params', name], `${name}: a path parameter is required: true`);
  }
  for (const [name, param] of Object.entries(tool.params)) {
    const at = ['params', name];
    if (param.in === 'path' && !inPath.includes(name))
      report(at, `${name}: {${name}} is not in the endpoint`);
    if (param.in === 'body' && tool.endpoint.method !== 'POST') {
      report(at, `${name}: a ${tool.endpoint.method} has no body`);
    }
    if (RESERVED.includes(name)) report(at, `${name}: the program adds this argument where it is needed`);
    if (param.clearable && (param.in !== 'body' || tool.method !== 'update')) {
      report([...at, 'clearable'], 'clearable: only for body parameters of an update');
    }
  }
}

function checkMethod(tool: ToolSpec, report: Report): void {
  for (const method of ['report', 'job'] as const) {
    if ((tool.method === method) !== (tool[method] !== undefined)) {
      report(['method'], `method: ${method} and ${method}: go together`);
    }
  }
  if (isComposed(tool) === (tool.endpoint.path !== '')) {
    report(
      [],
      `${tool.name}: ${isComposed(tool) ? `a ${tool.method} has no endpoint` : 'an endpoint is missing'}`,
    );
  }
  const allowed = HTTP_METHODS[tool.method];
  if (!allowed.includes(tool.endpoint.method)) {
    report(
      ['method'],
      `method: ${tool.method} goes with ${allowed.join(' or ')}, not ${tool.endpoint.method}`,
    );
  }
  if (!isRead(tool) && tool.risk === undefined) {
    report([], `${tool.name}: a write needs risk: { class, because }`);
  }
  if (isRead(tool) && tool.risk !== undefined) report(['risk'], 'risk: only for writes');
  checkRiskCases(tool, report);
  if (tool.pagination && tool.method !== 'list') report(['pagination'], 'pagination: only for method: list');
  if (tool.response.buckets && tool.pagination !== 'page') {
    report(['response', 'buckets'], 'buckets: goes with pagination: page');
  }
  if ((tool.response.buckets === undefined) !== (tool.response.figures === undefined)) {
    report(['response'], 'response: buckets and figures go together');
  }
  if (tool.response.unset && tool.method !== 'get') {
    report(['response', 'unset'], 'unset: only for method: get');
  }
}

/** A case that no argument can make would never be told. */
function checkRiskCases({ risk, params }: ToolSpec, report: Report): void {
  for (const [index, { given = [], zero = [] }] of (risk?.cases ?? []).entries()) {
    const path = ['risk', 'cases', index];
    if (given.length + zero.length === 0) report(path, 'cases: give arguments under given or zero');
    for (const name of [...given, ...zero]) {
      if (params[name] === undefined) report(path, `cases: ${name} is no parameter of this tool`);
    }
  }
}

function checkReason({ tool, saysReads: { reads, because } }: ToolInFile, report: Report): void {
  if (reads && tool.method !== 'query') report(['reads'], 'reads: only for method: query');
  if (reads && !because) report(['reads'], 'reads: needs because, a sentence that says why it only reads');
  if (because && !reads) report(['because'], 'because: goes with reads: true');
}

function checkValue(
  value: ValueSpec,
  path: PropertyKey[],
  siblings: string[],
  toolsByName: ToolsByName,
  report: Report,
): void {
  const name = String(path.at(-1));
  const needsBoth = value.type === 'integer' && (value.min === undefined || value.max === undefined);
  if (needsBoth) report(path, `${name}: an integer needs min and max`);
  if (value.type === 'array' && value.items === undefined) report(path, `${name}: an array needs items`);
  if (value.type === 'object' && !value.properties) report(path, `${name}: an object needs properties`);
  if (value.type === 'map' && value.values === undefined) report(path, `${name}: a map needs values`);
  checkSource(value, path, toolsByName, report);
  for (const key of ['only_for', 'required_for'] as const) {
    checkCondition(value[key], [...path, key], siblings, report);
  }
  for (const [choice, condition] of Object.entries(value.values_only_for ?? {})) {
    if (!value.enum?.includes(choice)) report([...path, 'values_only_for', choice], `${choice}: not in enum`);
    checkCondition(condition, [...path, 'values_only_for', choice], siblings, report);
  }
  if (value.items) checkValue(value.items, [...path, 'items'], siblings, toolsByName, report);
  const properties = Object.entries(value.properties ?? {});
  for (const [key, property] of properties) {
    const inside = properties.map(([property]) => property);
    checkValue(property, [...path, 'properties', key], inside, toolsByName, report);
  }
  for (const member of value.exactly_one_of?.flat() ?? []) {
    if (!value.properties?.[member])
      report([...path, 'exactly_one_of'], `exactly_one_of: no member ${member}`);
  }
  if (value.recursive !== undefined && value.properties?.[value.recursive]?.type !== 'array') {
    report([...path, 'recursive'], `recursive: no array member ${value.recursive}`);
  }
}

/** Where an ID comes from, and whether names can be looked up there. */
function checkSource(value: ValueSpec, path: PropertyKey[], toolsByName: ToolsByName, report: Report): void {
  const name = String(path.at(-1));
  const looksUp = value.named_by !== undefined || value.id_prefix !== undefined;
  if (value.from_tool === undefined) {
    if (looksUp) report(path, `${name}: named_by and id_prefix need from_tool`);
    return;
  }
  const source = toolsByName.get(value.from_tool);
  if (source === undefined) {
    const hint = didYouMean(value.from_tool, [...toolsByName.keys()]);
    report([...path, 'from_tool'], `from_tool: no tool ${value.from_tool}${hint}`);
  } else if (looksUp && source.method !== 'list') {
    report([...path, 'from_tool'], `from_tool: named_by and id_prefix need a tool with method: list`);
  }
  for (const argument of Object.keys(value.lookup_with ?? {})) {
    if (source !== undefined && !(argument in source.params)) {
      report([...path, 'lookup_with', argument], `${argument}: ${source.name} has no such argument`);
    }
  }
}

function checkCondition(
  condition: Condition | undefined,
  path: PropertyKey[],
  siblings: string[],
  report: Report,
): void {
  for (const name of Object.keys(condition ?? {})) {
    if (!siblings.includes(name)) report([...path, name], `${name}: no argument of this name beside it`);
  }
}

function checkGroups(tool: ToolSpec, report: Report): void {
  checkCondition(tool.secrets?.unless, ['secrets', 'unless'], Object.keys(tool.params), report);
  const groups = [
    ...tool.exactlyOneOf.map((names) => ['exactly_one_of', names] as const),
    ...tool.atLeastOneOf.map((names) => ['at_least_one_of', names] as const),
  ];
  for (const [key, names] of groups) {
    for (const name of names) if (!(name in tool.params)) report([key], `${key}: no argument ${name}`);
  }
}
