import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { sql } from 'drizzle-orm';
import type { Database, Queries, Statement } from './database.ts';
import { UnusableStore } from './unusable-store.ts';

interface Migration {
  readonly name: string;
  readonly hash: string;
  readonly statements: readonly string[];
}

/** By the package's own name: where this file stands is up to the build. */
const FOLDER = new URL(
  'drizzle/',
  pathToFileURL(createRequire(import.meta.url).resolve('confab/package.json')),
);

/** Any number, as long as every version of Confab takes the same. */
const LOCK: Statement = { name: 'lock_migrations', text: 'SELECT pg_advisory_xact_lock(7130246)' };
const NO_TIME_LIMIT: Statement = { name: 'migrate_without_limit', text: 'SET LOCAL statement_timeout = 0' };
const CREATE_TABLE: Statement = {
  name: 'create_migrations',
  text: `
    CREATE TABLE IF NOT EXISTS migrations (
      name text PRIMARY KEY,
      hash text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`,
};
const LIST: Statement = { name: 'list_migrations', text: 'SELECT name, hash FROM migrations ORDER BY name' };
const RECORD: Statement = {
  name: 'record_migration',
  text: 'INSERT INTO migrations (name, hash) VALUES ($1, $2)',
};

/**
 * Brings the database forward to this version's tables: all missing migrations, in one transaction, or none.
 * Processes that start together take turns; the later ones find nothing left to do.
 *
 * @returns the names of those applied now.
 * @throws {UnusableStore} when the database is ahead of this version, or was made from other migrations.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const migrations = await readMigrations();
  return await database.transaction(
    async (queries) => {
      await queries.run(NO_TIME_LIMIT, []);
      await queries.run(LOCK, []);
      await queries.run(CREATE_TABLE, []);
      const missing = missingOf(migrations, await queries.run<{ name: string; hash: string }>(LIST, []));
      for (const migration of missing) await apply(queries, migration);
      return missing.map(({ name }) => name);
    },
    { isUnlimited: true },
  );
}

function missingOf(
  migrations: readonly Migration[],
  applied: readonly { name: string; hash: string }[],
): readonly Migration[] {
  for (const [index, { name, hash }] of applied.entries()) {
    const known = migrations[index];
    if (known === undefined) {
      throw new UnusableStore(
        `The database was made by a newer version of Confab: it has the migration ${name}, which this one does not know. Start that version, or restore a backup from before the upgrade.`,
      );
    }
    if (known.name !== name || known.hash !== hash) {
      throw new UnusableStore(
        `The database was made from other migrations: it has ${name} where this version has ${known.name}, or the same with other contents. Use the version that made it, or a fresh database.`,
      );
    }
  }
  return migrations.slice(applied.length);
}

async function apply(queries: Queries, { name, hash, statements }: Migration): Promise<void> {
  for (const statement of statements) await queries.orm.execute(sql.raw(statement));
  await queries.run(RECORD, [name, hash]);
}

/** In the order of drizzle's journal, which is the order of their names. */
async function readMigrations(): Promise<readonly Migration[]> {
  const journal: { entries: { tag: string }[] } = JSON.parse(await read('meta/_journal.json'));
  return await Promise.all(
    journal.entries.map(async ({ tag }) => {
      const text = await read(`${tag}.sql`);
      return {
        name: tag,
        hash: createHash('sha256').update(text).digest('hex'),
        statements: text.split('--> statement-breakpoint'),
      };
    }),
  );
}

async function read(path: string): Promise<string> {
  return await readFile(new URL(path, FOLDER), 'utf8');
}
