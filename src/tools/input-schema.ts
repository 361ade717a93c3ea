/** The JSON Schema that a model sees for a tool's arguments. */
import { defined } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';

/** The small, union-free part of JSON Schema that every client accepts. */
export type JsonSchema = {
  type: string;
  description?: string;
  enum?: string[];
  minimum?: number;
  maximum?: number;
  maxItems?: number;
  items?: JsonSchema;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  additionalProperties?: boolean | JsonSchema;
};

export type InputSchema = JsonSchema & { type: 'object'; properties: Record<string, JsonSchema> };

/** More values than this are checked, and answered with the nearest, but not published: they cost tokens. */
const MAX_PUBLISHED_VALUES = 20;

/** `isExposed` tells whether the tool that an ID comes from can be called; only then is it named. */
export function inputSchemaOf(tool: ToolSpec, isExposed: (tool: string) => boolean): InputSchema {
  const properties: Record<string, JsonSchema> = {};
  const open = Object.entries(tool.params).filter(([name]) => tool.fixed?.[name] === undefined);
  for (const [name, param] of open) properties[name] = publish(param, isExposed);
  if (isRead(tool)) properties.cursor = tool.pagination === undefined ? REST : CURSOR;
  const clearable = clearableNames(tool);
  if (clearable.length > 0) {
    properties.clear = {
      type: 'array',
      items: { type: 'string', enum: clearable },
      description: 'Fields to empty.',
    };
  }
  // What may be cleared instead cannot be demanded by a client.
  const required = requiredNames(Object.fromEntries(open)).filter((name) => !clearable.includes(name));
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** Body fields of an update that may be emptied. */
export function clearableNames(tool: ToolSpec): string[] {
  return Object.keys(tool.params).filter((name) => tool.params[name]?.clearable);
}

/** The description of a tool that pages says how to use it. */
const CURSOR: JsonSchema = { type: 'string' };
/** Where only an answer that was cut has a rest. */
const REST: JsonSchema = { type: 'string', description: 'next_cursor of a cut answer.' };

function publish(value: ValueSpec | ParamSpec, isExposed: (tool: string) => boolean): JsonSchema {
  const description = describeValue(value, isExposed);
  const schema = publishType(value, isExposed);
  return description === '' ? schema : { ...schema, description };
}

function publishType(value: ValueSpec, isExposed: (tool: string) => boolean): JsonSchema {
  if (value.brief) return publishBriefly(value);
  switch (value.type) {
    case 'integer':
    case 'number':
    case 'usd':
      return {
        type: PUBLISHED_TYPES[value.type],
        ...defined({ minimum: value.min, maximum: value.max }),
      };
    case 'boolean':
      return { type: 'boolean' };
    case 'array':
      return {
        type: 'array',
        items: value.items ? publishType(value.items, isExposed) : { type: 'string' },
        ...defined({ maxItems: value.max }),
      };
    case 'object':
      return publishObject(value, isExposed);
    case 'map':
      return {
        type: 'object',
        additionalProperties: value.values === 'scalar' ? true : { type: 'string' },
      };
    default:
      return {
        type: 'string',
        ...(value.enum && value.enum.length <= MAX_PUBLISHED_VALUES && { enum: value.enum }),
      };
  }
}

/** Only the type, and for an array the type of its items, without which some clients refuse a schema. */
function publishBriefly(value: ValueSpec): JsonSchema {
  const type = PUBLISHED_TYPES[value.type];
  return value.type === 'array' && value.items ? { type, items: publishBriefly(value.items) } : { type };
}

const PUBLISHED_TYPES = {
  string: 'string',
  timestamp: 'string',
  integer: 'integer',
  number: 'number',
  usd: 'number',
  boolean: 'boolean',
  array: 'array',
  object: 'object',
  map: 'object',
} as const;

function publishObject(value: ValueSpec, isExposed: (tool: string) => boolean): JsonSchema {
  const properties: Record<string, JsonSchema> = {};
  for (const [name, property] of Object.entries(value.properties ?? {})) {
    properties[name] = publish(property, isExposed);
  }
  const required = requiredNames(value.properties ?? {});
  return {
    type: 'object',
    properties,
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

/** What holds when an argument is left out, as far as it is known. */
export function usualValue(value: ValueSpec | ParamSpec): string | number | boolean | undefined {
  return ('sent' in value ? value.sent : undefined) ?? value.default;
}

function requiredNames(values: Record<string, ValueSpec>): string[] {
  return Object.entries(values).flatMap(([name, value]) => (mustBeGiven(value) ? [name] : []));
}

/** Whether a call has to name it: what can only have one value is filled in. */
export function mustBeGiven(value: ValueSpec): boolean {
  return value.required === true && value.enum?.length !== 1;
}

function describeValue(value: ValueSpec | ParamSpec, isExposed: (tool: string) => boolean): string {
  const source = value.from_tool ?? value.items?.from_tool;
  const usual = usualValue(value);
  const sentences = [
    value.description,
    value.type === 'usd' ? 'US dollars.' : undefined,
    source !== undefined && !value.brief && isExposed(source) ? `From ${source}.` : undefined,
    usual === undefined ? undefined : `Default ${usual}.`,
  ];
  return sentences.filter((sentence) => sentence !== undefined).join(' ');
}
