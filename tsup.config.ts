import { basename } from 'node:path';
import { defineConfig } from 'tsup';
import { mcpPackage } from './scripts/build/mcp-package.ts';

/** What is foreign and heavy, or whole and rarely used, in a file of its own beside main.cjs, loaded when first used. */
const LOADED_LATER = {
  guidance: 'src/guidance/guidance.ts',
  'http-library': 'src/openai/http-library.ts',
  'open-clients': 'src/clients/open-clients.ts',
  'open-window': 'src/window/open-window.ts',
  'search-tools': 'src/search/search-tools.ts',
  'start-sandbox': 'src/sandbox/start-sandbox.ts',
  yaml: 'node_modules/yaml/dist/index.js',
};

const ASSERT_WITH_WORDS = `const assert = require('node:assert');
const told = (value, words = 'a library found what it does not expect') => assert(value, words);
module.exports = Object.assign(told, assert, { ok: told });`;

/** CommonJS, since V8's code cache can be kept for it on Node 20; every package but the native one is bundled. */
export default defineConfig({
  entry: { main: 'src/main.ts', ...LOADED_LATER },
  format: 'cjs',
  outExtension: () => ({ js: '.cjs' }),
  target: 'node20',
  platform: 'node',
  splitting: false,
  minify: true,
  clean: true,
  // By this line bin/code-cache.js sees that a file was not cut, wherever the cut is.
  footer: { js: '//# whole' },
  noExternal: [/^(?!@napi-rs\/keyring)/],
  external: ['@napi-rs/keyring'],
  // Left as it is written, for the plugin below to find.
  removeNodeProtocol: false,
  plugins: [
    {
      // V8 keeps a source in two bytes a character when a single one of them needs two. What esbuild leaves as it is
      // stands in patterns, where the escape means the same.
      name: 'one-byte-characters',
      renderChunk: (code) => ({
        code: code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
      }),
    },
  ],
  esbuildPlugins: [
    mcpPackage,
    {
      // It starts subcommands that are programs of their own, which there are none of; loading it takes 6 ms.
      name: 'commander-without-child-process',
      setup(build) {
        build.onResolve({ filter: /^node:child_process$/ }, ({ importer, path }) =>
          importer.includes('commander') ? { path, namespace: 'empty' } : undefined,
        );
        build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({ contents: '' }));
      },
    },
    {
      // For one without words Node looks up what was asserted in the source, and parses all of the bundle for it.
      name: 'assertions-with-words',
      setup(build) {
        build.onResolve({ filter: /^(node:)?assert$/ }, ({ importer, path }) =>
          importer.includes('node_modules') ? { path, namespace: 'assert' } : undefined,
        );
        build.onLoad({ filter: /.*/, namespace: 'assert' }, () => ({ contents: ASSERT_WITH_WORDS }));
      },
    },
    {
      name: 'files-loaded-later',
      setup(build) {
        build.onResolve({ filter: /\.ts$|^yaml$/ }, ({ path, kind }) => {
          const name = basename(path, '.ts');
          const isLate = path === 'yaml' || kind === 'dynamic-import';
          if (!isLate || !Object.hasOwn(LOADED_LATER, name)) return undefined;
          return { path: `./${name}.cjs`, external: true };
        });
      },
    },
  ],
  // A real import() would leave the code cache's own require.
  esbuildOptions: (options) => {
    options.alias = { '@modelcontextprotocol/server/_shims': './src/server/mcp-shims.ts' };
    options.supported = { 'dynamic-import': false };
  },
});
