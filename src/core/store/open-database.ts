import type { Database } from './database.ts';
import { openEmbedded } from './embedded.ts';
import { openPostgres } from './postgres.ts';

export interface DatabaseOptions {
  /** PostgreSQL 14 or later; null: the embedded engine in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
  /** Connections to PostgreSQL; the embedded engine has one. */
  readonly poolSize?: number;
}

const DEFAULT_POOL_SIZE = 10;

/**
 * Opens the store. Nothing is created or changed in it: see `migrate`.
 *
 * @throws {UnusableStore} with a sentence for the operator.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  if (options.databaseUrl === null) return await openEmbedded(options.dataDir);
  return await openPostgres({
    url: options.databaseUrl,
    poolSize: options.poolSize ?? DEFAULT_POOL_SIZE,
  });
}
