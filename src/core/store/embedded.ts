import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite, type PGliteOptions, type Transaction, types } from '@electric-sql/pglite';
import { PgliteSession } from 'drizzle-orm/pglite';
import type { Database, Queries, Statement } from './database.ts';
import { type DirectoryLock, lockDirectory } from './directory-lock.ts';
import { dialect, ormOver } from './orm.ts';
import { UnusableStore } from './unusable-store.ts';
import { fromHex, toHex, toWire } from './wire-values.ts';

/**
 * Opens the embedded engine in `directory`, which it makes when there is none, and holds the directory's lock
 * until closed: two engines on one directory lose data in silence. Survives a killed process, not a power cut:
 * the engine never waits for the disk.
 *
 * @throws {UnusableStore} when another process has the directory, or it can not be used.
 */
export async function openEmbedded(directory: string): Promise<Database> {
  const lock = await takeDirectory(directory);
  try {
    const engine = await startEngine({ dataDir: join(directory, 'database') });
    const close = async () => {
      await engine.close();
      await lock.release();
    };
    return databaseOver(engine, close, () => birthOf(join(directory, 'database', 'PG_VERSION')));
  } catch (error) {
    await lock.release();
    throw new UnusableStore(
      `The embedded database in ${directory} does not open: ${reasonOf(error)}. Restore the directory from a backup, or set CONFAB_DATA_DIR to another one.`,
      { cause: error },
    );
  }
}

async function takeDirectory(directory: string): Promise<DirectoryLock> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await lockDirectory(directory);
  } catch (error) {
    if (error instanceof UnusableStore) throw error;
    throw new UnusableStore(
      `The data directory ${directory} can not be used: ${reasonOf(error)}. Set CONFAB_DATA_DIR to a directory that this user may write.`,
      { cause: error },
    );
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Starts an engine that converts values as {@link Statement} promises; without `dataDir`, in memory. */
export async function startEngine(options: PGliteOptions): Promise<PGlite> {
  return await PGlite.create({
    ...options,
    parsers: { [types.BYTEA]: fromHex, [types.INT8]: asIs },
    serializers: { [types.BYTEA]: toHex },
  });
}

const asIs = (text: string): string => text;

/** A file that is written once: whoever brings a directory back from a backup makes it anew. */
async function birthOf(file: string): Promise<string> {
  return `born ${(await stat(file)).birthtime.toISOString()}`;
}

/**
 * A running engine as a {@link Database}. Closing is the caller's: once, and after the last query.
 *
 * @param place  Where its files are; absent: in memory.
 */
export function databaseOver(
  engine: PGlite,
  close: () => Promise<void>,
  place: () => Promise<string> = async () => 'memory',
): Database {
  const transactionOfCaller = new AsyncLocalStorage<{ isOpen: boolean }>();
  const outside = queriesOver(engine);

  /** The engine has one connection, so this would wait for its own caller for ever. A loud error is better. */
  const refuseInside = (): void => {
    if (transactionOfCaller.getStore()?.isOpen !== true) return;
    throw new Error('The database itself was asked inside a transaction; use the queries handed to it.');
  };

  return {
    engine: 'embedded',
    get orm() {
      refuseInside();
      return outside.orm;
    },
    run: async (statement, parameters) => {
      refuseInside();
      return await outside.run(statement, parameters);
    },
    transaction: async (work) => {
      refuseInside();
      const scope = { isOpen: true };
      try {
        return await engine.transaction((transaction) =>
          transactionOfCaller.run(scope, () => workInside(transaction, work)),
        );
      } finally {
        scope.isOpen = false;
      }
    },
    ping: async () => {
      await engine.query('SELECT 1');
    },
    place,
    close,
  };
}

/** Runs `work`; a statement's error ends the transaction even when `work` caught it, as on a server. */
async function workInside<Result>(
  transaction: Transaction,
  work: (queries: Queries) => Promise<Result>,
): Promise<Result> {
  const failures: unknown[] = [];
  const query: Transaction['query'] = async (text, parameters, options) => {
    try {
      return await transaction.query(text, parameters, options);
    } catch (error) {
      failures.push(error);
      throw error;
    }
  };

  const result = await work(queriesOver({ ...transaction, query }));
  if (failures.length > 0) throw failures[0];
  return result;
}

function queriesOver(client: PGlite | Transaction): Queries {
  return {
    orm: ormOver(new PgliteSession(client, dialect, undefined)),
    run: async <Row extends object>(statement: Statement, parameters: readonly unknown[]) => {
      const { rows } = await client.query<Row>(statement.text, toWire(statement, parameters));
      return rows;
    },
  };
}
