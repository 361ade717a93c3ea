/** The numbers in documents that come from the specs: tools, operations, families and tokens. */
import { DISCOVERY_TOOLS } from '../../src/server/discovery-tools.ts';
import { type Catalogue, isComposed, isRead, type ToolSpec } from '../../src/specs/catalogue.ts';
import { tokensOfList, tokensOfTool, tokensOfTools } from './tokens.ts';

/** Each number by the name that a mark has: `<!-- count: tools -->187<!-- /count -->`. */
export function countsOf({ families, tools }: Catalogue): Record<string, number> {
  const core = tools.filter((tool) => tool.tags.includes('core'));
  const coreAdmin = core.filter((tool) => tool.key === 'admin');
  return {
    tools: tools.length,
    read_tools: tools.filter(isRead).length,
    write_tools: tools.filter((tool) => !isRead(tool)).length,
    operations: operationsOf(tools),
    families: families.length,
    tokens: tokensOfTools(tools),
    core_tools: core.length,
    core_tokens: tokensOfTools(core),
    core_admin_tools: coreAdmin.length,
    core_admin_tokens: tokensOfTools(coreAdmin),
    discovery_tools: DISCOVERY_TOOLS.length,
    discovery_tokens: tokensOfList(DISCOVERY_TOOLS),
    largest_tool_tokens: Math.max(...tools.filter((tool) => tool.job === undefined).map(tokensOfTool)),
    largest_job_tokens: Math.max(...tools.filter((tool) => tool.job !== undefined).map(tokensOfTool)),
  };
}

/** A tool whose path names one of several reports stands for as many operations, and a report or a job of our own for none. */
function operationsOf(all: ToolSpec[]): number {
  const tools = all.filter((tool) => !isComposed(tool));
  const choices = (tool: ToolSpec) =>
    Object.values(tool.params).map((param) => (param.in === 'path' ? (param.enum?.length ?? 1) : 1));
  return tools.reduce((sum, tool) => sum + choices(tool).reduce((product, count) => product * count, 1), 0);
}
