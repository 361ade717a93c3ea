/** The whole comparison of the official SDK with the catalogue. */
import { type Catalogue, isComposed, type ToolSpec } from '../../src/specs/catalogue.ts';
import { mergeFields } from '../sdk/merge.ts';
import type { SdkOperation, SdkSurface } from '../sdk/operations.ts';
import { fileName, proposeNames } from '../spec-new/names.ts';
import { compareAnswer } from './answers.ts';
import type { Finding } from './finding.ts';
import { argumentsFor, lackingWord, type Match, matchTool } from './matches.ts';
import type { DriftRules } from './scope-and-exceptions.ts';
import { compareFields } from './values.ts';

/**
 * Everything that differs, without what the rules excuse. What is in scope is compared whole; of the rest of the SDK
 * only the operations for which there is a tool.
 */
export function findDrift(surface: SdkSurface, catalogue: Catalogue, rules: DriftRules): Finding[] {
  const found: Finding[] = [];
  const covered = coveredOperations(surface, catalogue);
  for (const [operation, matches] of covered) found.push(...compareOperation(operation, matches));
  found.push(...[...covered].flatMap((one) => deprecated(one, [...covered.keys()])));
  const uncovered = surface.operations.filter((operation) => !covered.has(operation));
  found.push(
    ...uncovered
      .filter((one) => isInScope(one.name, rules) || isNewAdministration(one))
      .map((one) => withoutTool(one, catalogue)),
  );
  found.push(...surface.conveniences.filter((name) => isInScope(name, rules)).map(unread));
  const used = [...covered.values()].flat();
  const operations = catalogue.tools.filter((tool) => !isComposed(tool));
  found.push(...operations.flatMap((tool) => unknownToSdk(tool, used)));
  const undecided = surface.topNames.filter((name) => !isInScope(name, rules) && !(name in rules.outOfScope));
  found.push(...undecided.map(undecidedResource));
  const names = [...covered.keys()].map(({ name }) => name);
  return excused(found, rules, names);
}

/** The operations for which there are tools, with the tools of each. */
export function coveredOperations(surface: SdkSurface, { tools }: Catalogue): Map<SdkOperation, Match[]> {
  const matchesOf = surface.operations.map((operation): [SdkOperation, Match[]] => [
    operation,
    tools.flatMap((tool) => matchTool(tool, operation) ?? []),
  ]);
  return new Map(matchesOf.filter(([, matches]) => matches.length > 0));
}

/** Whether a resource of the SDK's client, or a method below it, is what this server is about. */
function isInScope(name: string, rules: DriftRules): boolean {
  return rules.inScope.some((resource) => name === resource || name.startsWith(`${resource}.`));
}

/** What is tried out under `beta` takes its place later, and is administration already. */
function isNewAdministration({ name, key, path }: SdkOperation): boolean {
  return name.startsWith('beta.') && (key === 'admin' || path.startsWith('/organization'));
}

/** A method that has a successor for the same request says nothing about it. */
function deprecated([operation, matches]: [SdkOperation, Match[]], all: SdkOperation[]): Finding[] {
  const same = ({ httpMethod, path }: SdkOperation) =>
    httpMethod === operation.httpMethod && path === operation.path;
  if (all.some((other) => same(other) && !other.deprecated)) return [];
  const silent = matches
    .map(({ tool }) => tool)
    .filter(({ docs }) => ![docs.summary, ...(docs.notes ?? [])].some((text) => /deprecated/i.test(text)));
  if (silent.length === 0) return [];
  const names = silent.map(({ name }) => name).join(' and ');
  const text = `${fileOf(silent)} ${names}: say in docs that it is deprecated, and what replaces it, or remove it (${operation.name})`;
  return [{ problem: 'deprecated', operation: operation.name, at: '', text }];
}

function compareOperation(operation: SdkOperation, matches: Match[]): Finding[] {
  const findings: Finding[] = [];
  const tools = matches.map(({ tool }) => tool);
  const where = `${fileOf(tools)} ${tools.map(({ name }) => name).join(' and ')}`;
  const report = (problem: Finding['problem'], at: string, text: string, note?: true) =>
    findings.push({
      problem,
      operation: operation.name,
      at,
      text: `${where}: ${text} (${operation.name})`,
      ...(note && { note }),
    });
  const unfit = whyNoTool(operation);
  if (unfit !== undefined) {
    report('tool', '', `remove the tool: ${unfit}`);
    return findings;
  }
  const parts = matches.map(argumentsFor);
  const groups = tools.flatMap((tool) => [...tool.exactlyOneOf, ...tool.atLeastOneOf]);
  for (const place of ['query', 'body'] as const) {
    const kept = parts.flatMap((part) => part.kept).filter(([, param]) => param.in === place);
    const fields = Object.entries(mergeFields([operation[place]])).filter(([name]) => {
      if (isCursor(name, operation)) return false;
      const shutOut = kept.find(([argument, param]) => (param.wire ?? argument) === name);
      if (!shutOut) return true;
      const values = Object.values(matches[0]?.bound ?? {}).join(', ');
      report('missing', name, `add ${values} to only_for of params.${shutOut[0]}`);
      return false;
    });
    const given = parts.flatMap((part) => part.taken).filter(([, param]) => param.in === place);
    // Elsewhere null says what leaving a member out says, and a spec has no word for it.
    const takesNull = place === 'body' && tools.some(({ method }) => method === 'update');
    compareFields(
      fields,
      given,
      groups,
      { spec: 'params', wire: '', in: place, takesNull },
      (problem, at, text, note) => report(problem, at.wire, text, note),
    );
  }
  compareAnswer(operation.answer, tools, report);
  for (const tool of tools) {
    if (operation.key !== 'none' && operation.key !== tool.key) {
      report('key', '', `set key: ${operation.key}: that is what the SDK sends`);
    }
    if (operation.beta !== tool.beta) {
      const change = operation.beta === undefined ? 'remove beta' : `set beta: ${operation.beta}`;
      report('beta', '', `${change}: that is what the SDK sends with it`);
    }
    const styles = pagingStyles(operation);
    if (styles.length > 0 && !styles.includes(tool.pagination ?? '')) {
      report('pagination', '', `set pagination: ${styles.join(' or ')}: that is how the SDK pages`);
    }
  }
  return findings;
}

