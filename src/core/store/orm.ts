import { DrizzleQueryError } from 'drizzle-orm';
import { PgDatabase, PgDialect, type PgSession, type PreparedQueryConfig } from 'drizzle-orm/pg-core';
import type { Orm } from './database.ts';

/** Holds no state of a query: one serves all. */
export const dialect = new PgDialect();

/** The query builder over one driver's session: the pool, or one transaction. */
export function ormOver(session: PgSession): Orm {
  return new PgDatabase(dialect, withPlainErrors(session), undefined);
}

/**
 * drizzle puts a failed query's parameters into the error's message, from where they would reach the logs; they
 * hold customers' words. What the driver threw says enough: its code, the constraint, the statement's place.
 */
function withPlainErrors(session: PgSession): PgSession {
  const prepareQuery = session.prepareQuery.bind(session);
  session.prepareQuery = <Config extends PreparedQueryConfig>(
    ...query: Parameters<typeof prepareQuery<Config>>
  ) => {
    const prepared = prepareQuery<Config>(...query);
    const execute = prepared.execute.bind(prepared);
    prepared.execute = async (values) => {
      try {
        return await execute(values);
      } catch (error) {
        throw error instanceof DrizzleQueryError ? (error.cause ?? error) : error;
      }
    };
    return prepared;
  };
  return session;
}
