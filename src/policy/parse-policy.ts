/** Turning the text of a policy file into rules, or into all the mistakes in it. */
import type * as z from 'zod';
import type { Floors } from '../model/machine-policy.ts';
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { schemaMistakes } from '../specs/schema-mistakes.ts';
import { readSpecDocument, type SpecDocument } from '../specs/spec-document.ts';
import { MAX_TOLD_MISTAKES, SpecError, type SpecMistake } from '../specs/spec-error.ts';
import { checkConditions, toolsOfRule } from './check-rule.ts';
import type { Policy, Rule, RuleKind } from './policy-rules.ts';
import { machinePolicyFile, policyFile, type RuleInFile } from './policy-schema.ts';

const KINDS: RuleKind[] = ['deny', 'approve', 'allow'];

/**
 * `name` is the file's name as messages give it.
 * @throws SpecError with every mistake, each with file, line and column
 */
export function parsePolicy(name: string, text: string, tools: readonly ToolSpec[]): Policy {
  const { document, data } = readBy(policyFile, name, text);
  return { rules: toRules(document, data, tools) };
}

/** The policy of a machine as its text has it: floors, and rules once the tools are known that they may speak of. */
export type ParsedMachinePolicy = {
  floors: Floors;
  rules: number;
  /** @throws SpecError */
  policyFor(tools: readonly ToolSpec[]): Policy;
};

/** @throws SpecError as above, but for what is wrong with rules because of the tools that there are */
export function parseMachinePolicy(name: string, text: string): ParsedMachinePolicy {
  const { document, data } = readBy(machinePolicyFile, name, text);
  return {
    floors: data.floors ?? {},
    rules: KINDS.reduce((sum, kind) => sum + (data[kind]?.length ?? 0), 0),
    policyFor: (tools) => ({ rules: toRules(document, data, tools) }),
  };
}

function readBy<Schema extends z.ZodType>(schema: Schema, name: string, text: string) {
  const document = readSpecDocument(name, text);
  if (document.syntaxMistakes.length > 0) throw new SpecError(document.syntaxMistakes);
  const result = schema.safeParse(document.data ?? {});
  if (!result.success) throw new SpecError(schemaMistakes(document, result.error));
  return { document, data: result.data };
}

function toRules(
  document: SpecDocument,
  lists: { [Kind in RuleKind]?: RuleInFile[] | undefined },
  tools: readonly ToolSpec[],
): Rule[] {
  const mistakes: SpecMistake[] = [];
  const rules: Rule[] = [];
  for (const kind of KINDS) {
    for (const [index, rule] of (lists[kind] ?? []).entries()) {
      // Saying what was meant takes a while, and more are not told.
      if (mistakes.length > MAX_TOLD_MISTAKES) break;
      rules.push(toRule(kind, rule, tools, { document, path: [kind, index], mistakes }));
    }
  }
  if (mistakes.length > 0) throw new SpecError(mistakes);
  return rules;
}

type Place = { document: SpecDocument; path: PropertyKey[]; mistakes: SpecMistake[] };

function toRule(
  kind: RuleKind,
  rule: RuleInFile,
  tools: readonly ToolSpec[],
  { document, path, mistakes }: Place,
): Rule {
  const before = mistakes.length;
  const report = (inside: readonly PropertyKey[], message: string) =>
    mistakes.push(document.mistakeAt([...path, ...inside], message));
  const meant = toolsOfRule(kind, rule, tools, report);
  if (mistakes.length === before) checkConditions(kind, rule, meant, tools, report);
  const { file, line } = document.mistakeAt(path, '');
  return {
    kind,
    tools: new Set(meant.map((tool) => tool.name)),
    place: `${file}:${line}`,
    ...(rule.projects && { projects: rule.projects }),
    ...(rule.values && { values: rule.values }),
    ...defined({ because: rule.because }),
  };
}
