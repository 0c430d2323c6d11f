import { createHmac } from 'node:crypto';
import { postWebhook, type WebhookOutcome } from '../../../shared/simulator/post-webhook.ts';
import {
  createWebhookLanes,
  type Parcel,
  type Verdict,
  type WebhookLanes,
} from '../../../shared/simulator/webhook-lanes.ts';
import { RETRY_FOR_MS } from '../settings.ts';
import type { World } from '../state.ts';

/** One signed body on its way to the app's webhook. */
export interface EventParcel extends Parcel {
  readonly raisedAtMs: number;
}

/** Delivers the events of one Page: in order within a conversation, and again until they are taken. */
export function createDelivery(
  world: Pick<World, 'time' | 'settings' | 'deliveryFaults' | 'app'>,
  pageId: string,
): WebhookLanes<EventParcel> {
  const { time, settings, app } = world;

  function judge({ raisedAtMs }: EventParcel, attempt: number, outcome: WebhookOutcome | null): Verdict {
    if (outcome?.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) {
      return { kind: 'arrived' };
    }
    const { retryDelaysMs } = settings;
    const afterMs = retryDelaysMs[Math.min(attempt, retryDelaysMs.length) - 1] ?? 0;
    return time.nowMs() + afterMs > raisedAtMs + RETRY_FOR_MS
      ? { kind: 'forget' }
      : { kind: 'again', afterMs };
  }

  return createWebhookLanes<EventParcel>({
    time,
    faults: world.deliveryFaults,
    account: pageId,
    maxInFlight: 20,
    async post({ body }, signal) {
      if (app.webhook === null) return { kind: 'failed', reason: 'unreachable' };
      return postWebhook({
        url: app.webhook.url,
        headers: {
          'x-hub-signature-256': `sha256=${createHmac('sha256', app.secret).update(body).digest('hex')}`,
        },
        body,
        timeoutMs: settings.webhookTimeoutMs,
        signal,
      });
    },
    judge,
    settled: () => {},
  });
}

/** As Meta writes it: everything that is not ASCII as lower-case escapes. The signature is over these bytes. */
export function toWireJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/\P{ASCII}/gu, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
