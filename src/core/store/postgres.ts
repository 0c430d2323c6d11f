import { setTimeout as sleep } from 'node:timers/promises';
import postgres from 'postgres';
import { checkServer, type ServerFacts } from './check-server.ts';
import { type ConnectionPool, createConnectionPool } from './connection-pool.ts';
import { type Database, type Queries, sqlState } from './database.ts';
import { driverSettings } from './driver-settings.ts';
import { type Listener, startListener } from './listener.ts';
import { openServerConnection, type ServerConnection } from './server-connection.ts';
import { placeOf } from './server-place.ts';
import { clientOver, queriesFrom, queriesOn } from './server-queries.ts';
import { UnusableStore } from './unusable-store.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections for statements and transactions; notifications take two more when they are used. */
  readonly poolSize: number;
}

const PING_TIMEOUT_MS = 2_000;
/** The server ends a statement that takes too long, and says so; when it has not, this much later, the line is dead. */
const SILENCE_MS = 5_000;

/**
 * Connects to a server and refuses one that is too old or that acknowledges before it has stored.
 *
 * Every statement and every transaction ends: as the server says, or with {@link ConnectionLost} when the line
 * breaks, or when it has been silent for 5 s more than `statement_timeout` (30 s; another in DATABASE_URL).
 *
 * @throws {UnusableStore}
 */
export async function openPostgres({ url, poolSize }: PostgresOptions): Promise<Database> {
  checkAddress(url);
  const open = () => openServerConnection(url);
  const pool = createConnectionPool(open, poolSize);
  const limitMs = await askLimit(pool, url);
  const queries = queriesFrom(pool, limitMs);

  // Apart from the pool: a NOTIFY takes a global lock at commit and must hold up nobody's statement.
  const signals = createConnectionPool(open, 1);
  const listeners = new Set<Listener>();

  return {
    engine: 'postgres',
    ...queries,
    transaction: (work, options) =>
      pool.alone((connection) => transact(connection, options?.isUnlimited === true ? null : limitMs, work)),
    notifications: {
      notify: async (channel, payload) => {
        await queriesFrom(signals, limitMs).run(NOTIFY, [channel, payload]);
      },
      listen: (channel, onPayload, onChange) => {
        const listener = startListener({
          channel,
          onPayload,
          onChange,
          open: (onNotify) => openServerConnection(url, onNotify),
        });
        listeners.add(listener);
        return listener.stop;
      },
    },
    ping: () => answersWithin(PING_TIMEOUT_MS, queries.run(PING, [])),
    place: () => placeOf(queries),
    close: async () => {
      await Promise.all([pool.close(), signals.close(), ...[...listeners].map(({ stop }) => stop())]);
    },
  };
}

const PING = { name: 'ping', text: 'SELECT 1' };
const NOTIFY = { name: 'notify', text: 'SELECT pg_notify($1, $2)' };

async function transact<Result>(
  connection: ServerConnection,
  limitMs: number | null,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  const failures: unknown[] = [];
  let isOver = false;
  const client = clientOver(connection, limitMs, (error) => failures.push(error));
  const own: typeof client = {
    // What its work has left running must not reach the connection's next user.
    unsafe: (...statement) => {
      if (isOver) throw new Error('A statement came after its transaction was over.');
      return client.unsafe(...statement);
    },
  };
  await client.unsafe('BEGIN ISOLATION LEVEL READ COMMITTED');
  try {
    const result = await work(queriesOn(own));
    if (failures.length > 0) throw failures[0];
    isOver = true;
    await client.unsafe('COMMIT');
    return result;
  } catch (error) {
    isOver = true;
    if (!connection.isLost) await client.unsafe('ROLLBACK');
    throw sqlState(error) === IN_FAILED_TRANSACTION ? failures[0] : error;
  }
}

/** What PostgreSQL says to every statement behind the one that has failed. */
const IN_FAILED_TRANSACTION = '25P02';

async function askLimit(pool: ConnectionPool, url: string): Promise<number | null> {
  try {
    const ask = (statement: string) =>
      pool.alone(({ client }) => client.unsafe<ServerFacts[]>(statement).execute());
    const { statement_timeout_ms } = await checkServer(ask, url);
    return statement_timeout_ms === 0 ? null : statement_timeout_ms + SILENCE_MS;
  } catch (error) {
    await pool.close();
    throw error;
  }
}

function checkAddress(url: string): void {
  try {
    // Connects with its first statement, and gets none.
    postgres(url, driverSettings);
  } catch {
    // The parser's own error repeats the address, password included.
    throw new UnusableStore(
      'DATABASE_URL is not an address of PostgreSQL. Example: postgres://confab:secret@127.0.0.1:5432/confab',
    );
  }
}

async function answersWithin(timeoutMs: number, answer: Promise<unknown>): Promise<void> {
  const timeout = new AbortController();
  const late = sleep(timeoutMs, undefined, { signal: timeout.signal }).then(() => {
    throw new Error(`PostgreSQL did not answer within ${timeoutMs} ms.`);
  });
  try {
    await Promise.race([answer, late]);
  } finally {
    timeout.abort();
    late.catch(() => {});
    answer.catch(() => {});
  }
}
