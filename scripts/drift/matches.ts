/** Which tools make the request of which SDK operation, also where one tool covers several. */
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { Condition, ParamSpec, ValueSpec } from '../../src/specs/spec-schema.ts';
import type { SdkOperation } from '../sdk/operations.ts';

/** A tool that makes an operation's request, with the path arguments that have to have these values for it. */
export type Match = { tool: ToolSpec; bound: Record<string, string> };

/** How the tool makes this request, or undefined when it makes another one. Names in the path don't count. */
export function matchTool(tool: ToolSpec, operation: SdkOperation): Match | undefined {
  if (tool.endpoint.method !== operation.httpMethod) return undefined;
  const ours = tool.endpoint.path.split('/');
  const theirs = operation.path.split('/');
  if (ours.length !== theirs.length) return undefined;
  const bound: Record<string, string> = {};
  for (const [index, part] of ours.entries()) {
    const other = theirs[index] ?? '';
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    if (name === undefined ? part === other : /^\{[^}]*\}$/.test(other)) continue;
    // A word of the path that a tool takes as an argument: one tool for several operations.
    if (name === undefined || tool.params[name]?.enum?.includes(other) !== true) return undefined;
    bound[name] = other;
  }
  return { tool, bound };
}

/** The word that a tool for several operations would need in its argument to make this request too. */
export function lackingWord(
  tool: ToolSpec,
  operation: SdkOperation,
): { name: string; word: string } | undefined {
  const ours = tool.endpoint.path.split('/');
  const theirs = operation.path.split('/');
  for (const [index, part] of ours.entries()) {
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    const choices = tool.params[name ?? '']?.enum;
    const word = theirs[index];
    if (name === undefined || choices === undefined || word === undefined || word.startsWith('{')) continue;
    const wider = { ...tool, params: { ...tool.params, [name]: { ...tool.params[name], enum: [word] } } };
    if (matchTool(wider as ToolSpec, operation)) return { name, word };
  }
  return undefined;
}

/** The arguments that the tool takes for this operation, and the names of those kept for others. */
export function argumentsFor({ tool, bound }: Match): {
  taken: [string, ParamSpec][];
  kept: [string, ParamSpec][];
} {
  const all = Object.entries(tool.params).filter(
    ([, param]) => param.in !== 'credential' && param.in !== 'answer',
  );
  const taken = all.filter(([, param]) => holds(param.only_for, bound));
  return {
    taken: taken.map(([name, param]) => [name, { ...param, ...narrowed(param, bound) }]),
    kept: all.filter(([, param]) => !holds(param.only_for, bound)),
  };
}

function narrowed(value: ValueSpec, bound: Match['bound']): Pick<ValueSpec, 'enum' | 'items'> {
  const choices = value.enum?.filter((choice) => holds(value.values_only_for?.[choice], bound));
  return {
    ...(choices && { enum: choices }),
    ...(value.items && { items: { ...value.items, ...narrowed(value.items, bound) } }),
  };
}

/** Only lines about the bound arguments are decided here; all others may hold. */
function holds(condition: Condition | undefined, bound: Match['bound']): boolean {
  return Object.entries(condition ?? {}).every(([name, values]) => {
    const value = bound[name];
    return value === undefined || values.includes(value);
  });
}
