import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import { checkServer } from './check-server.ts';
import type { Database, Queries, Statement } from './database.ts';
import { dialect, ormOver } from './orm.ts';
import { placeOf } from './server-place.ts';
import { UnusableStore } from './unusable-store.ts';
import { fromArrayLiteral, fromHex, toHex, toWire } from './wire-values.ts';

export interface PostgresOptions {
  readonly url: string;
  /** Connections for statements and transactions; notifications take two more when they are used. */
  readonly poolSize: number;
}

const CONNECT_TIMEOUT_S = 5;
const CLOSE_TIMEOUT_S = 5;
const PING_TIMEOUT_MS = 2_000;
/** After the server was away it is asked again at least this often, so that work resumes within a second. */
const RECONNECT_CAP_S = 0.5;

/** What every session of ours asks of the server; a value in DATABASE_URL (`?statement_timeout=…`) wins. */
const SESSION = {
  application_name: 'confab',
  statement_timeout: 30_000,
  // A writer that stands still would hold the locks of its workspace's counter.
  idle_in_transaction_session_timeout: 15_000,
  // Our statements differ in their parameters' contents, not in their best plan, and planning a large one
  // again costs more than running it.
  plan_cache_mode: 'force_generic_plan',
};

/** PostgreSQL's numbers of the types that the driver converts otherwise than the embedded engine does. */
const BYTEA = 17;
const JSON_TYPES = [114, 3802] as const;
/** Its numbers of lists of text, varchar, uuid, int8, numeric; int2, int4, float8; bool, timestamptz, bytea. */
const LISTS: readonly { readonly of: number; readonly parse: (text: string) => unknown }[] = [
  ...[1009, 1015, 2951, 1016, 1231].map((of) => ({ of, parse: asIs })),
  ...[1005, 1007, 1022].map((of) => ({ of, parse: Number })),
  { of: 1000, parse: (text) => text === 't' },
  { of: 1185, parse: (text) => new Date(text) },
  { of: 1001, parse: fromHex },
];

/**
 * Connects to a server and refuses one that is too old or that acknowledges before it has stored.
 *
 * @throws {UnusableStore}
 */
export async function openPostgres(options: PostgresOptions): Promise<Database> {
  const pool = connect(options.url, options.poolSize);
  try {
    await checkServer(pool, options.url);
  } catch (error) {
    await pool.end({ timeout: 0 });
    throw error;
  }

  // Apart from the pool: a NOTIFY takes a global lock at commit and must hold up nobody's statement.
  const signals = connect(options.url, 1);

  return {
    engine: 'postgres',
    ...queriesOver(pool),
    transaction: async (work) => {
      const done = await pool.begin('isolation level read committed', async (transaction) => {
        try {
          return { result: await work(queriesOver(transaction)) };
        } catch (error) {
          // The driver (3.4.9) would roll back on a connection that is gone, which ends the whole process: its write
          // fails in a timer, where nobody can catch it. It rejects the transaction by itself when the connection
          // closes, so this must only never come back to it.
          if (hasLostConnection(error)) return NEVER;
          throw error;
        }
      });
      return done.result;
    },
    notifications: {
      notify: async (channel, payload) => {
        await signals.notify(channel, payload);
      },
      listen: async (channel, onPayload) => {
        const { unlisten } = await signals.listen(channel, onPayload);
        return unlisten;
      },
    },
    ping: () => answersWithin(PING_TIMEOUT_MS, pool.unsafe('SELECT 1').execute()),
    place: () => placeOf(queriesOver(pool)),
    close: async () => {
      await Promise.all([pool.end({ timeout: CLOSE_TIMEOUT_S }), signals.end({ timeout: CLOSE_TIMEOUT_S })]);
    },
  };
}

function connect(url: string, poolSize: number): Sql {
  try {
    return postgres(url, {
      max: poolSize,
      connect_timeout: CONNECT_TIMEOUT_S,
      backoff: (retries: number) => Math.min(0.01 * 2 ** retries, RECONNECT_CAP_S),
      connection: SESSION,
      onnotice: () => {},
      // The driver would ask each new connection for the types of lists, and when the line breaks right then nobody
      // catches it, which ends the process. Ours are named below.
      fetch_types: false,
      types: {
        bytes: { to: BYTEA, from: [BYTEA], serialize: toHex, parse: fromHex },
        // Both drizzle and `run` hand over finished JSON; the driver would quote it once more.
        json: { to: JSON_TYPES[0], from: [JSON_TYPES[0]], serialize: asIs, parse: JSON.parse },
        jsonb: { to: JSON_TYPES[1], from: [JSON_TYPES[1]], serialize: asIs, parse: JSON.parse },
        ...Object.fromEntries(
          LISTS.map(({ of, parse }) => [
            `list_${of}`,
            { to: of, from: [of], serialize: asIs, parse: listOf(parse) },
          ]),
        ),
      },
    });
  } catch {
    // The parser's own error repeats the address, password included.
    throw new UnusableStore(
      'DATABASE_URL is not an address of PostgreSQL. Example: postgres://confab:secret@127.0.0.1:5432/confab',
    );
  }
}

/** Not `simple`: the driver would leave a statement without parameters unprepared. */
const PREPARED = { prepare: true, simple: false };

function asIs(text: string): string {
  return text;
}

const listOf = (parse: (text: string) => unknown) => (literal: string) =>
  fromArrayLiteral(literal).map((text) => (text === null ? null : parse(text)));

function queriesOver(client: Sql | TransactionSql): Queries {
  return {
    orm: ormOver(new PostgresJsSession(client as Sql, dialect, undefined)),
    run: async <Row extends object>(statement: Statement, parameters: readonly unknown[]) => {
      const text = `/* ${statement.name} */ ${statement.text}`;
      return await client.unsafe<Row[]>(text, toWire(statement, parameters), PREPARED);
    },
  };
}

const NEVER = new Promise<never>(() => {});

/** Whether a statement failed together with its connection, or the server said that it will close it. */
function hasLostConnection(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const { code, severity } = current as { code?: unknown; severity?: unknown };
    if (severity === 'FATAL' || severity === 'PANIC') return true;
    if (typeof code === 'string' && /^(?:CONNECTION_|E[A-Z]+$)/u.test(code)) return true;
  }
  return false;
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
  }
}
