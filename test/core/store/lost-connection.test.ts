import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Database, type Queries, sqlState } from '../../../src/core/store/database.ts';
import { openPostgres } from '../../../src/core/store/postgres.ts';
import { ConnectionLost } from '../../../src/core/store/server-connection.ts';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { waitFor } from '../../support/wait-for.ts';

const ONE = { name: 'test_one', text: 'SELECT 1 AS one' };
const LONG = { name: 'test_long', text: 'SELECT pg_sleep(60)' };

const isOfLine = (error: unknown): boolean =>
  error instanceof ConnectionLost || (error instanceof Error && 'code' in error);

// An error that nobody can catch would fail the run as a whole.
describeOnServer('a connection that breaks within a transaction', (server) => {
  let line: TcpProxy;
  let db: Database;
  const open = (poolSize: number, settings = '') => {
    const target = new URL(server);
    target.host = `127.0.0.1:${line.port}`;
    target.search = settings;
    return openPostgres({ url: target.href, poolSize });
  };
  beforeEach(async () => {
    const port = Number(new URL(server).port || 5432);
    line = await startTcpProxy(() => [port]);
    db = await open(2);
  });
  afterEach(async () => {
    await db.close();
    await line.close();
  });

  const worksAgain = () =>
    waitFor('the database answers again', async () => (await db.run<{ one: number }>(ONE, [])).length === 1);

  it('fails that transaction and nothing else, whatever it was waiting for', async () => {
    for (const how of ['reset', 'cut'] as const) {
      let isRunning = false;
      const transaction = db.transaction(async (queries) => {
        await queries.run(ONE, []);
        isRunning = true;
        await queries.run(LONG, []);
      });
      const failed = expect(transaction).rejects.toThrow();
      await waitFor('it is running', () => isRunning);

      line[how]();

      await failed;
      await worksAgain();
    }
  });

  it('fails that transaction and nothing else when the server ends it', async () => {
    const transaction = db.transaction(async (queries) => {
      const [own] = await queries.run<{ pid: number }>(
        { name: 'test_pid', text: 'SELECT pg_backend_pid() AS pid' },
        [],
      );
      const ending = { name: 'test_end', text: 'SELECT pg_terminate_backend($1::int)' };
      await queries.run(ending, [own?.pid]);
    });

    await expect(transaction).rejects.toThrow();
    await worksAgain();
  });

  it('ends nothing but what was asked, at whatever step of a new connection it breaks', async () => {
    for (let step = 0; step < 6; step += 1) {
      line.reset();
      line.loseAnswers(1, step);
      await Promise.allSettled([db.run(ONE, []), db.transaction((queries) => queries.run(ONE, []))]);
      line.loseAnswers(0);
      await worksAgain();
    }
  });

  it('ends whatever was asked, wherever it breaks, and answers rightly after', async () => {
    const text = `SELECT n, repeat('x', 2000) AS filling FROM generate_series(1, $1::int) AS n`;
    const rows = async (count: number) => {
      const got = await db.run<{ n: number }>({ name: 'test_rows', text }, [count]);
      expect(got.map(({ n }) => n)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    };
    const both = (queries: Queries) =>
      Promise.all([queries.run(ONE, []), queries.run({ name: 'test_rows', text }, [90])]);
    let broken = 0;

    for (let step = 0; step < 60; step += 1) {
      const losing = line.loseAnswers(2, step % 12);
      const asked = [rows(150), rows(3), db.transaction(both), rows(90), db.transaction(both), rows(1)];
      const failures = (await Promise.allSettled(asked)).flatMap((one) =>
        one.status === 'rejected' ? [one.reason] : [],
      );
      expect(failures.filter((error) => sqlState(error) !== null || !isOfLine(error))).toEqual([]);
      broken += losing.lost;
    }
    line.loseAnswers(0);

    expect(broken).toBeGreaterThan(60);
    await worksAgain();
  });

  it('gives a line up that has fallen silent, and what waits behind it with it', async () => {
    await db.close();
    db = await open(3, 'statement_timeout=200');
    const unknown = Promise.allSettled([
      db.run(ONE, []),
      db.transaction((queries) => queries.run(ONE, [])),
      db.transaction(async (queries) => {
        await queries.run(ONE, []);
        line.silence();
        await queries.run(ONE, []);
      }),
    ]).then(async () => {
      const asked = [1, 2, 3].map(() => db.run(ONE, []));
      return await Promise.allSettled(asked);
    });

    const outcomes = await unknown;
    line.restore();

    expect(outcomes.map(({ status }) => status)).toEqual(Array(3).fill('rejected'));
    await worksAgain();
  });

  it('lets nothing of a lost transaction reach who has a connection after it', async () => {
    let isRunning = false;
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let late: Promise<string> = Promise.resolve('it was never tried');
    const lost = db.transaction(async (queries) => {
      await queries.run(ONE, []);
      isRunning = true;
      await gate;
      late = queries.run(ONE, []).then(
        () => 'it was run',
        () => 'it was refused',
      );
    });
    await waitFor('it is running', () => isRunning);

    line.reset();
    await expect(lost).rejects.toThrow();
    const next = db.transaction(async (queries) => {
      goOn();
      const rows = await queries.run(ONE, []);
      return [await late, rows];
    });

    expect(await next).toEqual(['it was refused', [{ one: 1 }]]);
  });

  it('lets a lost COMMIT fail: what became of it must be looked up', async () => {
    const losing = line.loseAnswers(0);
    const transaction = db.transaction(async (queries) => {
      await queries.run(ONE, []);
      line.loseAnswers(1);
    });

    await expect(transaction).rejects.toThrow();
    expect(losing.lost).toBe(1);
    await worksAgain();
  });
});
