import { hkdfSync } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { createGuardedFetch } from './channels/shared/guarded-fetch.ts';
import type { Config } from './config.ts';
import { createWake } from './core/events/create-wake.ts';
import { createEventFeed, type EventFeed } from './core/events/event-feed.ts';
import type { Core } from './core/inbox/core.ts';
import { createIntake, type Intake } from './core/inbox/intake.ts';
import { createOpenAccount } from './core/inbox/open-account.ts';
import { type ContentStore, createContentStore } from './core/media/content-store.ts';
import { systemClock } from './core/model/clock.ts';
import { OperatorError } from './core/model/operator-error.ts';
import { holdIfRestored } from './core/store/instance.ts';
import { migrate } from './core/store/migrate.ts';
import { openDatabase } from './core/store/open-database.ts';
import { createVault } from './core/store/vault.ts';
import { resetClocks } from './core/store/workspace-clocks.ts';
import { createMediaLinks, type MediaLinks } from './http/media-links.ts';
import { type InstalledChannels, installChannels } from './installed-channels.ts';
import { type InstanceSecrets, loadInstanceSecrets } from './instance-secrets.ts';
import { createWorkers, type Worker } from './worker.ts';

/** The whole of Confab, joined up: the one place that knows every room. */
export interface Application {
  readonly core: Core;
  readonly intake: Intake;
  readonly feed: EventFeed;
  readonly contentStore: ContentStore;
  readonly mediaLinks: MediaLinks;
  readonly secrets: InstanceSecrets;
  /** The loops that this process's role asks for, in the order in which they stop. */
  readonly workers: readonly Worker[];
  close(): Promise<void>;
}

/** Opens the store, brings it up to date, and builds everything on it. Nothing runs before `start`. */
export async function compose(config: Config, log: Logger, ownUrl: () => string): Promise<Application> {
  const installed = await installChannels(config.adapters, log);
  await makeDataDir(config.dataDir);
  const db = await openDatabase({ databaseUrl: config.databaseUrl, dataDir: config.dataDir });
  try {
    return await composeOn(db, installed, config, log, ownUrl);
  } catch (error) {
    await db.close();
    throw error;
  }
}

/** Media and secrets live there with either engine. */
async function makeDataDir(directory: string): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 }).catch((error: Error) => {
    throw new OperatorError(
      `The data directory ${directory} can not be made: ${error.message}. Set CONFAB_DATA_DIR to a directory that this user may write.`,
      { cause: error },
    );
  });
}

async function composeOn(
  db: Core['db'],
  installed: InstalledChannels,
  config: Config,
  log: Logger,
  ownUrl: () => string,
): Promise<Application> {
  await migrate(db);
  if (!config.movableClocks) await putClocksRight(db, log);
  const sending = await holdIfRestored(db, config.sending);
  if (sending.kind === 'held') {
    log.warn(
      { since: sending.since },
      'nothing is sent: this database was restored, and what it has queued may have been sent before; confirm with "confab sending confirm"',
    );
  }
  const secrets = await loadInstanceSecrets(config);
  // One key per purpose, so that a token of one kind is never taken for another.
  const derive = (purpose: string) => new Uint8Array(hkdfSync('sha256', secrets.secret, '', purpose, 32));
  const vault = createVault(db, secrets.secret);
  await vault.checkSecret();
  const channels = installed.registry;
  const contentStore = createContentStore(join(config.dataDir, 'media'));
  const redis = config.redisUrl === null ? null : connectRedis(config.redisUrl, log);
  const wake = createWake(db, redis, log);
  const openAccount = createOpenAccount({
    vault,
    channels,
    contentStore,
    db,
    clock: systemClock,
    fetch: createGuardedFetch({ allowPrivateAddresses: config.allowPrivateAddresses }),
  });
  const mediaLinks = createMediaLinks(derive('confab media links'), ownUrl);
  const core: Core = {
    db,
    channels,
    wake,
    vault,
    log,
    openAccount,
    clock: systemClock,
    movesClocks: config.movableClocks,
    publicUrl: config.publicUrl,
    lastingMediaUrl: config.publicUrl === null ? null : mediaLinks.lastingUrlFor,
    tokenKey: derive('confab member tokens'),
    linkKey: derive('confab personal links'),
    joinUrl: (token) => `${ownUrl()}/join/${token}`,
  };
  const intake = createIntake(core);
  const workers = config.role === 'web' ? [] : createWorkers(core, intake, contentStore, redis, config);
  return {
    core,
    intake,
    contentStore,
    secrets,
    workers,
    feed: createEventFeed(core),
    mediaLinks,
    async close() {
      for (const worker of workers) await worker.stop();
      await intake.drain();
      await wake.close();
      redis?.disconnect();
      await db.close();
      installed.close();
    },
  };
}

/** Time that was moved in development stops nobody and lets nothing through once it is meant seriously. */
async function putClocksRight(db: Core['db'], log: Logger): Promise<void> {
  for (const workspaceId of await resetClocks(db)) {
    log.warn({ workspaceId }, 'the clock of a workspace was ahead; it shows the real time again');
  }
}

/** Where links that we hand out lead: the public address, or the one we listen on. */
export function baseUrl(config: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  return (
    config.publicUrl ??
    `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`
  );
}

/** So long a connection may owe an answer; then it is made anew, and nothing piles up on a line that is dead. */
const REDIS_SILENCE_MS = 3_000;

/** Redis only wakes and throttles: while it is away commands fail at once instead of piling up. */
function connectRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    lazyConnect: false,
    socketTimeout: REDIS_SILENCE_MS,
  });
  redis.on('error', (error) => log.warn({ error }, 'redis is not reachable; wake-ups are late until it is'));
  return redis;
}
