import { UnusableStore } from './unusable-store.ts';

export interface ServerFacts {
  readonly version: string;
  readonly version_number: number;
  readonly encoding: string;
  readonly fsync: string;
  readonly synchronous_commit: string;
  /** Of this session; 0: none. */
  readonly statement_timeout_ms: number;
}

const OLDEST_VERSION = 140_000;

/**
 * What must be true of a server before anything is promised on its word. A commit that is acknowledged and then
 * lost in a power cut would be a customer's message that we answered for and no longer have.
 *
 * @param ask  Runs a statement on a session of ours.
 * @returns what it says about itself and this session.
 * @throws {UnusableStore}
 */
export async function checkServer(
  ask: (statement: string) => Promise<readonly ServerFacts[]>,
  url: string,
): Promise<ServerFacts> {
  const facts = await readFacts(ask, url);

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
  return facts;
}

async function readFacts(
  ask: (statement: string) => Promise<readonly ServerFacts[]>,
  url: string,
): Promise<ServerFacts> {
  try {
    const [facts] = await ask(`
      SELECT current_setting('server_version') AS version,
             current_setting('server_version_num')::int AS version_number,
             current_setting('server_encoding') AS encoding,
             current_setting('fsync') AS fsync,
             current_setting('synchronous_commit') AS synchronous_commit,
             (SELECT setting::int FROM pg_settings WHERE name = 'statement_timeout') AS statement_timeout_ms`);
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

/** Hosts, ports and database: what helps to find it, without user and password. Several hosts make no URL. */
function addressOf(url: string): string {
  return url
    .replace(/\?.*$/su, '')
    .replace(/^.*@/su, '')
    .replace(/^[a-z]+:\/\//u, '');
}
