/** A client that shows views, as MCP Apps of 2026-01-26 has it declare that. */

export const SHOWS_VIEWS = { 'io.modelcontextprotocol/ui': { mimeTypes: ['text/html;profile=mcp-app'] } };

export const REPORT_VIEW = 'ui://openai-admin-mcp/report';
