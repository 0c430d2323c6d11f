import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** The suites that run against PostgreSQL and Redis too; a missing server fails instead of skipping. */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: [
      'test/core/**/*.test.ts',
      'test/journeys/**/*.test.ts',
      'test/soak/**/*.test.ts',
      'test/graphql/**/*.test.ts',
      'test/readme/**/*.test.ts',
      'test/bench/**/*.test.ts',
    ],
    exclude: [],
  },
});
