/** Where a tool takes project ids: in its path, as the choice of a key, or in a value at any depth. */
import { isComposed, type ToolSpec } from '../specs/catalogue.ts';
import { recordSource } from '../specs/record-source.ts';
import type { ParamSpec, ValueSpec } from '../specs/spec-schema.ts';

/** The tool whose results hold project ids. */
const SOURCE = 'list_projects';

/** Arguments that stand behind `/projects/` in the tool's path. */
export function projectsInPath(tool: ToolSpec): string[] {
  return [...tool.endpoint.path.matchAll(/\/projects\/\{([^}]*)\}/g)].map((match) => match[1] ?? '');
}

/** Whether the value itself is a project id. */
export function isProjectId(value: ValueSpec | ParamSpec): boolean {
  return value.from_tool === SOURCE && value.type !== 'array';
}

/** Whether the value is a project id or a list of them. */
export function isProjectFilter(value: ValueSpec | ParamSpec): boolean {
  return value.from_tool === SOURCE || (value.type === 'array' && value.items?.from_tool === SOURCE);
}

/** Whether a project id may stand in the value, at any depth. */
function holdsProjectId(value: ValueSpec | ParamSpec): boolean {
  return (
    value.from_tool === SOURCE ||
    (value.items !== undefined && holdsProjectId(value.items)) ||
    Object.values(value.properties ?? {}).some(holdsProjectId)
  );
}

/** The projects that a call is about, and whether it may reach others that nothing names. */
export type TouchedProjects = { ids: string[]; unnamed: boolean };

/**
 * What was read of the projects of a call beside its arguments: those that the record of its thing names, or the one of
 * its key. None for what belongs to the organization.
 */
export type ReadProjects = readonly string[] | 'unreadable';

/** Arguments that look past any project filter. */
export const LOOKS_PAST_PROJECTS = ['tenant_only'];

/**
 * A key whose project is not known, a filter that is left out, a list of what belongs to projects without such a filter,
 * and an optional list of projects that is left out (an invitation then joins the default project) may reach any project.
 */
export function touchedProjects(
  tool: ToolSpec,
  values: Record<string, unknown>,
  read: ReadProjects,
): TouchedProjects {
  const inPath = projectsInPath(tool);
  const touched: TouchedProjects = { ids: [], unnamed: read === 'unreadable' || listsProjects(tool) };
  if (read !== 'unreadable') touched.ids.push(...read);
  if (LOOKS_PAST_PROJECTS.some((name) => values[name] === true)) touched.unnamed = true;
  for (const [name, param] of Object.entries(tool.params)) {
    const isKey = param.in === 'credential';
    const isProject = isKey || inPath.includes(name);
    if (!isProject && !holdsProjectId(param)) continue;
    const value = values[name];
    const ids = isProject ? strings(value) : idsIn(param, value);
    touched.ids.push(...ids);
    const isKnown = isKey && read !== 'unreadable' && read.length > 0;
    const isFilter = param.in === 'query' || param.in === 'report' || param.in === 'job';
    if ((value === undefined && !isKnown) || (isFilter && ids.length === 0)) touched.unnamed = true;
  }
  return touched;
}

/** Whether any call of the tool can be tied to a project, by its arguments or by the record of its thing. */
export function touchesProjects(tool: ToolSpec, tools: readonly ToolSpec[]): boolean {
  return namesProjects(tool) || listsProjects(tool) || projectMembers(tool, tools).length > 0;
}

/** The members by which the record of what the tool acts on names its projects; none for what is the organization's. */
export function projectMembers(tool: ToolSpec, tools: readonly ToolSpec[]): string[] {
  return tool.method === 'list' || isComposed(tool)
    ? []
    : (recordSource(tool, tools)?.response.projects ?? []);
}

function namesProjects(tool: ToolSpec): boolean {
  return (
    projectsInPath(tool).length > 0 ||
    Object.values(tool.params).some((param) => param.in === 'credential' || holdsProjectId(param))
  );
}

/** Lists what belongs to projects, whichever they are. */
function listsProjects(tool: ToolSpec): boolean {
  return tool.method === 'list' && tool.response.projects !== undefined && !namesProjects(tool);
}

function idsIn(spec: ValueSpec, value: unknown): string[] {
  if (Array.isArray(value)) {
    const items = spec.items;
    if (spec.from_tool === SOURCE || items === undefined)
      return spec.from_tool === SOURCE ? strings(value) : [];
    return value.flatMap((item) => idsIn(items, item));
  }
  if (spec.from_tool === SOURCE) return strings(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const property = memberOf(spec, name);
    return property === undefined ? [] : idsIn(property, member);
  });
}

/** A member's spec; a recursive one holds further objects of the object's own shape. */
export function memberOf(spec: ValueSpec, name: string): ValueSpec | undefined {
  const property = spec.properties?.[name];
  return property !== undefined && name === spec.recursive ? { ...property, items: spec } : property;
}

function strings(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item) => typeof item === 'string');
}
