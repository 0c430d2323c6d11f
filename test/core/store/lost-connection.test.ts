import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Database } from '../../../src/core/store/database.ts';
import { openPostgres } from '../../../src/core/store/postgres.ts';
import { describeOnServer } from '../../support/describe-on-every-engine.ts';
import { startTcpProxy, type TcpProxy } from '../../support/tcp-proxy.ts';
import { waitFor } from '../../support/wait-for.ts';

const ONE = { name: 'test_one', text: 'SELECT 1 AS one' };
const LONG = { name: 'test_long', text: 'SELECT pg_sleep(60)' };

// An error that nobody can catch would fail the run as a whole.
describeOnServer('a connection that breaks within a transaction', (server) => {
  let line: TcpProxy;
  let db: Database;
  beforeEach(async () => {
    const target = new URL(server);
    const port = Number(target.port || 5432);
    line = await startTcpProxy(() => [port]);
    target.host = `127.0.0.1:${line.port}`;
    db = await openPostgres({ url: target.href, poolSize: 2 });
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
