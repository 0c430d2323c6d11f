import { defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** Runs the README's commands in a fresh clone. */
export default mergeConfig(
  base,
  defineConfig({
    test: { include: ['test/readme/**/*.test.ts'], exclude: [], testTimeout: 300_000, hookTimeout: 300_000 },
  }),
);
