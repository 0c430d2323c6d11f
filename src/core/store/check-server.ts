import type { Sql } from 'postgres';
import { UnusableStore } from './unusable-store.ts';

interface ServerFacts {
  readonly version: string;
  readonly version_number: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
}

const OLDEST_VERSION = 140_000;

/**
 * What must be true of a server before anything is promised on its word. A commit that is acknowledged and then
 * lost in a power cut would be a customer's message that we answered for and no longer have.
 *
 * @throws {UnusableStore}
 */
export async function checkServer(sql: Sql, url: string): Promise<void> {
  const facts = await ask(sql, url);

  if (facts.version_number < OLDEST_VERSION) {
    throw new UnusableStore(
      `Confab needs PostgreSQL 14 or later; the server at ${addressOf(url)} is ${facts.version}. Upgrade it, or point DATABASE_URL to a newer one.`,
    );
  }
  if (facts.encoding !== 'UTF8') {
    throw new UnusableStore(
      `The database at ${addressOf(url)} is encoded in ${facts.encoding}, which can not hold every message. Create one with ENCODING 'UTF8' and point DATABASE_URL to it.`,
    );
  }
  if (facts.fsync !== 'on') {
    throw new UnusableStore(
      `The server at ${addressOf(url)} has fsync = ${facts.fsync}: a power cut would lose messages that were acknowledged. Set fsync = on and restart it.`,
    );
  }
  if (facts.synchronous_commit === 'off') {
    throw new UnusableStore(
      `The server at ${addressOf(url)} has synchronous_commit = off: a crash would lose messages that were acknowledged. Set synchronous_commit = on for this database or user.`,
    );
  }
}

async function ask(sql: Sql, url: string): Promise<ServerFacts> {
  try {
    const [facts] = await sql.unsafe<ServerFacts[]>(`
      SELECT current_setting('server_version') AS version,
             current_setting('server_version_num')::int AS version_number,
             current_setting('server_encoding') AS encoding,
             current_setting('fsync') AS fsync,
             current_setting('synchronous_commit') AS synchronous_commit`);
    if (facts === undefined) throw new Error('the server answered without a row');
    return facts;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UnusableStore(
      `PostgreSQL at ${addressOf(url)} can not be used: ${reason}. Check DATABASE_URL and that the server runs.`,
      { cause: error },
    );
  }
}

/** Host, port and database: what helps to find it, without user and password. */
function addressOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
