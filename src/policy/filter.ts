/** Whether a tool passes what one source of settings says about tools. */
import type { ToolFilter } from '../model/tool-filter.ts';
import { allNames, isRead, type ToolSpec } from '../specs/catalogue.ts';
import { matchesGlob } from '../text/glob.ts';

/** The setting that hides a tool, as its user wrote it; undefined when the tool passes. */
export function hiddenBy(filter: ToolFilter, tool: ToolSpec): string | undefined {
  const { nameOf } = filter;
  if (!chooses(filter, tool)) {
    const tags = filter.tags && `${nameOf('tags')} ${filter.tags.join(',')}`;
    const tools = filter.tools && `${nameOf('tools')} ${filter.tools.join(',')}`;
    return [tags, tools].filter((part) => part !== undefined).join(' ');
  }
  if (filter.methods && !filter.methods.some((method) => isMethod(tool, method))) {
    return `${nameOf('methods')} ${filter.methods.join(',')}`;
  }
  if (filter.readOnly && !isRead(tool)) return nameOf('read-only');
  return excludedBy(filter, tool);
}

/**
 * The setting that keeps a job from a step, or from a read for it, by what it does; undefined when none does. One that
 * names jobs among its methods means all that they do.
 */
export function keptFromJob(filter: ToolFilter, tool: ToolSpec): string | undefined {
  const { methods, readOnly, nameOf } = filter;
  if (readOnly && !isRead(tool)) return nameOf('read-only');
  const isAllowed = !methods || methods.some((method) => method === 'job' || isMethod(tool, method));
  return isAllowed ? undefined : `${nameOf('methods')} ${methods.join(',')}`;
}

/** The setting that takes the tool away by its name or its tag; undefined when none does. */
export function excludedBy(filter: ToolFilter, tool: ToolSpec): string | undefined {
  const { nameOf } = filter;
  const excludedTag = filter.excludeTags?.find((tag) => hasTag(tool, tag));
  if (excludedTag !== undefined) return `${nameOf('exclude-tags')} ${excludedTag}`;
  const excludedTool = filter.excludeTools?.find((glob) => isCalled(glob, tool));
  return excludedTool === undefined ? undefined : `${nameOf('exclude-tools')} ${excludedTool}`;
}

/** Whether tags or names of this source choose the tool; one without both chooses all. */
export function chooses({ tools, tags }: ToolFilter, tool: ToolSpec): boolean {
  const named = tools?.some((glob) => isCalled(glob, tool)) ?? false;
  const tagged = tags?.some((tag) => hasTag(tool, tag)) ?? false;
  return named || tagged || (tools === undefined && tags === undefined);
}

/** Whether a pattern means the tool, by the name that it has or by one that it had. */
export function isCalled(pattern: string, tool: ToolSpec): boolean {
  return allNames(tool).some((name) => matchesGlob(pattern, name));
}

/** The tag that stands for every tool. */
export const EVERYTHING = 'all';

/** Whether a tool carries a tag; `all` is carried by every tool. */
export function hasTag(tool: ToolSpec, tag: string): boolean {
  return tag === EVERYTHING || tool.tags.includes(tag);
}

function isMethod(tool: ToolSpec, method: string): boolean {
  if (method === 'read') return isRead(tool);
  if (method === 'write') return !isRead(tool);
  return tool.method === method;
}
