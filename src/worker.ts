import type { Redis } from 'ioredis';
import type { Config } from './config.ts';
import { createAutomations } from './core/automation/automations.ts';
import { createRetention } from './core/automation/retention.ts';
import { createCampaignRunner } from './core/campaigns/campaign-runner.ts';
import { createDelivery } from './core/delivery/delivery.ts';
import type { Core } from './core/inbox/core.ts';
import type { Intake } from './core/inbox/intake.ts';
import { createPolling } from './core/inbox/polling.ts';
import type { ContentStore } from './core/media/content-store.ts';
import { createMediaFetcher } from './core/media/media-fetcher.ts';
import { createMigrations } from './core/migration/migrations.ts';
import { createProfileFetcher } from './core/profiles/profile-fetcher.ts';
import { createTemplateReader } from './core/templates/template-reader.ts';

const DAY_MS = 24 * 60 * 60_000;

/** Something that runs until it is told to stop, and then finishes what it holds. */
export interface Worker {
  readonly name: string;
  start(): void;
  stop(): Promise<void>;
}

/**
 * The loops behind the API, in the order in which they stop: first what brings in work, last what sends it.
 * Any number of processes may run them on one database; leases keep them apart.
 */
export function createWorkers(
  core: Core,
  intake: Intake,
  contentStore: ContentStore,
  redis: Redis | null,
  { eventRetentionDays }: Pick<Config, 'eventRetentionDays'>,
): readonly Worker[] {
  return [
    { name: 'polling', ...createPolling(core, intake) },
    { name: 'automations', ...createAutomations(core) },
    { name: 'migrations', ...createMigrations(core, contentStore) },
    { name: 'retention', ...createRetention(core, { eventsMs: eventRetentionDays * DAY_MS }) },
    { name: 'templates', ...createTemplateReader(core) },
    { name: 'campaigns', ...createCampaignRunner(core) },
    { name: 'media', ...createMediaFetcher(core, contentStore) },
    { name: 'profiles', ...createProfileFetcher(core, contentStore) },
    { name: 'delivery', ...createDelivery(core, { redis }) },
  ];
}
