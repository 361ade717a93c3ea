/** The last build step: one run of the program against the sandbox, which leaves its compiled code in dist/. */
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';

const transport = new StdioClientTransport({
  command: process.execPath,
  args: ['bin/openai-admin-mcp.js', '--sandbox'],
});
const client = new Client({ name: 'build', version: '1' });
await client.connect(transport);
await client.listTools();
await client.callTool({ name: 'list_projects', arguments: { limit: 1 } });
await client.close();
