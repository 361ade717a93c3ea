/** Whether a rule speaks of what exists: tools, their arguments, and values that these may have. */
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { matchesGlob } from '../text/glob.ts';
import { didYouMean } from '../text/nearest.ts';
import { argumentNames, specsNamed } from './argument-names.ts';
import type { ConditionInFile, RuleInFile } from './policy-schema.ts';
import { touchesProjects } from './project-arguments.ts';

/** Path within the rule. */
type Report = (path: readonly PropertyKey[], message: string) => void;

/** The tools that a rule means: a full name whatever it is, a pattern only writes unless `reads` is said. */
export function toolsOfRule(rule: RuleInFile, tools: readonly ToolSpec[], report: Report): ToolSpec[] {
  return rule.tools.flatMap((pattern, index) => {
    const matching = tools.filter((tool) => matchesGlob(pattern, tool.name));
    const isPattern = /[*?]/.test(pattern);
    const meant = isPattern && !rule.reads ? matching.filter((tool) => !isRead(tool)) : matching;
    if (meant.length === 0) report(['tools', index], nothingMatches(pattern, matching, tools));
    return meant;
  });
}

function nothingMatches(pattern: string, matching: ToolSpec[], tools: readonly ToolSpec[]): string {
  if (matching.length > 0) return `${pattern}: matches only tools that read; add reads: true to the rule`;
  const names = tools.map((tool) => tool.name);
  return `${pattern}: no such tool${didYouMean(pattern, names)}`;
}

/** Reports conditions that no call of these tools could ever meet: such a rule would protect nothing. */
export function checkConditions(rule: RuleInFile, tools: ToolSpec[], report: Report): void {
  if (rule.projects !== undefined && !tools.some(touchesProjects)) {
    report(['projects'], 'projects: none of these tools works on single projects');
  }
  const names = Object.keys(rule.values ?? {});
  for (const name of names) {
    const specs = tools.flatMap((tool) => specsNamed(name, tool));
    if (specs.length === 0) {
      const hint = didYouMean(name, [...new Set(tools.flatMap(argumentNames))]);
      report(['values', name], `${name}: none of these tools has such an argument${hint}`);
      continue;
    }
    checkCondition(name, rule.values?.[name] ?? {}, specs, tools, report);
  }
  const together = tools.some((tool) => names.every((name) => specsNamed(name, tool).length > 0));
  const known = names.every((name) => tools.some((tool) => specsNamed(name, tool).length > 0));
  if (known && !together) {
    report(['values'], `values: none of these tools has all of ${names.join(', ')}; write a rule for each`);
  }
}

function checkCondition(
  name: string,
  condition: ConditionInFile,
  specs: ValueSpec[],
  tools: ToolSpec[],
  report: Report,
): void {
  for (const key of ['is', 'is_not'] as const) {
    for (const [index, choice] of (condition[key] ?? []).entries()) {
      if (specs.some((spec) => mayBe(spec, choice))) continue;
      report(
        ['values', name, key, index],
        `${name} is never ${JSON.stringify(choice)}${valuesOf(specs, choice)}`,
      );
    }
  }
  for (const key of ['above', 'at_most', 'changed_by_more_than_percent'] as const) {
    if (condition[key] !== undefined && !specs.some((spec) => NUMBERS.includes(spec.type))) {
      report(['values', name, key], `${key}: ${name} is not a number`);
    }
  }
  const changes = tools.some((tool) => tool.method === 'update' && tool.params[name]?.in === 'body');
  if (condition.changed_by_more_than_percent !== undefined && !changes) {
    const key = 'changed_by_more_than_percent';
    report(['values', name, key], `${key}: none of these tools changes a present ${name}`);
  }
}

const NUMBERS: ValueSpec['type'][] = ['integer', 'number', 'usd'];

function mayBe(spec: ValueSpec, choice: string | number | boolean): boolean {
  switch (spec.type) {
    case 'boolean':
      return typeof choice === 'boolean';
    case 'integer':
      return Number.isInteger(choice);
    case 'number':
    case 'usd':
      return typeof choice === 'number';
    case 'string':
      return typeof choice === 'string' && (spec.enum === undefined || spec.enum.includes(choice));
    default:
      return false;
  }
}

function valuesOf(specs: ValueSpec[], choice: string | number | boolean): string {
  const values = [...new Set(specs.flatMap((spec) => spec.enum ?? []))];
  const hint = didYouMean(String(choice), values);
  if (hint !== '') return hint;
  if (values.length > 0) return `; it may be ${values.slice(0, 8).join(', ')}`;
  return `; it is of type ${[...new Set(specs.map((spec) => spec.type))].join(' or ')}`;
}
