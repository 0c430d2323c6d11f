import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Each of these starts many processes and servers of its own, and has the machine to itself. */
const MACHINES = ['test/bench/**/*.test.ts', 'test/soak/**/*.test.ts', 'test/journeys/{faults,kill}.test.ts'];

/** The suites that run against PostgreSQL and Redis too; a missing server fails instead of skipping. */
export default defineConfig({
  test: {
    projects: [
      {
        ...base,
        test: {
          ...base.test,
          name: 'suites',
          include: ['test/{core,journeys,graphql,readme}/**/*.test.ts'],
          exclude: MACHINES,
          sequence: { groupOrder: 0 },
        },
      },
      {
        ...base,
        test: {
          ...base.test,
          name: 'machines',
          include: MACHINES,
          exclude: [],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
