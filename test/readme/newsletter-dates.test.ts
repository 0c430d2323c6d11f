import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { newsletterDates } from '../../scripts/newsletter-dates.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
afterAll(() => pool.stop());

it('shows in the README what policy really says to a newsletter on each day', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8');

  expect(readme, 'npx tsx scripts/print-newsletter-dates.ts prints it anew').toContain(
    await newsletterDates(await pool.open()),
  );
});
