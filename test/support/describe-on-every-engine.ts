import { afterAll, afterEach, describe, it } from 'vitest';
import { startEmbeddedTestDatabase } from './embedded-test-engine.ts';
import { mustHaveServers, serverUrl, startServerTestDatabase } from './server-databases.ts';
import type { TestDatabase } from './test-database.ts';
import { createTestDatabasePool, type RunningTestDatabase } from './test-database-pool.ts';

/** Opens an empty, migrated database; it is closed after the test that opened it. */
export type OpenTestDatabase = () => Promise<TestDatabase>;

/**
 * The same tests on the embedded engine and on PostgreSQL, so that neither is promised what only the other
 * keeps. Without CONFAB_TEST_DATABASE_URL the second half is skipped. With CONFAB_REQUIRE_SERVERS=1 it fails then, and
 * the first half is left to the run without servers.
 */
export function describeOnEveryEngine(name: string, tests: (open: OpenTestDatabase) => void): void {
  if (!mustHaveServers) {
    describe(`${name} (embedded)`, () => {
      tests(pooled(startEmbeddedTestDatabase));
    });
  }
  describeOnServer(name, (server) => {
    tests(pooled(() => startServerTestDatabase(server)));
  });
}

/** Tests of what only a server has. */
export function describeOnServer(name: string, tests: (serverUrl: string) => void): void {
  if (serverUrl !== null) {
    const server = serverUrl;
    describe(`${name} (PostgreSQL)`, () => {
      tests(server);
    });
  } else if (mustHaveServers) {
    it(`${name} (PostgreSQL)`, () => {
      throw new Error(
        'CONFAB_REQUIRE_SERVERS=1 needs CONFAB_TEST_DATABASE_URL, a server to make databases on.',
      );
    });
  } else {
    it.skip(`${name} (PostgreSQL): needs CONFAB_TEST_DATABASE_URL`, () => {});
  }
}

function pooled(start: () => Promise<RunningTestDatabase>): OpenTestDatabase {
  const pool = createTestDatabasePool(start);
  let opened: TestDatabase[] = [];
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
  });
  afterAll(() => pool.stop());
  return async () => {
    const database = await pool.open();
    opened.push(database);
    return database;
  };
}
