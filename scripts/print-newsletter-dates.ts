import { startEmbeddedTestDatabase } from '../test/support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../test/support/test-database-pool.ts';
import { newsletterDates } from './newsletter-dates.ts';

/** Prints what the README shows. */
const pool = createTestDatabasePool(startEmbeddedTestDatabase);
process.stdout.write(await newsletterDates(await pool.open()));
await pool.stop();
