import { createHmac } from 'node:crypto';
import { postWebhook, type WebhookOutcome } from '../../../shared/simulator/post-webhook.ts';
import {
  createWebhookLanes,
  type Parcel,
  type Verdict,
  type WebhookLanes,
} from '../../../shared/simulator/webhook-lanes.ts';
import type { Business, World } from '../state.ts';

/** Where a business's events go. */
export interface Callback {
  readonly url: string;
  readonly lanes: WebhookLanes<CallbackParcel>;
  /** Why the last delivery that failed did; null: none has. */
  lastError: string | null;
}

export interface CallbackParcel extends Parcel {
  readonly madeAtMs: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
/** So long Meta repeats what is not answered with a 2xx. */
const GIVEN_UP_AFTER_MS = 7 * DAY_MS;
const LONGEST_PAUSE_S = 3600;

/** Begins to bring events there, each signed with the app's secret. */
export function openCallback(world: World, business: Business, url: string): Callback {
  const { settings, time } = world;
  const callback: Callback = {
    url,
    lastError: null,
    lanes: createWebhookLanes<CallbackParcel>({
      time,
      faults: world.deliveryFaults,
      account: business.id,
      maxInFlight: 32,
      post: ({ body }, signal) =>
        postWebhook({
          url,
          headers: {
            'x-hub-signature-256': sign(body, business.appSecret),
            'user-agent': 'facebookexternalua',
          },
          body,
          timeoutMs: settings.webhookTimeoutMs,
          signal,
        }),
      judge,
      settled: () => {},
    }),
  };
  return callback;

  function judge({ madeAtMs }: CallbackParcel, attempt: number, outcome: WebhookOutcome | null): Verdict {
    if (outcome?.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) {
      return { kind: 'arrived' };
    }
    callback.lastError = describe(outcome);
    const afterMs = pauseMs(attempt);
    return time.nowMs() + afterMs > madeAtMs + GIVEN_UP_AFTER_MS
      ? { kind: 'forget' }
      : { kind: 'again', afterMs };
  }

  function pauseMs(attempt: number): number {
    const own = settings.retryDelaysMs;
    if (own !== null) return own[Math.min(attempt, own.length) - 1] ?? 0;
    return Math.min(2 ** (attempt - 1), LONGEST_PAUSE_S) * 1000;
  }
}

export function sign(body: string, appSecret: string): string {
  return `sha256=${createHmac('sha256', appSecret).update(body).digest('hex')}`;
}

function describe(outcome: WebhookOutcome | null): string {
  if (outcome === null) return 'The answer was lost.';
  return outcome.kind === 'answered' ? `HTTP ${outcome.status}` : outcome.reason;
}
