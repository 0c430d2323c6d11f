import type { RequestHandler } from 'express';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Intake } from '../core/inbox/intake.ts';
import { countBacklogs } from '../core/store/backlogs.ts';
import type { Database } from '../core/store/database.ts';
import { readSending } from '../core/store/instance.ts';

/** What an operator watches; each metric's help says what it counts. See docs/operations.md for the alarms. */
export interface Metrics {
  readonly serve: RequestHandler;
  /** One webhook was answered. */
  webhookAnswered(channel: string, status: number, seconds: number): void;
}

export function createMetrics(db: Database, intake: () => Pick<Intake, 'depth'> | null): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });

  const webhooks = new Histogram({
    name: 'confab_webhook_seconds',
    help: 'Time from a webhook reaching us to its answer, by channel and HTTP status. A 200 means: durable.',
    labelNames: ['channel', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
    registers: [registry],
  });
  new Gauge({
    name: 'confab_intake_waiting',
    help: 'Inbound events received and not yet committed, in this process.',
    registers: [registry],
    collect() {
      this.set(intake()?.depth ?? 0);
    },
  });
  new Gauge({
    name: 'confab_backlog',
    help: 'Rows that wait for something, in the whole database: kind is queued, sending, unconfirmed, media_pending or dead_letters.',
    labelNames: ['kind'],
    registers: [registry],
    async collect() {
      // A database that is away must not take the process's own metrics with it.
      const backlogs = await countBacklogs(db).catch(() => null);
      if (backlogs === null) return this.reset();
      for (const [kind, count] of Object.entries(backlogs)) this.set({ kind }, count);
    },
  });

  new Gauge({
    name: 'confab_sending_held',
    help: '1 while nothing is sent because the database was restored and nobody has confirmed; else 0.',
    registers: [registry],
    async collect() {
      const sending = await readSending(db).catch(() => null);
      if (sending === null) return this.reset();
      this.set(sending.kind === 'held' ? 1 : 0);
    },
  });

  return {
    async serve(_request, response) {
      response.type(registry.contentType).send(await registry.metrics());
    },
    webhookAnswered(channel, status, seconds) {
      webhooks.observe({ channel, status: String(status) }, seconds);
    },
  };
}
