import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** drizzle's query builder, the same on both engines. Transactions are the {@link Database}'s, not the builder's. */
export type Orm = Omit<PgDatabase<PgQueryResultHKT>, 'transaction' | 'query' | '_' | '$cache'>;

/**
 * A statement that is run often enough to be prepared, written as SQL text with $1, $2, …
 *
 * Parameters may be strings, numbers, booleans, null, dates, bytes, lists of those (`$1::uuid[]`) and objects,
 * which go as JSON (`$1::jsonb`; a list that is meant as JSON goes through `JSON.stringify`). Results come back
 * alike from both engines: timestamptz as Date, bytea as Uint8Array, jsonb parsed, int8 and numeric as text,
 * so a count or a sum is cast in SQL (`count(*)::float8`), and a list that may hold null goes out as jsonb.
 */
export interface Statement {
  /** Unique within the process; stands before the text as a comment, so that the database's statistics show it. */
  readonly name: string;
  readonly text: string;
}

/** What one transaction, or the database outside of one, can do. */
export interface Queries {
  readonly orm: Orm;
  /** Rows as plain objects with the column names of the statement. */
  run<Row extends object>(statement: Statement, parameters: readonly unknown[]): Promise<Row[]>;
}

export interface TransactionOptions {
  /** Its statements may take as long as they like: those of a migration. */
  readonly isUnlimited?: boolean;
}

/** Whether notifications come through. */
export type Hearing = { readonly isHearing: true } | { readonly isHearing: false; readonly error: unknown };

/** The store: PostgreSQL or the embedded engine, alike for everybody above this file. */
export interface Database extends Queries {
  readonly engine: 'postgres' | 'embedded';
  /**
   * Runs `work` in one transaction (read committed). No I/O but the database's may be awaited inside: the
   * embedded engine has one connection, and a transaction that waits for a platform stops everybody. Inside,
   * only the `queries` handed in may be used: they nest in nothing, and asking the database itself would wait
   * for a connection that this very transaction holds.
   *
   * @throws the first error of the database inside `work`, also when `work` caught it: PostgreSQL has undone
   *         the transaction by then. What may fail without harm is written so that it can not (ON CONFLICT).
   */
  transaction<Result>(
    work: (queries: Queries) => Promise<Result>,
    options?: TransactionOptions,
  ): Promise<Result>;
  /**
   * Wake-ups between processes where there is no Redis: PostgreSQL's LISTEN/NOTIFY on a connection of its own.
   * Best effort; absent on the embedded engine, which has one process.
   */
  readonly notifications?: {
    notify(channel: string, payload: string): Promise<void>;
    /**
     * Listens until it is stopped, over whatever happens to the line: `onChange` tells when it begins to hear, and
     * when it no longer does and why. What is said in between is lost.
     *
     * @param channel  Lower-case letters and underscores.
     * @returns how to stop.
     */
    listen(
      channel: string,
      onPayload: (payload: string) => void,
      onChange: (hearing: Hearing) => void,
    ): () => Promise<void>;
  };
  /**
   * Names where this database lives, once it is migrated: the same after every restart, and another one for a
   * copy that was made from a backup.
   */
  place(): Promise<string>;
  /** Fails when the database can not be reached right now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL's code of an error, through whichever driver it came; null when it is none of the database's. */
export function sqlState(error: unknown): string | null {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^(?=.*\d)[0-9A-Z]{5}$/u.test(code)) return code;
  }
  return null;
}

export const UNIQUE_VIOLATION = '23505';
