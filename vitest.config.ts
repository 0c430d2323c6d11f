import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Two copies of graphql (CJS and ESM) refuse each other's types: everybody gets the same file.
  resolve: { alias: { graphql: 'graphql/index.js' } },
  test: {
    include: ['test/**/*.test.ts'],
    // With a shell, curl and a build, or PostgreSQL of their own: in the run with servers.
    exclude: ['test/readme/**', 'test/bench/**'],
    pool: 'forks',
    // The default leaves one core idle, which on a machine with two is half of it.
    maxWorkers: '100%',
    // No limit on time is a guarantee of ours: these end a test that waits for what never comes, on any machine.
    expect: { poll: { timeout: 120_000 } },
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});
