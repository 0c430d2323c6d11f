import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type * as tables from './tables/index.ts';

/** drizzle's query builder, the same on both engines. */
export type Orm = PgDatabase<PgQueryResultHKT, typeof tables>;

/**
 * A statement that is run often enough to be prepared by name. Written as SQL text with $1, $2, …; results are
 * cast in SQL so that both engines return the same: int8 as `::float8` or `::text`, never bare.
 */
export interface Statement {
  /** Unique within the process; also its name in the database's statistics. */
  readonly name: string;
  readonly text: string;
}

/** What one transaction, or the database outside of one, can do. */
export interface Queries {
  readonly orm: Orm;
  /** Rows as plain objects with the column names of the statement. */
  run<Row extends object>(statement: Statement, parameters: readonly unknown[]): Promise<Row[]>;
}

/** The store: PostgreSQL or the embedded engine, alike for everybody above this file. */
export interface Database extends Queries {
  readonly engine: 'postgres' | 'embedded';
  /**
   * Runs `work` in one transaction (read committed). No I/O but the database's may be awaited inside: the
   * embedded engine has one connection, and a transaction that waits for a platform stops everybody.
   */
  transaction<Result>(work: (queries: Queries) => Promise<Result>): Promise<Result>;
  /**
   * Wake-ups between processes where there is no Redis: PostgreSQL's LISTEN/NOTIFY on a connection of its own.
   * Best effort; absent on the embedded engine, which has one process.
   */
  readonly notifications?: {
    notify(channel: string, payload: string): Promise<void>;
    /** Returns how to stop listening. Reconnects by itself; what came meanwhile is lost. */
    listen(channel: string, onPayload: (payload: string) => void): Promise<() => Promise<void>>;
  };
  /** Fails when the database can not be reached right now. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** PostgreSQL's code of an error, through whichever driver it came; null when it is none of the database's. */
export function sqlState(error: unknown): string | null {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    const code = (current as { code?: unknown }).code;
    if (typeof code === 'string' && /^[0-9A-Z]{5}$/u.test(code)) return code;
  }
  return null;
}

export const UNIQUE_VIOLATION = '23505';
