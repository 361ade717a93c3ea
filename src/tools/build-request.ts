/** Turning checked arguments into one HTTP request. Pure: no key, no I/O. */
import type { ApiRequest } from '../model/api-request.ts';
import type { KeyPlace } from '../model/key-place.ts';
import { defined, isRecord } from '../model/record.ts';
import { isRead, type ToolSpec } from '../specs/catalogue.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';
import type { CheckedArguments } from './check-arguments.ts';
import { CURSOR_PARAMETER } from './cursor.ts';
import { expectedAnswer } from './expected-answer.ts';
import { namedIds } from './named-ids.ts';

/** A call whose arguments were checked, and its request; nothing was sent. */
export type PreparedCall = { tool: ToolSpec; checked: CheckedArguments; request: ApiRequest };

export function prepareCall(tool: ToolSpec, checked: CheckedArguments): PreparedCall {
  return { tool, checked, request: buildRequest(tool, checked) };
}

/** Arguments must have passed `checkArguments`; a path value that did not would be an error of ours. */
export function buildRequest(tool: ToolSpec, { values, cursor, clear }: CheckedArguments): ApiRequest {
  const query: string[] = [];
  const body: Record<string, unknown> = {};
  let hasBodyParams = false;
  for (const [name, param] of Object.entries(tool.params)) {
    if (param.in === 'body') hasBodyParams = true;
    const value = values[name];
    if (value === undefined) continue;
    if (param.in === 'query') appendQuery(query, param.wire ?? name, toWire(param, value));
    if (param.in === 'body') body[param.wire ?? name] = toWire(param, value);
  }
  for (const name of clear) body[tool.params[name]?.wire ?? name] = null;
  if (cursor !== undefined && tool.pagination) appendQuery(query, CURSOR_PARAMETER[tool.pagination], cursor);
  return {
    method: tool.endpoint.method,
    path: fillPath(tool, values),
    query: query.join('&'),
    ...(hasBodyParams && { body }),
    ...defined({ beta: tool.beta }),
    key: keyPlaceOf(tool, values),
    safe: isRead(tool),
    expects: expectedAnswer(tool),
    ...(namedIds(tool, values).length === 0 && { namesId: false }),
  };
}

/** A project's key is chosen by the argument that names the project; the default one without it. */
function keyPlaceOf(tool: ToolSpec, { project_id: projectId }: Record<string, unknown>): KeyPlace {
  if (tool.key === 'admin') return { class: 'admin' };
  return { class: 'project', ...(typeof projectId === 'string' && { projectId }) };
}

function fillPath(tool: ToolSpec, values: Record<string, unknown>): string {
  return tool.endpoint.path.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const value = values[name];
    if (typeof value !== 'string' || value === '') throw new Error(`No value for {${name}} in ${tool.name}`);
    return encodePathSegment(value);
  });
}

/** Leaves what RFC 3986 allows in a segment, as OpenAI's own SDK does: model names hold colons. */
function encodePathSegment(value: string): string {
  return value.replace(/[^A-Za-z0-9\-._~!$&'()*+,;=:@]+/gu, encodeURIComponent);
}

/** Gives members of objects their names in the API. */
function toWire(spec: ValueSpec | ParamSpec, value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = spec.items;
    return items === undefined ? value : value.map((item) => toWire(items, item));
  }
  if (spec.type !== 'object' || !isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const property =
        name === spec.recursive ? { ...spec, type: 'array' as const, items: spec } : spec.properties?.[name];
      const wire = spec.properties?.[name]?.wire ?? name;
      return [wire, property === undefined ? member : toWire(property, member)];
    }),
  );
}

/** Arrays as repeated `name[]=`, objects as `name[key]=`: how OpenAI's SDK writes them. */
function appendQuery(query: string[], name: string, value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) appendQuery(query, `${name}[]`, item);
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) appendQuery(query, `${name}[${key}]`, member);
  } else {
    query.push(`${encodeQuery(name)}=${encodeQuery(String(value))}`);
  }
}

function encodeQuery(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
