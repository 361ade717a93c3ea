/** Turning the text of a policy file into rules, or into all the mistakes in it. */
import { defined } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import { schemaMistakes } from '../specs/schema-mistakes.ts';
import { readSpecDocument, type SpecDocument } from '../specs/spec-document.ts';
import { SpecError, type SpecMistake } from '../specs/spec-error.ts';
import { checkConditions, toolsOfRule } from './check-rule.ts';
import type { Policy, Rule, RuleKind } from './policy-rules.ts';
import { policyFile, type RuleInFile } from './policy-schema.ts';

const KINDS: RuleKind[] = ['deny', 'approve', 'allow'];

/**
 * `name` is the file's name as messages give it.
 * @throws SpecError with every mistake, each with file, line and column
 */
export function parsePolicy(name: string, text: string, tools: readonly ToolSpec[]): Policy {
  const document = readSpecDocument(name, text);
  if (document.syntaxMistakes.length > 0) throw new SpecError(document.syntaxMistakes);
  const parsed = policyFile.safeParse(document.data ?? {});
  if (!parsed.success) throw new SpecError(schemaMistakes(document, parsed.error));
  const mistakes: SpecMistake[] = [];
  const rules = KINDS.flatMap((kind) =>
    (parsed.data[kind] ?? []).map((rule, index) =>
      toRule(kind, rule, tools, { document, path: [kind, index], mistakes }),
    ),
  );
  if (mistakes.length > 0) throw new SpecError(mistakes);
  return { rules };
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
