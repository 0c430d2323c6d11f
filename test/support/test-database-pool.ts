import type { Database } from '../../src/core/store/database.ts';
import type { TestDatabase } from './test-database.ts';

export interface RunningTestDatabase {
  readonly database: Database;
  readonly url: string | null;
  /** Closes it and leaves nothing behind. */
  stop(): Promise<void>;
}

export interface TestDatabasePool {
  /** Closing gives it back. */
  open(): Promise<TestDatabase>;
  stop(): Promise<void>;
}

/**
 * Databases are slow to start and fast to empty, so that the tests of a file share them: one that was closed is
 * emptied for the next test. Those that are open at once are apart.
 */
export function createTestDatabasePool(start: () => Promise<RunningTestDatabase>): TestDatabasePool {
  const all: RunningTestDatabase[] = [];
  const free: RunningTestDatabase[] = [];

  return {
    open: async () => {
      const used = free.pop();
      if (used !== undefined) await empty(used.database);
      const running = used ?? (await start());
      if (used === undefined) all.push(running);
      const { database, url } = running;
      return {
        engine: database.engine,
        get orm() {
          return database.orm;
        },
        run: database.run,
        transaction: database.transaction,
        ...(database.notifications === undefined ? {} : { notifications: database.notifications }),
        place: database.place,
        ping: database.ping,
        url,
        close: async () => {
          if (!free.includes(running)) free.push(running);
        },
      };
    },
    stop: async () => {
      await Promise.all(all.map((running) => running.stop()));
    },
  };
}

/** One statement: foreign keys are checked when all of it is done. TRUNCATE would wait for the disk per table. */
async function empty(database: Database): Promise<void> {
  const tables = await database.run<{ name: string }>(
    {
      name: 'test_tables',
      text: `SELECT format('%I', tablename) AS name
               FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'migrations'`,
    },
    [],
  );
  const deletions = tables.map(({ name }) => `of_${name} AS (DELETE FROM ${name})`);
  await database.run({ name: 'test_empty', text: `WITH ${deletions.join(', ')} SELECT` }, []);
}
