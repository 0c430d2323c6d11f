import { spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { mustHaveServers } from './server-databases.ts';

/** Tests that start a Redis of their own. Without the program they are skipped, or fail with CONFAB_REQUIRE_SERVERS=1. */
export function describeOnRedis(name: string, tests: () => void): void {
  if (spawnSync('redis-server', ['--version']).status === 0) describe(`${name} (Redis)`, tests);
  else if (mustHaveServers) {
    it(`${name} (Redis)`, () => {
      throw new Error('CONFAB_REQUIRE_SERVERS=1 needs redis-server on the path.');
    });
  } else it.skip(`${name} (Redis): needs redis-server on the path`, () => {});
}
