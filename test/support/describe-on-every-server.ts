import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { openPostgres } from '../../src/core/store/postgres.ts';
import { describeOnServer } from './describe-on-every-engine.ts';
import { mustHaveServers } from './server-databases.ts';

/** What a gateway of its own process is told: nothing (embedded), or a fresh database on the server. */
export type DatabaseSetting = () => Promise<{ readonly databaseUrl?: string }>;

/** Journeys through whole processes, on the embedded engine and on PostgreSQL. */
export function describeOnEveryServer(name: string, journeys: (database: DatabaseSetting) => void): void {
  if (!mustHaveServers) describe(`${name} (embedded)`, () => journeys(async () => ({})));
  describeOnServer(name, (server) => journeys(() => freshDatabase(server)));
}

/** Left behind for the server's owner to drop: a killed gateway may still hold connections to it. */
async function freshDatabase(server: string): Promise<{ readonly databaseUrl: string }> {
  const name = `confab_journey_${randomUUID().replaceAll('-', '')}`;
  const connection = await openPostgres({ url: server, poolSize: 1 });
  await connection.run({ name: 'create_database', text: `CREATE DATABASE ${name}` }, []);
  await connection.close();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { databaseUrl: url.href };
}
