import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Database } from '../../../src/core/store/database.ts';
import { databaseOver, startEngine } from '../../../src/core/store/embedded.ts';
import { migrate } from '../../../src/core/store/migrate.ts';
import { openPostgres } from '../../../src/core/store/postgres.ts';
import { UnusableStore } from '../../../src/core/store/unusable-store.ts';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';
import { createServerDatabase, mustHaveServers } from '../../support/server-databases.ts';

const FOLDER = new URL('../../../drizzle/', import.meta.url);

/** All of them, oldest first, as they lie in the repository. */
async function migrationFiles() {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (file) => ({
      name: file.replace('.sql', ''),
      text: await readFile(new URL(file, FOLDER), 'utf8'),
    })),
  );
}

/** What an earlier version left behind: its first `count` migrations, and a workspace that was made with them. */
async function leaveAsAnEarlierVersionDid(database: Database, count: number): Promise<void> {
  const files = (await migrationFiles()).slice(0, count);
  await run(
    database,
    'CREATE TABLE migrations (name text PRIMARY KEY, hash text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())',
  );
  for (const { name, text } of files) {
    for (const statement of text.split('--> statement-breakpoint')) await run(database, statement);
    await run(database, 'INSERT INTO migrations (name, hash) VALUES ($1, $2)', [
      name,
      createHash('sha256').update(text).digest('hex'),
    ]);
  }
  await run(
    database,
    "INSERT INTO workspaces (id, name, wrapped_data_key, created_at) VALUES ('018f0000-0000-7000-8000-000000000001', 'From before', '\\x00', now())",
  );
  await run(
    database,
    "INSERT INTO contacts (id, workspace_id, name, attributes, tags, created_at) VALUES ('018f0000-0000-7000-8000-000000000002', '018f0000-0000-7000-8000-000000000001', 'Ada', '{}', '{}', now())",
  );
}

let statements = 0;
const run = (database: Database, text: string, parameters: readonly unknown[] = []) => {
  statements += 1;
  return database.run<Record<string, unknown>>({ name: `migrate_test_${statements}`, text }, parameters);
};

async function empty(database: Database): Promise<void> {
  await run(database, 'DROP SCHEMA public CASCADE');
  await run(database, 'CREATE SCHEMA public');
}

function tests(open: () => Promise<Database>): void {
  it('brings a database of every earlier version forward and keeps what is in it', async () => {
    const names = (await migrationFiles()).map(({ name }) => name);

    const database = await open();

    for (let count = 1; count <= names.length; count += 1) {
      await empty(database);
      await leaveAsAnEarlierVersionDid(database, count);

      expect(await migrate(database)).toEqual(names.slice(count));
      expect(await run(database, 'SELECT name FROM contacts')).toEqual([{ name: 'Ada' }]);
      expect(await migrate(database)).toEqual([]);
    }
  });

  it('lets processes that start together take turns', async () => {
    const database = await open();

    const applied = await Promise.all([migrate(database), migrate(database), migrate(database)]);

    expect(applied.flat()).toEqual((await migrationFiles()).map(({ name }) => name));
  });

  it('refuses a database that a newer version has made, and leaves it as it is', async () => {
    const database = await open();
    await migrate(database);
    await run(database, "INSERT INTO migrations (name, hash) VALUES ('9999_from_the_future', 'x')");

    await expect(migrate(database)).rejects.toThrow(UnusableStore);
    await expect(migrate(database)).rejects.toThrow(
      'was made by a newer version of Confab: it has the migration 9999_from_the_future',
    );
  });

  it('refuses a database whose migrations had other contents', async () => {
    const database = await open();
    await migrate(database);
    await run(database, "UPDATE migrations SET hash = 'edited' WHERE name LIKE '0000%'");

    await expect(migrate(database)).rejects.toThrow('was made from other migrations: it has 0000_initial');
  });

  it('applies all that is missing, or nothing', async () => {
    const database = await open();
    const { length } = await migrationFiles();
    await leaveAsAnEarlierVersionDid(database, length - 1);
    const before = await tablesOf(database);
    // The last thing that a migration does is to record itself.
    await run(database, 'ALTER TABLE migrations ADD CONSTRAINT is_full CHECK (false) NOT VALID');

    await expect(migrate(database)).rejects.toThrow();

    expect(await run(database, 'SELECT count(*)::int AS count FROM migrations')).toEqual([
      { count: length - 1 },
    ]);
    expect(await tablesOf(database)).toEqual(before);
  });
}

async function tablesOf(database: Database): Promise<string[]> {
  const rows = await run(
    database,
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1",
  );
  return rows.map(({ name }) => String(name));
}

if (!mustHaveServers) {
  describe('migrations (embedded)', () => {
    const started = startEngine({});
    afterAll(async () => (await started).close());
    tests(async () => {
      const database = databaseOver(await started, async () => {});
      await empty(database);
      return database;
    });
  });
}

describeOnServer('migrations', (server) => {
  tests(async () => {
    const { url, drop } = await createServerDatabase(server);
    const database = await openPostgres({ url, poolSize: 4 });
    onTestFinished(async () => {
      await database.close();
      await drop();
    });
    return database;
  });
});
