/** Whether an argument can have a value that a rule speaks of: a rule that no call could meet protects nothing. */
import { PROJECT_ID } from '../model/project-id.ts';
import type { ToolSpec } from '../specs/catalogue.ts';
import type { ValueSpec } from '../specs/spec-schema.ts';
import { specsNamed } from './argument-names.ts';
import type { RuleKind } from './policy-rules.ts';
import type { ConditionInFile } from './policy-schema.ts';
import { isProjectId } from './project-arguments.ts';

export const NUMBERS: ValueSpec['type'][] = ['integer', 'number', 'usd'];

/** Whether a call of the tool can meet all of the condition, by a value or by what then cannot be known. */
export function isPossible(
  condition: ConditionInFile,
  name: string,
  tool: ToolSpec,
  kind: RuleKind,
): boolean {
  const param = tool.params[name];
  const comparesWithNow = condition.changed_by_more_than_percent !== undefined;
  if (comparesWithNow && (tool.method !== 'update' || param?.in !== 'body')) return false;
  // What is emptied or left to the API counts as a match for deny and approve.
  const mayBeUnknown = param !== undefined && !param.required && param.default === undefined;
  if (kind !== 'allow' && mayBeUnknown && tool.method !== 'update') return true;
  if (kind !== 'allow' && param?.clearable && condition.is === undefined) return true;
  return specsNamed(name, tool).some((spec) => hasValueFor(condition, spec));
}

function hasValueFor({ is, is_not = [], above, at_most }: ConditionInFile, spec: ValueSpec): boolean {
  const isNumber = NUMBERS.includes(spec.type);
  if (!isNumber && (above ?? at_most) !== undefined) return false;
  const { min = -Infinity, max = Infinity } = isNumber ? spec : {};
  const fits = (value: unknown) =>
    typeof value !== 'number' ||
    (value >= min && value <= max && value > (above ?? -Infinity) && value <= (at_most ?? Infinity));
  const choices = is ?? (spec.type === 'boolean' ? [true, false] : spec.enum);
  if (choices !== undefined) {
    return choices.some((choice) => mayBe(spec, choice) && !is_not.includes(choice) && fits(choice));
  }
  const [most, least] = [Math.min(max, at_most ?? Infinity), Math.max(min, above ?? -Infinity)];
  // Above is more than that.
  return !isNumber || least < most || (least === most && least !== above);
}

/** Whether a value of this kind can be the choice. */
export function mayBe(spec: ValueSpec, choice: string | number | boolean): boolean {
  switch (spec.type) {
    case 'boolean':
      return typeof choice === 'boolean';
    case 'integer':
      return Number.isInteger(choice);
    case 'number':
    case 'usd':
      return typeof choice === 'number';
    case 'string':
      return (
        typeof choice === 'string' &&
        (spec.enum === undefined || spec.enum.includes(choice)) &&
        // Names become IDs before the decision, or are refused.
        (!isProjectId(spec) || PROJECT_ID.test(choice))
      );
    default:
      return false;
  }
}
