import type { PgSession, PreparedQueryConfig } from 'drizzle-orm/pg-core';
import { PostgresJsSession } from 'drizzle-orm/postgres-js';
import type { Row, Sql } from 'postgres';
import type { ConnectionPool } from './connection-pool.ts';
import type { Queries, Statement } from './database.ts';
import { dialect, ormOver } from './orm.ts';
import type { ServerConnection } from './server-connection.ts';
import { toWire } from './wire-values.ts';

/** What drizzle and we ask of the driver. */
export type Client = Pick<Sql, 'unsafe'>;

/** Not `simple`: the driver would leave a statement without parameters unprepared. */
const PREPARED = { prepare: true, simple: false };

/**
 * The driver on one connection, which is given up when it says nothing for too long.
 *
 * @param limitMs    Null: a statement may take as long as it likes.
 * @param onFailure  Hears of every statement that fails, also when its caller catches that.
 */
export function clientOver(
  connection: ServerConnection,
  limitMs: number | null,
  onFailure: (error: unknown) => void = () => {},
): Client {
  return {
    unsafe: <Rows extends Row[]>(...statement: Parameters<Client['unsafe']>) => {
      const query = connection.client.unsafe<Rows>(...statement);
      const timer =
        limitMs === null
          ? undefined
          : setTimeout(connection.giveUp, limitMs, `PostgreSQL has said nothing for ${limitMs} ms.`);
      query.then(
        () => clearTimeout(timer),
        (error: unknown) => {
          clearTimeout(timer);
          onFailure(error);
        },
      );
      return query;
    },
  };
}

/** Queries on one connection: those of a transaction. */
export function queriesOn(client: Client): Queries {
  return {
    orm: ormOver(sessionOn(client)),
    run: (statement, parameters) => runOn(client, statement, parameters),
  };
}

/** Queries that borrow a connection each. */
export function queriesFrom(pool: ConnectionPool, limitMs: number | null): Queries {
  const use = <Result>(work: (client: Client) => Promise<Result>) =>
    pool.shared((connection) => work(clientOver(connection, limitMs)));
  return {
    orm: ormOver(borrowingSession(use)),
    run: (statement, parameters) => use((client) => runOn(client, statement, parameters)),
  };
}

async function runOn<Row extends object>(
  client: Client,
  statement: Statement,
  parameters: readonly unknown[],
): Promise<Row[]> {
  const text = `/* ${statement.name} */ ${statement.text}`;
  return await client.unsafe<Row[]>(text, toWire(statement, parameters), PREPARED);
}

const sessionOn = (client: Client) =>
  new PostgresJsSession<Sql, Record<string, never>, Record<string, never>>(client as Sql, dialect, undefined);

/** A session whose statements find their connection when they are executed. */
function borrowingSession(
  use: <Result>(work: (client: Client) => Promise<Result>) => Promise<Result>,
): PgSession {
  const unsafe = () => {
    throw new Error('A statement was executed without a connection.');
  };
  const session = sessionOn({ unsafe });
  const prepareQuery = session.prepareQuery.bind(session);
  session.prepareQuery = <Config extends PreparedQueryConfig>(
    ...query: Parameters<typeof prepareQuery<Config>>
  ) => {
    const prepared = prepareQuery<Config>(...query);
    prepared.execute = (values) =>
      use((client) =>
        sessionOn(client)
          .prepareQuery<Config>(...query)
          .execute(values),
      );
    return prepared;
  };
  return session;
}
