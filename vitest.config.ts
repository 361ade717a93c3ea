import { defineConfig } from 'vitest/config';

/** `unit` runs sources; `e2e` spawns the built program, so it needs `npm run build` first; `keychain` needs a Secret Service. */
export default defineConfig({
  test: {
    projects: [
      {
        test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: ['test/e2e/**', 'test/keychain/**'] },
      },
      { test: { name: 'e2e', include: ['test/e2e/**/*.test.ts'], testTimeout: 30_000 } },
      { test: { name: 'keychain', include: ['test/keychain/**/*.test.ts'], testTimeout: 30_000 } },
    ],
  },
});
