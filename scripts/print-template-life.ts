import { startEmbeddedTestDatabase } from '../test/support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../test/support/test-database-pool.ts';
import { templateLife } from './template-life.ts';

/** Prints what the README shows. */
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
process.stdout.write(await templateLife(await pool.open()));
await pool.stop();