/** What keeps a request of the SDK from being a tool at all, or undefined. */
export function whyNoTool(operation: SdkOperation): string | undefined {
  const { upload, binaryAnswer, streamedAnswer, path } = operation;
  const onlyFiles = () => Object.values(operation.body).every(({ type }) => type.kind === 'binary');
  if (upload === 'always' || (upload === 'with files' && onlyFiles())) {
    return 'the request carries a file, and a tool call carries none';
  }
  if (binaryAnswer) return 'the answer is the bytes of a file, which are nothing for a model to read';
  if (streamedAnswer) return 'the answer is a stream of events, and a tool answers once';
  return path.includes('?') ? 'its path has a query, which no endpoint of a tool has' : undefined;
}

/** The cursor that goes out is no parameter of ours: `pagination` stands for it. */
function isCursor(name: string, operation: SdkOperation): boolean {
  return (name === 'after' || name === 'page') && pagingStyles(operation).length > 0;
}

/**
 * How an operation pages, by its class in the SDK. `CursorPage` takes the last item's ID itself,
 * which is the same as the answer's `last_id` wherever the API has one.
 */
function pagingStyles(operation: SdkOperation): string[] {
  if (operation.page === 'NextCursorPage') return ['after_next'];
  if (operation.page === 'ConversationCursorPage') return ['after_last_id'];
  if ('page' in operation.query) return ['page'];
  if ('after' in operation.query) return ['after_last_id', 'after_last_item', 'after_next'];
  return [];
}

function withoutTool(operation: SdkOperation, catalogue: Catalogue): Finding {
  const finding = { problem: 'operation' as const, operation: operation.name, at: '' };
  const request = `${operation.httpMethod} ${operation.path}`;
  for (const tool of catalogue.tools) {
    const lacking = lackingWord(tool, operation);
    if (lacking === undefined) continue;
    const text = `${fileOf([tool])} ${tool.name}: add ${lacking.word} to the enum of params.${lacking.name}, for ${request} (${operation.name})`;
    return { ...finding, text };
  }
  const file = fileName(proposeNames(operation).family);
  const text = `no tool for ${request}: run npm run spec:new -- ${operation.name} ${file}, then write docs and an example`;
  return { ...finding, text };
}

function unread(name: string): Finding {
  return {
    problem: 'operation',
    operation: name,
    at: '',
    text: `the SDK's ${name} makes no request of its own: say so in scripts/drift/scope-and-exceptions.ts`,
  };
}

function undecidedResource(name: string): Finding {
  return {
    problem: 'scope',
    operation: name,
    at: '',
    text: `the SDK's client.${name} is new: add it to inScope or outOfScope in scripts/drift/scope-and-exceptions.ts`,
  };
}

function unknownToSdk(tool: ToolSpec, matches: Match[]): Finding[] {
  const own = matches.filter((match) => match.tool === tool);
  if (own.length === 0) {
    const { method, path } = tool.endpoint;
    const text = `${fileOf([tool])} ${tool.name}: no method of the SDK sends ${method} ${path}: correct the endpoint or remove the tool`;
    return [{ problem: 'tool', operation: tool.name, at: '', text }];
  }
  const names = new Set(own.flatMap(({ bound }) => Object.keys(bound)));
  return [...names].flatMap((name) => {
    const known = own.map(({ bound }) => bound[name]);
    const beyond = tool.params[name]?.enum?.filter((value) => !known.includes(value)) ?? [];
    if (beyond.length === 0) return [];
    const text = `${fileOf([tool])} ${tool.name}: params.${name} has values that the SDK does not name: [ ${beyond.join(', ')} ]`;
    return [{ problem: 'enum' as const, operation: tool.name, at: name, text, note: true as const }];
  });
}

/** A family's file has the family's name, with hyphens. */
function fileOf(tools: ToolSpec[]): string {
  const families = [...new Set(tools.map(({ family }) => family))];
  return families.map((family) => `tool-specs/${fileName(family)}.yaml`).join(' and ');
}

function excused(found: Finding[], rules: DriftRules, covered: string[]): Finding[] {
  const unused: Finding[] = [];
  let left = found;
  for (const { operation, problem, at, reason } of rules.exceptions) {
    const kept = left.filter(
      (finding) =>
        finding.operation !== operation || finding.problem !== problem || finding.at !== (at ?? ''),
    );
    if (kept.length === left.length) {
      const place = [operation, at, problem].filter((part) => part !== undefined).join(' ');
      const text = `scripts/drift/scope-and-exceptions.ts: remove ${place} (${reason}): nothing differs there any more`;
      // Whoever adds a tool need not know that there was a reason to have none.
      const note = problem === 'operation' && covered.includes(operation) && { note: true as const };
      unused.push({ problem: 'scope', operation, at: at ?? '', text, ...note });
    }
    left = kept;
  }
  return [...left, ...unused];
}
