import { ConnectionLost, type ServerConnection } from './server-connection.ts';

type Work<Result> = (connection: ServerConnection) => Promise<Result>;

/** Lends connections. Whoever finds none free waits for a bounded time, in the order in which they came. */
export interface ConnectionPool {
  /**
   * Lends a connection for several statements that nobody else's may come between.
   *
   * @throws {ConnectionLost} in the moment in which the connection is lost, whatever `work` is waiting for then,
   *         or when none was free for too long.
   */
  alone<Result>(work: Work<Result>): Promise<Result>;
  /** The same for one statement: when all are busy, statements go out on one connection, one behind the other. */
  shared<Result>(work: Work<Result>): Promise<Result>;
  /** Whoever has a connection may finish, within a bounded time; everybody else is refused. */
  close(): Promise<void>;
}

interface Lent {
  readonly connection: ServerConnection;
  readonly openedMs: number;
  /** How to tell each of its users that it is lost. */
  readonly users: Set<(error: ConnectionLost) => void>;
  mayBeShared: boolean;
}

interface Waiting {
  readonly mayShare: boolean;
  take(one: Lent): void;
  refuse(reason: string): void;
}

/** About what a webhook waits: nobody is helped by what would come later. */
const MAX_WAIT_MS = 10_000;
/** So many statements share a connection at most: the last one waits for all before it. */
const MAX_SHARING = 32;
const CLOSE_TIMEOUT_MS = 5_000;
/** What a session has run stays in the server's memory. */
const MAX_AGE_MS = 60 * 60_000;

export function createConnectionPool(open: () => ServerConnection, size: number): ConnectionPool {
  /** The one used last is lent first: its statements are prepared, and a quiet process opens few. */
  const idle: Lent[] = [];
  const busy = new Set<Lent>();
  const waiting = new Set<Waiting>();
  let isClosed = false;
  let onQuiet = () => {};

  const openOne = (): Lent => {
    const users = new Set<(error: ConnectionLost) => void>();
    const connection = open();
    connection.onLost((error) => {
      for (const tell of users) tell(error);
    });
    return { connection, users, openedMs: performance.now(), mayBeShared: false };
  };

  const findFree = (): Lent | null => {
    for (let one = idle.pop(); one !== undefined; one = idle.pop()) {
      if (!one.connection.isLost) return one;
    }
    return busy.size < size ? openOne() : null;
  };

  const findShared = (): Lent | null => {
    let least: Lent | null = null;
    for (const one of busy) {
      if (!one.mayBeShared || one.connection.isLost || one.users.size >= MAX_SHARING) continue;
      if (least === null || one.users.size < least.users.size) least = one;
    }
    return least;
  };

  const find = (mayShare: boolean): Lent | null => {
    const one = findFree();
    if (one === null) return mayShare ? findShared() : null;
    one.mayBeShared = mayShare;
    busy.add(one);
    return one;
  };

  /** Nobody joins others while somebody waits for a connection alone, who would wait for ever. */
  const serve = () => {
    for (const next of waiting) {
      const one = find(next.mayShare);
      if (one === null) return;
      next.take(one);
    }
  };

  const wait = (mayShare: boolean, work: (one: Lent) => void, refuse: (error: ConnectionLost) => void) => {
    const leave = () => {
      clearTimeout(timer);
      waiting.delete(waiter);
    };
    const waiter: Waiting = {
      mayShare,
      take: (one) => {
        leave();
        work(one);
      },
      refuse: (reason) => {
        leave();
        refuse(new ConnectionLost(reason));
      },
    };
    const timer = setTimeout(waiter.refuse, MAX_WAIT_MS, 'No connection to PostgreSQL was free in time.');
    waiting.add(waiter);
  };

  const giveBack = (one: Lent) => {
    if (one.users.size > 0) {
      if (waiting.size > 0) serve();
      return;
    }
    busy.delete(one);
    if (isClosed || performance.now() - one.openedMs > MAX_AGE_MS) void one.connection.end();
    else if (!one.connection.isLost) idle.push(one);
    if (busy.size === 0) onQuiet();
    serve();
  };

  const lend = <Result>(mayShare: boolean, work: Work<Result>): Promise<Result> =>
    new Promise((resolve, reject) => {
      const begin = (one: Lent) => {
        const done = () => {
          if (one.users.delete(tell)) giveBack(one);
        };
        const tell = (error: ConnectionLost) => {
          reject(error);
          done();
        };
        one.users.add(tell);
        work(one.connection).then(resolve, reject).finally(done);
      };
      if (isClosed) return reject(new ConnectionLost('The database is closed.'));
      const one = waiting.size > 0 ? null : find(mayShare);
      if (one === null) wait(mayShare, begin, reject);
      else begin(one);
    });

  return {
    alone: (work) => lend(false, work),
    shared: (work) => lend(true, work),
    async close() {
      isClosed = true;
      for (const waiter of waiting) waiter.refuse('The database is closed.');
      if (busy.size > 0) {
        const quiet = new Promise<void>((resolve) => {
          onQuiet = resolve;
        });
        const timer = setTimeout(onQuiet, CLOSE_TIMEOUT_MS);
        await quiet;
        clearTimeout(timer);
      }
      for (const { connection } of busy) connection.giveUp('The database is closed.');
      await Promise.all(idle.splice(0).map(({ connection }) => connection.end()));
    },
  };
}
