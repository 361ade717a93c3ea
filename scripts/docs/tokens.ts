/** What listing tools costs in tokens, as the documentation states it. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import type { ToolSpec } from '../../src/specs/catalogue.ts';
import { describeTool, type ListedTool } from '../../src/tools/describe.ts';

/** What one tool adds to a list that has all the others in it. */
export function tokensOfTool(tool: ToolSpec): number {
  return countTokens(describeTool(tool, () => true));
}

/** What `tools/list` costs when these tools are listed and no others. */
export function tokensOfTools(tools: ToolSpec[]): number {
  const names = new Set(tools.map((tool) => tool.name));
  return tokensOfList(tools.map((tool) => describeTool(tool, (name) => names.has(name))));
}

export function tokensOfList(tools: ListedTool[]): number {
  return countTokens({ tools });
}

function countTokens(value: unknown): number {
  return encode(JSON.stringify(value)).length;
}
