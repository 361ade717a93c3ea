/** The four MCP hints, derived from `method` and `risk` alone. */
import { isRead, type ToolSpec } from '../specs/catalogue.ts';

/** MCP's ToolAnnotations, all four hints always present. */
export type Hints = {
  readOnlyHint: boolean;
  destructiveHint: boolean;
  idempotentHint: boolean;
  openWorldHint: boolean;
};

/** Reads repeat freely; updates overwrite; creates only add unless their risk says more; the rest destroys. */
export function hintsOf(tool: ToolSpec): Hints {
  if (isRead(tool)) {
    return { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: true };
  }
  const onlyAdds = tool.method === 'create' && tool.risk?.class !== 'irreversible';
  const harmless = tool.method === 'action' && tool.risk?.class === 'reversible';
  return {
    readOnlyHint: false,
    destructiveHint: !onlyAdds && !harmless,
    idempotentHint: tool.method === 'update' || tool.method === 'delete',
    openWorldHint: true,
  };
}
