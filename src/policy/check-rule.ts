/** Whether a rule speaks of what exists: tools, their arguments, and values that these may have. */
import { allNames, isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { toolSlip } from '../specs/tool-slip.ts';
import { didYouMean, suggestion } from '../text/nearest.ts';
import { argumentNames, specsNamed } from './argument-names.ts';
import { isCalled } from './filter.ts';
import type { RuleKind } from './policy-rules.ts';
import type { ConditionInFile, RuleInFile } from './policy-schema.ts';
import { isPossible, mayBe, NUMBERS } from './possible-value.ts';
import { touchesProjects } from './project-arguments.ts';

/** Path within the rule. */
type Report = (path: readonly PropertyKey[], message: string) => void;

/** The tools that a rule means: a full name whatever it is, a pattern only writes unless `reads` is said. */
export function toolsOfRule(
  kind: RuleKind,
  rule: RuleInFile,
  tools: readonly ToolSpec[],
  report: Report,
): ToolSpec[] {
  if (kind !== 'deny' && rule.reads) report(['reads'], `reads: ${NOBODY_IS_ASKED}`);
  return rule.tools.flatMap((pattern, index) => {
    const matching = tools.filter((tool) => isCalled(pattern, tool));
    const isPattern = /[*?]/.test(pattern);
    const meant = isPattern && !rule.reads ? matching.filter((tool) => !isRead(tool)) : matching;
    if (meant.length === 0) report(['tools', index], nothingMatches(kind, pattern, matching, tools));
    else if (kind !== 'deny' && meant.every(isRead)) {
      report(['tools', index], `${pattern}: only reads; ${NOBODY_IS_ASKED}`);
    }
    return meant;
  });
}

const NOBODY_IS_ASKED = 'nobody is asked about reads, so only a deny rule can be about them';

function nothingMatches(
  kind: RuleKind,
  pattern: string,
  matching: ToolSpec[],
  tools: readonly ToolSpec[],
): string {
  if (matching.length > 0) {
    if (kind !== 'deny') return `${pattern}: matches only tools that read; ${NOBODY_IS_ASKED}`;
    return `${pattern}: matches only tools that read; add reads: true to the rule`;
  }
  const names = tools.flatMap(allNames);
  return `${pattern}: no such tool${suggestion(toolSlip(pattern, names))}`;
}

/** Reports conditions that no call of these tools could ever meet: such a rule would protect nothing. */
export function checkConditions(
  kind: RuleKind,
  rule: RuleInFile,
  meant: ToolSpec[],
  tools: readonly ToolSpec[],
  report: Report,
): void {
  const inProjects = meant.filter((tool) => touchesProjects(tool, tools));
  const touched = rule.projects === undefined ? meant : inProjects;
  if (touched.length === 0) report(['projects'], 'projects: none of these tools works on single projects');
  const conditions = Object.entries(rule.values ?? {});
  let isKnown = touched.length > 0;
  for (const [name, condition] of conditions) {
    const specs = meant.flatMap((tool) => specsNamed(name, tool));
    if (specs.length === 0) {
      const hint = didYouMean(name, [...new Set(meant.flatMap(argumentNames))]);
      report(['values', name], `${name}: none of these tools has such an argument${hint}`);
      isKnown = false;
      continue;
    }
    if (!checkCondition(name, condition, specs, meant, report)) isKnown = false;
  }
  if (!isKnown) return;
  const canMeet = (tool: ToolSpec, some = conditions) =>
    some.every(([name, condition]) => isPossible(condition, name, tool, kind));
  for (const [name, condition] of conditions) {
    if (meant.some((tool) => canMeet(tool, [[name, condition]]))) continue;
    report(['values', name], `${name}: no value can be all of this`);
    return;
  }
  if (touched.some((tool) => canMeet(tool))) return;
  const names = conditions.map(([name]) => name).join(', ');
  const inProject = rule.projects === undefined ? '' : ' and works on single projects';
  report(['values'], `values: none of these tools has all of ${names}${inProject}; write a rule for each`);
}

function checkCondition(
  name: string,
  condition: ConditionInFile,
  specs: ValueSpec[],
  tools: ToolSpec[],
  report: Report,
): boolean {
  let isSound = true;
  const wrong = (path: readonly PropertyKey[], message: string) => {
    isSound = false;
    report(path, message);
  };
  for (const key of ['is', 'is_not'] as const) {
    for (const [index, choice] of (condition[key] ?? []).entries()) {
      if (specs.some((spec) => mayBe(spec, choice))) continue;
      wrong(
        ['values', name, key, index],
        `${name} is never ${JSON.stringify(choice)}${valuesOf(specs, choice)}`,
      );
    }
  }
  for (const key of ['above', 'at_most', 'changed_by_more_than_percent'] as const) {
    if (condition[key] !== undefined && !specs.some((spec) => NUMBERS.includes(spec.type))) {
      wrong(['values', name, key], `${key}: ${name} is not a number`);
    }
  }
  const changes = tools.some((tool) => tool.method === 'update' && tool.params[name]?.in === 'body');
  if (condition.changed_by_more_than_percent !== undefined && !changes) {
    const key = 'changed_by_more_than_percent';
    wrong(['values', name, key], `${key}: none of these tools changes a present ${name}`);
  }
  return isSound;
}

function valuesOf(specs: ValueSpec[], choice: string | number | boolean): string {
  const values = [...new Set(specs.flatMap((spec) => spec.enum ?? []))];
  const hint = didYouMean(String(choice), values);
  if (hint !== '') return hint;
  if (values.length > 0) return `; it may be ${values.slice(0, 8).join(', ')}`;
  return `; it is of type ${[...new Set(specs.map((spec) => spec.type))].join(' or ')}`;
}
