import type { Database } from '../../src/core/store/database.ts';

/** A migrated, empty database that nobody else uses. */
export interface TestDatabase extends Database {
  /** Where another process finds it; null: the embedded engine, in memory. */
  readonly url: string | null;
}
