/**
 * The one view of this server, for clients that show views (MCP Apps, io.modelcontextprotocol/ui of 2026-01-26): which
 * tools name it, and the page behind the name. For every other client there is none.
 */
import {
  type ClientCapabilities,
  ProtocolError,
  ProtocolErrorCode,
  type ReadResourceResult,
  type Resource,
} from '@modelcontextprotocol/server';
import { isDamagedInstallation } from '../model/damaged-installation.ts';
import { isRecord } from '../model/record.ts';
import type { ToolSpec } from '../specs/catalogue.ts';

const EXTENSION = 'io.modelcontextprotocol/ui';
const MIME_TYPE = 'text/html;profile=mcp-app';
const URI = 'ui://openai-admin-mcp/report';

/** As a tool of the list has it. Clients of the earlier flat key do not declare the extension. */
export type ViewOfTool = { _meta?: { ui: { resourceUri: string } } };

/** A client that shows pages of another kind only could do nothing with this one. */
export function showsViews(capabilities: ClientCapabilities | undefined): boolean {
  const declared: unknown = capabilities?.extensions?.[EXTENSION];
  return isRecord(declared) && Array.isArray(declared.mimeTypes) && declared.mimeTypes.includes(MIME_TYPE);
}

/** The view draws costs and usage, under whatever name a tool reports them. */
export function viewOf({ report }: ToolSpec): ViewOfTool {
  return report === 'costs' || report === 'usage' ? { _meta: { ui: { resourceUri: URI } } } : {};
}

/** What `resources/list` has for a client that shows views. */
export const VIEW: Resource = {
  uri: URI,
  name: 'report',
  title: 'Costs and usage',
  description: 'How report_costs and report_usage are drawn.',
  mimeType: MIME_TYPE,
};

/** It may reach no address at all: what it draws comes from the client. */
const META = {
  ui: {
    csp: { connectDomains: [], resourceDomains: [], frameDomains: [], baseUriDomains: [] },
    prefersBorder: true,
  },
};

/**
 * Undefined for every other address.
 * @param readPage reads the file that the build made, and throws DamagedInstallation where it is lost or cut
 */
export function readView(uri: string, readPage: () => string): ReadResourceResult | undefined {
  if (uri !== URI) return undefined;
  try {
    return { contents: [{ uri, mimeType: MIME_TYPE, text: readPage(), _meta: META }] };
  } catch (error) {
    if (!isDamagedInstallation(error)) throw error;
    throw new ProtocolError(ProtocolErrorCode.InternalError, `${error.message} Then restart the server.`);
  }
}
