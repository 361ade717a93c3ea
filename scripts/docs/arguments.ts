/** The table of a tool's arguments in the documentation: one row for each, members of objects included. */
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import type { Condition, ParamSpec, ValueSpec } from '../../src/specs/spec-schema.ts';
import { clearableNames, mustBeGiven, usualValue } from '../../src/tools/input-schema.ts';
import { markdownTable, plain } from './markdown-table.ts';

/** More values than this stand below the table. */
const MAX_VALUES_IN_A_CELL = 20;

/** `linkTo` is where a tool is described. */
export function argumentsTable(tool: ToolSpec, linkTo: (tool: string) => string): string {
  const rows = Object.entries(tool.params).flatMap(([name, param]) => rowsOf(name, param, linkTo));
  if (tool.pagination) {
    rows.push([
      '`cursor`',
      'string',
      'no',
      'Where the next page begins.',
      '`next_cursor` of the last answer',
    ]);
  }
  const clearable = clearableNames(tool);
  if (clearable.length > 0) {
    const values = clearable.map((name) => `\`${name}\``).join(', ');
    rows.push(['`clear`', 'array of string', 'no', `Fields to empty: ${values}.`, '']);
  }
  if (rows.length === 0) return 'No arguments.';
  const groups = [
    ...tool.exactlyOneOf.map((names) => `Give exactly one of ${names.map(code).join(', ')}.`),
    ...tool.atLeastOneOf.map(
      (names) => `Give ${names.length === 1 ? '' : 'at least one of '}${names.map(code).join(', ')}.`,
    ),
  ];
  return [
    markdownTable(['Argument', 'Type', 'Required', 'Meaning', 'Where it comes from'], rows),
    ...groups,
    ...Object.entries(tool.params).flatMap(([name, param]) => longChoices(name, param)),
  ].join('\n\n');
}

function rowsOf(name: string, value: ValueSpec | ParamSpec, linkTo: (tool: string) => string): string[][] {
  const source = value.from_tool === undefined ? (value.items ?? value) : value;
  const inside = value.items?.type === 'object' ? value.items : value;
  const prefix = value.items?.type === 'object' ? `${name}[]` : name;
  return [
    [code(name), typeOf(value), requiredText(value), meaningOf(value), sourceOf(source, linkTo)],
    ...Object.entries(inside.properties ?? {}).flatMap(([member, property]) =>
      member === inside.recursive
        ? [[code(`${prefix}.${member}`), 'array of object', 'no', `More objects like ${code(prefix)}.`, '']]
        : rowsOf(`${prefix}.${member}`, property, linkTo),
    ),
  ];
}

function typeOf(value: ValueSpec): string {
  if (value.enum) {
    return value.enum.length > MAX_VALUES_IN_A_CELL
      ? `one of ${value.enum.length} values`
      : value.enum.map(code).join(', ');
  }
  switch (value.type) {
    case 'usd':
      return `US dollars${bounds(value)}`;
    case 'array':
      return `array${bounds(value)} of ${value.items ? typeOf(value.items) : 'string'}`;
    case 'map':
      return `object of ${value.values === 'scalar' ? 'texts, numbers and booleans' : 'texts'}${bounds(value)}`;
    case 'string':
      return value.min === undefined && value.max === undefined ? 'string' : `string${bounds(value)}`;
    default:
      return `${value.type}${bounds(value)}`;
  }
}

/** Numbers are bounded themselves, strings by their length, arrays and maps by their entries. */
function bounds({ type, min, max }: ValueSpec): string {
  if (min === undefined && max === undefined) return '';
  const range =
    min === undefined ? `at most ${max}` : max === undefined ? `${min} or more` : `${min} to ${max}`;
  const unit = type === 'string' ? ' characters' : type === 'array' || type === 'map' ? ' entries' : '';
  return unit === '' ? `, ${range}` : ` (${range}${unit})`;
}

function requiredText(value: ValueSpec): string {
  if (value.required) return mustBeGiven(value) ? 'yes' : 'filled in';
  return value.required_for ? `if ${conditionText(value.required_for)}` : 'no';
}

function meaningOf(value: ValueSpec | ParamSpec): string {
  const usual = usualValue(value);
  const limited = new Map<string, string[]>();
  const conditions = value.values_only_for ?? value.items?.values_only_for ?? {};
  for (const [choice, condition] of Object.entries(conditions)) {
    const text = conditionText(condition);
    limited.set(text, [...(limited.get(text) ?? []), code(choice)]);
  }
  return [
    value.description && sentence(plain(value.description)),
    value.items?.description && sentence(plain(value.items.description)),
    usual === undefined ? undefined : `Default ${code(String(usual))}.`,
    value.only_for && `Only if ${conditionText(value.only_for)}.`,
    ...[...limited].map(([condition, choices]) => `${choices.join(', ')} only if ${condition}.`),
    ...(value.exactly_one_of ?? []).map((names) => `Exactly one of ${names.map(code).join(', ')}.`),
  ]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');
}

function sourceOf(value: ValueSpec, linkTo: (tool: string) => string): string {
  if (value.from_tool === undefined) return '';
  const names = value.named_by ? `; its ${value.named_by.join(' or ')} is answered with the ID` : '';
  return `[\`${value.from_tool}\`](${linkTo(value.from_tool)})${names}`;
}

function conditionText(condition: Condition): string {
  return Object.entries(condition)
    .map(([name, values]) => {
      const choices = values.map((value) => code(String(value)));
      return `${code(name)} is ${choices.length > 2 ? `one of ${choices.join(', ')}` : choices.join(' or ')}`;
    })
    .join(' and ');
}

function longChoices(name: string, value: ValueSpec): string[] {
  const choices = value.enum ?? value.items?.enum ?? [];
  const own =
    choices.length > MAX_VALUES_IN_A_CELL
      ? [`Values of ${code(name)}: ${choices.map(code).join(', ')}.`]
      : [];
  const members = Object.entries(value.properties ?? value.items?.properties ?? {});
  return [...own, ...members.flatMap(([member, property]) => longChoices(`${name}.${member}`, property))];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function code(text: string): string {
  return `\`${text}\``;
}
