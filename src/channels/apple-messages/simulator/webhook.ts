import { gzipSync } from 'node:zlib';
import { postWebhook, type WebhookOutcome } from '../../shared/simulator/post-webhook.ts';
import { createWebhookLanes, type Parcel, type Verdict } from '../../shared/simulator/webhook-lanes.ts';
import type { Business, Thread, World } from './state.ts';
import { tokenFor } from './token.ts';

/** A customer's message on its way to the business. */
export interface MessageParcel extends Parcel {
  readonly id: string;
  readonly thread: Thread;
}

/** How many deliveries Apple makes at once is not published. */
const MAX_IN_FLIGHT = 100;

/** Enters the address of a business's MSP in Apple Business Register; an older one is forgotten with what waited. */
export function registerWebhook(world: World, business: Business, url: string): void {
  business.lanes?.stop();
  business.webhookUrl = url;
  business.lanes = createWebhookLanes<MessageParcel>({
    time: world.time,
    faults: world.deliveryFaults,
    account: business.name,
    maxInFlight: MAX_IN_FLIGHT,
    post: async (parcel, signal) =>
      postWebhook({
        url: `${url.replace(/\/+$/u, '')}/message`,
        headers: await headersOf(world, parcel),
        body: gzipSync(parcel.body),
        timeoutMs: world.settings.webhookTimeoutMs,
        signal,
      }),
    judge: (parcel, attempt, outcome) => judge(world, parcel, attempt, outcome),
    settled: () => {},
  });
}

async function headersOf(world: World, { id, thread }: MessageParcel): Promise<Record<string, string>> {
  const { business, customerId, person } = thread;
  return {
    authorization: `Bearer ${await tokenFor(business, world.time)}`,
    id,
    'source-id': customerId,
    'destination-id': business.id,
    'capability-list': person.features.join(','),
    'device-agent': person.deviceAgent,
    'content-encoding': 'gzip',
  };
}

function judge(
  world: World,
  { id, thread }: MessageParcel,
  attempt: number,
  outcome: WebhookOutcome | null,
): Verdict {
  if (outcome?.kind === 'answered' && outcome.status === 200) return { kind: 'arrived' };
  const isRefused = outcome?.kind === 'answered' && outcome.status >= 400 && outcome.status < 500;
  const afterMs = isRefused ? undefined : world.settings.retryDelaysMs[attempt - 1];
  if (afterMs !== undefined) return { kind: 'again', afterMs };
  thread.person.inbox.add({
    kind: 'not-delivered',
    messageId: id,
    at: world.time.now(),
    business: thread.business.name,
  });
  return { kind: 'forget' };
}
