/** The catalogue of a server with a folder for exports: lists and reports can be saved. */
import type { Catalogue, ToolSpec } from './catalogue.ts';

const SAVE = {
  in: 'answer',
  type: 'string',
  enum: ['csv', 'json'],
  description: 'Saves all of it in a file, and answers with its path.',
} as const;

export function exportable(catalogue: Catalogue): Catalogue {
  const canSave = ({ method }: ToolSpec) => method === 'list' || method === 'report';
  return {
    ...catalogue,
    tools: catalogue.tools.map((tool) =>
      canSave(tool) ? { ...tool, params: { ...tool.params, save: { ...SAVE, enum: [...SAVE.enum] } } } : tool,
    ),
  };
}
