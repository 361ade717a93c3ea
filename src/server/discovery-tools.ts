/** The four tools that a client sees with `--exposure discovery`. */
import type { ListedTool } from '../tools/describe.ts';

/** Most answers of one search. */
export const MAX_FOUND = 20;

const READS = { readOnlyHint: true, destructiveHint: false, idempotentHint: true };
const NAME = { type: 'string', description: 'From search_tools.' };
const ARGUMENTS = {
  type: 'object',
  description: 'As in get_tool_schema.',
  additionalProperties: true,
};

/** Reading and writing are two tools, so that a client's consent still tells them apart. */
export const DISCOVERY_TOOLS: ListedTool[] = [
  {
    name: 'search_tools',
    title: 'Search tools',
    description:
      'Finds tools that administer the OpenAI organization by what is to be done, e.g. "cap a project\'s spending".',
    inputSchema: {
      type: 'object',
      properties: {
        query: { type: 'string' },
        limit: { type: 'integer', minimum: 1, maximum: MAX_FOUND, description: 'Default 5.' },
      },
      required: ['query'],
      additionalProperties: false,
    },
    annotations: { ...READS, openWorldHint: false },
  },
  {
    name: 'get_tool_schema',
    title: 'Get tool schema',
    description: 'Shows what a tool does and the arguments it takes.',
    inputSchema: {
      type: 'object',
      properties: { name: NAME },
      required: ['name'],
      additionalProperties: false,
    },
    annotations: { ...READS, openWorldHint: false },
  },
  {
    name: 'call_read_tool',
    title: 'Call a tool that reads',
    description: 'Runs a tool that only reads.',
    inputSchema: {
      type: 'object',
      properties: { name: NAME, arguments: ARGUMENTS },
      required: ['name'],
      additionalProperties: false,
    },
    annotations: { ...READS, openWorldHint: true },
  },
  {
    name: 'call_write_tool',
    title: 'Call a tool that writes',
    description: 'Runs a tool that creates, changes or deletes.',
    inputSchema: {
      type: 'object',
      properties: { name: NAME, arguments: ARGUMENTS },
      required: ['name'],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: false, destructiveHint: true, idempotentHint: false, openWorldHint: true },
  },
];

export const DISCOVERY_NAMES = DISCOVERY_TOOLS.map((tool) => tool.name);
