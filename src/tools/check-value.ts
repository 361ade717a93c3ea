/** Checking one value against its spec: type, bounds, choices; strings that mean a number are accepted. */
import { isRecord } from '../model/record.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';
import { quote } from '../text/clean.ts';
import {
  checkDollars,
  checkNumber,
  checkString,
  checkTime,
  isBlank,
  type Refuse,
  readShown,
  tooFew,
  tooMany,
} from './check-scalar.ts';
import { checkTogether, mayStand, withOnlyValues } from './check-together.ts';
import { endPeriods } from './end-periods.ts';

/** What a check needs to know and where it puts what it finds. */
export type CheckContext = { nowMilliseconds: number; problems: string[]; wholeDays?: boolean };

/** Of a list or an object where the spec has no bound: far more than anybody writes, and checked in no time. */
export const MOST_ENTRIES = 1000;

type Check = { label: string; context: CheckContext; refuse: Refuse };

/** The value in the API's type, or undefined after adding to `context.problems`. */
export function checkValue(
  spec: ValueSpec | ParamSpec,
  given: unknown,
  label: string,
  context: CheckContext,
): unknown {
  const refuse = (message: string) => {
    context.problems.push(`${label}: ${message}`);
    return undefined;
  };
  // Lists of lists could have a million things wrong, and a few say enough.
  if (context.problems.length >= MOST_ENTRIES) return undefined;
  const check: Check = { label, context, refuse };
  switch (spec.type) {
    case 'boolean':
      if (typeof given === 'boolean') return given;
      if (given === 'true' || given === 'false') return given === 'true';
      return refuse('pass true or false.');
    case 'integer':
    case 'number':
      return checkNumber(spec, given, refuse);
    case 'usd':
      return checkDollars(spec, given, refuse);
    case 'timestamp':
      return checkTime(given, context, refuse);
    case 'array':
      return checkArray(spec, given, check);
    case 'object':
      return checkObject(spec, given, check);
    case 'map':
      return checkMap(spec, given, check);
    default:
      return checkString(spec, given, refuse);
  }
}

function checkArray(spec: ValueSpec, given: unknown, { label, context, refuse }: Check): unknown {
  const list = Array.isArray(given) ? given : readJson(given, Array.isArray);
  if (list === undefined) return refuse('pass an array.');
  if (spec.min !== undefined && list.length < spec.min) return refuse(tooFew(spec, 'items'));
  const { max = MOST_ENTRIES } = spec;
  if (list.length > max) return refuse(tooMany({ max }, 'items'));
  const items = spec.items;
  if (items === undefined) return list;
  const before = context.problems.length;
  const checked = list.map((item, index) => checkValue(items, item, `${label}[${index}]`, context));
  return context.problems.length === before ? checked : undefined;
}

function checkObject(spec: ValueSpec, given: unknown, { label, context, refuse }: Check): unknown {
  const object = isRecord(given) ? given : readJson(given, isRecord);
  if (object === undefined) return refuse(`pass an object${exampleOf(spec)}.`);
  if (Object.keys(object).length > MOST_ENTRIES) return refuse(tooMany({ max: MOST_ENTRIES }, 'members'));
  const properties = spec.properties ?? {};
  const passed: Record<string, unknown> = {};
  const before = context.problems.length;
  for (const [name, value] of Object.entries(object)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (property === undefined) {
      refuse(`${quote(name)} is unknown here; known: ${Object.keys(properties).join(', ')}.`);
    } else if (value !== null && !isLeftOut(property, value)) {
      const nested = name === spec.recursive ? { ...property, items: spec } : property;
      const result = checkValue(nested, value, `${label}.${name}`, context);
      if (result !== undefined) passed[name] = result;
    }
  }
  if (context.problems.length > before) return undefined;
  const checked = withOnlyValues(properties, passed);
  endPeriods(properties, object, checked, context);
  const together = checkTogether(properties, checked, `${label}.`);
  for (const names of spec.exactly_one_of ?? []) {
    const count = names.filter((name) => checked[name] !== undefined).length;
    const possible = names.some((name) => mayStand(properties[name], checked, properties));
    if (count !== 1 && possible) together.push(`${label}: pass exactly one of ${names.join(', ')}.`);
  }
  context.problems.push(...together);
  return together.length === 0 ? checked : undefined;
}

/** What such an object looks like: the member that says most alone, and the names of all. */
function exampleOf({ properties = {} }: ValueSpec): string {
  const members = Object.entries(properties);
  const [name, member] =
    members.find(([, { ends, required }]) => ends !== undefined || required) ?? members[0] ?? [];
  if (name === undefined || member === undefined) return '';
  const value = SAMPLES[member.type] ?? member.enum?.[0] ?? 'text';
  return ` such as ${JSON.stringify({ [name]: value })}; its members: ${members.map(([known]) => known).join(', ')}`;
}

const SAMPLES: Partial<Record<ValueSpec['type'], unknown>> = {
  timestamp: '2026-11-01',
  integer: 1,
  number: 1,
  usd: 1,
  boolean: true,
  array: [],
  object: {},
  map: {},
};

/** Whether a value says the same as leaving it out: an empty text for a time that may be left out. */
export function isLeftOut(spec: ValueSpec, given: unknown): boolean {
  return spec.type === 'timestamp' && !spec.required && isBlank(given);
}

/** Limits on keys and values as OpenAI documents them for `metadata` and `attributes`. */
const MAX_MAP_KEY_LENGTH = 64;
const MAX_MAP_VALUE_LENGTH = 512;

function checkMap(spec: ValueSpec, given: unknown, { label, context, refuse }: Check): unknown {
  const map = isRecord(given) ? given : readJson(given, isRecord);
  if (map === undefined) return refuse('pass an object of names and values.');
  const entries = Object.entries(map);
  const { max = MOST_ENTRIES } = spec;
  if (entries.length > max) return refuse(tooMany({ max }, 'entries'));
  const read: [string, unknown][] = [];
  for (const [key, value] of entries) {
    const fits =
      typeof value === 'string' ||
      (spec.values === 'scalar' && (typeof value === 'boolean' || Number.isFinite(value)));
    if (!fits) {
      const kinds = spec.values === 'scalar' ? 'text, a number or true/false' : 'text';
      context.problems.push(`${label}.${quote(key, 40)}: the value must be ${kinds}.`);
      return undefined;
    }
    const name = readShown(key, refuse);
    const content = typeof value === 'string' ? readShown(value, refuse) : value;
    if (name === undefined || content === undefined) return undefined;
    if (read.some(([earlier]) => earlier === name)) return refuse(`${quote(name, 40)} is given twice.`);
    if (
      name.length > MAX_MAP_KEY_LENGTH ||
      (typeof content === 'string' && content.length > MAX_MAP_VALUE_LENGTH)
    ) {
      return refuse(`keys have at most ${MAX_MAP_KEY_LENGTH}, values ${MAX_MAP_VALUE_LENGTH} characters.`);
    }
    read.push([name, content]);
  }
  // `__proto__` as an own key would otherwise vanish on its way into a plain object.
  return Object.fromEntries(read);
}

/** Some models write nested arguments as JSON text; reading it loses nothing. */
export function readJson<T>(given: unknown, fits: (value: unknown) => value is T): T | undefined {
  if (typeof given !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(given);
    return fits(value) ? value : undefined;
  } catch {
    // Not JSON: the caller says what is expected instead.
    return undefined;
  }
}
