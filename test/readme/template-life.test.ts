import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { templateLife } from '../../scripts/template-life.ts';
import { startEmbeddedTestDatabase } from '../support/embedded-test-engine.ts';
import { createTestDatabasePool } from '../support/test-database-pool.ts';

const pool = createTestDatabasePool(startEmbeddedTestDatabase);
afterAll(() => pool.stop());

it('shows in the README what becomes of a template and of messages with it', async () => {
  const readme = await readFile(resolve(import.meta.dirname, '../../README.md'), 'utf8');

  expect(readme, 'npx tsx scripts/print-template-life.ts prints it anew').toContain(
    await templateLife(await pool.open()),
  );
});
