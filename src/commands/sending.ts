import type { Config } from '../config.ts';
import { confirmSending, type QueuedBefore } from '../core/inbox/confirm-sending.ts';
import { systemClock } from '../core/model/clock.ts';
import type { Database } from '../core/store/database.ts';
import { holdIfRestored } from '../core/store/instance.ts';
import { migrate } from '../core/store/migrate.ts';
import { openDatabase } from '../core/store/open-database.ts';

/** Tells whether what is queued leaves; finds out itself when the gateway has not been started since a restore. */
export async function showSending(config: Config): Promise<void> {
  await withDatabase(config, async (db) => {
    const sending = await holdIfRestored(db, 'auto');
    const line =
      sending.kind === 'on'
        ? 'What is queued is sent.'
        : `Nothing is sent since ${sending.since.toISOString()}: this database was restored. Confirm with "confab sending confirm".`;
    process.stdout.write(`${line}\n`);
  });
}

/** Lets what is queued leave again. Running processes notice within seconds. */
export async function confirmSendingNow(config: Config, queuedBefore: QueuedBefore): Promise<void> {
  await withDatabase(config, async (db) => {
    await holdIfRestored(db, 'auto');
    // Nobody listens to this process; workers look at the queue by themselves.
    const wake = { news: () => {}, outbox: () => {} };
    const { setAside } = await confirmSending({ db, wake, clock: systemClock }, queuedBefore);
    process.stdout.write(`What is queued is sent; ${setAside} messages were set aside.\n`);
  });
}

async function withDatabase(config: Config, work: (db: Database) => Promise<void>): Promise<void> {
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    await migrate(db);
    await work(db);
  } finally {
    await db.close();
  }
}
