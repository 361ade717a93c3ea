/** Checking a call's arguments against its spec, and turning them into the API's own values. */
import { isRecord } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import { quote } from '../text/clean.ts';
import { didYouMean } from '../text/nearest.ts';
import { type Asked, isSpoilt, readGivenCursor } from './answer-position.ts';
import { ArgumentError } from './argument-error.ts';
import { isBlank, tooMany } from './check-scalar.ts';
import { checkTogether, withOnlyValues } from './check-together.ts';
import { checkValue, isLeftOut, MOST_ENTRIES, readJson } from './check-value.ts';
import { isCursor, NO_CURSOR } from './cursor.ts';
import { endPeriods } from './end-periods.ts';
import { clearableNames } from './input-schema.ts';

/** Checked arguments: `values` by argument name, in the API's types; what `cursor` and `clear` say apart. */
export type CheckedArguments = Asked & { values: Record<string, unknown>; clear: string[] };

/**
 * Checks everything that can be known without asking the API. Unknown arguments are refused, since a client
 * shows its user only the declared ones.
 * @throws ArgumentError with every problem found.
 */
export function checkArguments(tool: ToolSpec, given: unknown, nowMilliseconds: number): CheckedArguments {
  const isNone = given === undefined || given === null;
  const object = isNone ? {} : isRecord(given) ? given : readJson(given, isRecord);
  if (object === undefined) throw new ArgumentError(['Pass the arguments as one object.']);
  if (Object.keys(object).length > MOST_ENTRIES) {
    throw new ArgumentError([`Pass at most ${MOST_ENTRIES} arguments.`]);
  }
  const problems: string[] = [];
  const checked: CheckedArguments = { values: {}, clear: [] };
  const clearable = clearableNames(tool);
  const wholeDays = tool.response.buckets !== undefined && (object.bucket_width ?? '1d') === '1d';
  for (const [name, value] of Object.entries(object)) {
    const param = Object.hasOwn(tool.params, name) ? tool.params[name] : undefined;
    if (name === 'cursor' && isRead(tool)) {
      if (value === null || isBlank(value)) continue;
      const asked = isCursor(value) && !isSpoilt(value) ? readGivenCursor(value) : undefined;
      if (asked && (tool.pagination || asked.cursor === undefined)) Object.assign(checked, asked);
      else problems.push(NO_CURSOR);
    } else if (name === 'clear' && clearable.length > 0) {
      if (value !== null) checked.clear.push(...readClear(value, clearable, problems));
    } else if (param === undefined) {
      problems.push(unknownArgument(tool, name));
    } else if (value === null) {
      if (param.clearable) checked.clear.push(name);
    } else if (!isLeftOut(param, value)) {
      const result = checkValue(param, value, name, { nowMilliseconds, problems, wholeDays });
      if (result !== undefined) checked.values[name] = result;
    }
  }
  checked.values = withOnlyValues(tool.params, { ...tool.fixed, ...tool.filled, ...checked.values });
  for (const [name, { sent }] of Object.entries(tool.params)) {
    if (sent !== undefined) checked.values[name] ??= sent;
  }
  endPeriods(tool.params, object, checked.values, { nowMilliseconds, wholeDays });
  if (problems.length === 0) problems.push(...checkTogether(tool.params, checked.values, '', checked.clear));
  if (problems.length === 0) problems.push(...checkGroups(tool, checked));
  if (problems.length > 0) throw new ArgumentError(problems);
  return checked;
}

function checkGroups(tool: ToolSpec, { values, clear }: CheckedArguments): string[] {
  const given = (name: string) => values[name] !== undefined || clear.includes(name);
  const problems: string[] = [];
  for (const names of tool.exactlyOneOf) {
    if (names.filter(given).length !== 1) problems.push(`Pass exactly one of ${names.join(', ')}.`);
  }
  for (const names of tool.atLeastOneOf) {
    if (names.some(given)) continue;
    const some = names.length === 1 ? '' : 'at least one of ';
    problems.push(`Nothing to change: pass ${some}${names.join(', ')}.`);
  }
  if (problems.length === 0) problems.push(...checkWireNames(tool, given));
  for (const name of clear) {
    if (values[name] !== undefined) problems.push(`${name}: either set it or clear it, not both.`);
  }
  return problems;
}

/** The API has one place for arguments that share a name there: the later would silently replace the earlier. */
function checkWireNames(tool: ToolSpec, given: (name: string) => boolean): string[] {
  const byWire = new Map<string, string[]>();
  for (const [name, param] of Object.entries(tool.params)) {
    const wire = `${param.in} ${param.wire ?? name}`;
    if (given(name)) byWire.set(wire, [...(byWire.get(wire) ?? []), name]);
  }
  return [...byWire.values()]
    .filter((names) => names.length > 1)
    .map((names) => `Pass only one of ${names.join(', ')}: each replaces the other.`);
}

function readClear(value: unknown, clearable: string[], problems: string[]): string[] {
  const names = Array.isArray(value) ? value : [value];
  if (names.length > MOST_ENTRIES) {
    problems.push(`clear: ${tooMany({ max: MOST_ENTRIES }, 'items')}`);
    return [];
  }
  const wrong = names.filter((name) => !clearable.includes(name as string));
  if (wrong.length > 0) problems.push(`clear: takes ${clearable.join(', ')}.`);
  return names.filter((name): name is string => clearable.includes(name as string));
}

function unknownArgument(tool: ToolSpec, name: string): string {
  const known = [
    ...Object.keys(tool.params).filter((param) => tool.fixed?.[param] === undefined),
    ...(isRead(tool) ? ['cursor'] : []),
    ...(clearableNames(tool).length > 0 ? ['clear'] : []),
  ];
  const hint = didYouMean(name, known) || '.';
  return `${quote(name)}: no such argument${hint} Known: ${known.join(', ') || 'none'}.`;
}
