/** The MCP package as it is bundled: without what is not used of it, and with quicker ways to tell messages apart. */
import { readFile } from 'node:fs/promises';
import type { Options } from 'tsup';
import { withKindsByMembers } from './message-kinds.ts';
import { withPureDeclarations, withRegistryOnDemand } from './unused-schemas.ts';

const MODULES = /@modelcontextprotocol[\\/](?:core|server)[\\/]dist[\\/].*\.mjs$/;

export const mcpPackage: NonNullable<Options['esbuildPlugins']>[number] = {
  name: 'mcp-package',
  setup(build) {
    build.onLoad({ filter: MODULES }, async ({ path }) => {
      const source = withKindsByMembers(await readFile(path, 'utf8'));
      return { contents: withPureDeclarations(withRegistryOnDemand(source)) };
    });
  },
};
