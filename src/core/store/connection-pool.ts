import { ConnectionLost, type ServerConnection } from './server-connection.ts';

/** Lends connections, each to one user at a time. */
export interface ConnectionPool {
  /**
   * Waits until a connection is free, for a bounded time, and lends it while `work` runs.
   *
   * @throws {ConnectionLost} in the moment in which the connection is lost, whatever `work` is waiting for then,
   *         or when none was free for too long.
   */
  use<Result>(work: (connection: ServerConnection) => Promise<Result>): Promise<Result>;
  /** Whoever has a connection may finish, within a bounded time; everybody else is refused. */
  close(): Promise<void>;
}

interface Lent {
  readonly connection: ServerConnection;
  readonly openedMs: number;
}

/** About what a webhook waits: nobody is helped by what would come later. */
const MAX_WAIT_MS = 10_000;
const CLOSE_TIMEOUT_MS = 5_000;
/** What a session has run stays in the server's memory. */
const MAX_AGE_MS = 60 * 60_000;

export function createConnectionPool(open: () => ServerConnection, size: number): ConnectionPool {
  /** The one used last is lent first: its statements are prepared, and a quiet process opens few. */
  const idle: Lent[] = [];
  const lent = new Set<Lent>();
  const waiting = new Set<{ take(one: Lent): void; refuse(reason: string): void }>();
  let isClosed = false;
  let onQuiet = () => {};

  const lend = (one: Lent): Lent => {
    lent.add(one);
    return one;
  };

  const free = (): Lent | null => {
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!one.connection.isLost) return one;
    }
    return lent.size < size ? { connection: open(), openedMs: performance.now() } : null;
  };

  const borrow = async (): Promise<Lent> => {
    if (isClosed) throw new ConnectionLost('The database is closed.');
    const one = free();
    if (one !== null) return lend(one);
    return await new Promise((resolve, reject) => {
      const take = (next: Lent) => {
        clearTimeout(timer);
        waiting.delete(waiter);
        resolve(lend(next));
      };
      const refuse = (reason: string) => {
        clearTimeout(timer);
        waiting.delete(waiter);
        reject(new ConnectionLost(reason));
      };
      const waiter = { take, refuse };
      const timer = setTimeout(refuse, MAX_WAIT_MS, 'No connection to PostgreSQL was free in time.');
      waiting.add(waiter);
    });
  };

  const giveBack = (one: Lent) => {
    lent.delete(one);
    if (isClosed || performance.now() - one.openedMs > MAX_AGE_MS) void one.connection.end();
    else if (!one.connection.isLost) idle.push(one);
    if (lent.size === 0) onQuiet();
    const [next] = waiting;
    const unused = next === undefined ? null : free();
    if (unused !== null) next?.take(unused);
  };

  return {
    async use(work) {
      const one = await borrow();
      const { connection } = one;
      try {
        return await new Promise((resolve, reject) => {
          connection.onLost(reject);
          work(connection).then(resolve, reject);
        });
      } finally {
        connection.onLost(null);
        giveBack(one);
      }
    },

    async close() {
      isClosed = true;
      for (const waiter of waiting) waiter.refuse('The database is closed.');
      if (lent.size > 0) {
        const quiet = new Promise<void>((resolve) => {
          onQuiet = resolve;
        });
        const timer = setTimeout(onQuiet, CLOSE_TIMEOUT_MS);
        await quiet;
        clearTimeout(timer);
      }
      for (const { connection } of lent) connection.giveUp('The database is closed.');
      await Promise.all(idle.splice(0).map(({ connection }) => connection.end()));
    },
  };
}
