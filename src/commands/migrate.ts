import type { Config } from '../config.ts';
import { migrate } from '../core/store/migrate.ts';
import { openDatabase } from '../core/store/open-database.ts';

/** Brings the database up to date. Running processes of the version before keep working meanwhile. */
export async function migrateOnly(config: Config): Promise<void> {
  const database = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(database);
    process.stdout.write('The database is up to date.\n');
  } finally {
    await database.close();
  }
}
