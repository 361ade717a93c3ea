import { defineConfig } from 'vitest/config';
import { keepFilesInMemory } from './test/keep-files-in-memory.ts';

keepFilesInMemory();

/** A test hangs or it does not: the limit only ends a hanging one, however slow the machine. Deadlines have asserts of their own. */
const PATIENCE = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 120_000 } } };

/** Files share a process, since starting one takes longer than most of them, and get modules of their own in it. */
const SHARED = { isolate: false, setupFiles: 'test/fresh-modules.ts' };

/** `unit` runs sources; `e2e` spawns the built program, so it needs `npm run build` first; `keychain` needs a Secret Service, `screen` the built program with a virtual display or a browser. */
export default defineConfig({
  test: {
    // Tests that start the program or wait for it leave a core idle at times, so there is a file for every core.
    maxWorkers: '100%',
    globalSetup: 'test/catalogue/provide-catalogue.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/e2e/**', 'test/keychain/**', 'test/screen/**'],
          ...PATIENCE,
          ...SHARED,
        },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], ...PATIENCE, ...SHARED } },
      { test: { name: 'screen', include: ['test/screen/**/*.test.ts'], ...PATIENCE } },
      { test: { name: 'keychain', include: ['test/keychain/**/*.test.ts'], ...PATIENCE } },
    ],
  },
});
