import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { migrate } from '../../src/core/store/migrate.ts';
import { openPostgres } from '../../src/core/store/postgres.ts';
import { schemaVersion } from './schema-version.ts';
import type { RunningTestDatabase } from './test-database-pool.ts';

/** The PostgreSQL to test on, from CONFAB_TEST_DATABASE_URL; null: none, and tests of it are skipped. */
export const serverUrl: string | null = process.env.CONFAB_TEST_DATABASE_URL || null;

/** CONFAB_REQUIRE_SERVERS=1: a missing server is a failure, and what needs none has its own run. */
export const mustHaveServers = process.env.CONFAB_REQUIRE_SERVERS === '1';

export interface ServerDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Any number: who prepares the template holds it. */
const TEMPLATE_LOCK = 7130247;
const POOL_SIZE = 4;

/** A new database without tables. */
export async function createServerDatabase(
  server: string,
  definition = "TEMPLATE template0 ENCODING 'UTF8'",
): Promise<ServerDatabase> {
  const name = `confab_test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(server, (admin) => admin.unsafe(`CREATE DATABASE ${name} ${definition}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asAdmin(server, (admin) => admin.unsafe(`DROP DATABASE ${name} WITH (FORCE)`)),
  };
}

/** A migrated database, copied from a template. */
export async function startServerTestDatabase(server: string): Promise<RunningTestDatabase> {
  const { url, drop } = await createServerDatabase(server, `TEMPLATE ${await ensureTemplate(server)}`);
  const database = await openPostgres({ url, poolSize: POOL_SIZE });
  return {
    database,
    url,
    stop: async () => {
      await database.close();
      await drop();
    },
  };
}

/** Test files run in processes of their own: the first prepares, the others wait for it. */
async function ensureTemplate(server: string): Promise<string> {
  const name = `confab_template_${await schemaVersion()}`;
  await asAdmin(server, async (admin) => {
    await admin`SELECT pg_advisory_lock(${TEMPLATE_LOCK})`;
    const found = await admin`SELECT 1 FROM pg_database WHERE datname = ${name}`;
    if (found.length > 0) return;
    const draft = await createServerDatabase(server);
    const database = await openPostgres({ url: draft.url, poolSize: 1 });
    await migrate(database);
    await database.close();
    // Under its final name it is always whole.
    await admin.unsafe(`ALTER DATABASE ${new URL(draft.url).pathname.slice(1)} RENAME TO ${name}`);
  });
  return name;
}

async function asAdmin(server: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(server, { max: 1, onnotice: () => {} });
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
