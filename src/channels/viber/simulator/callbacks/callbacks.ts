import { createHmac } from 'node:crypto';
import { postWebhook, type WebhookOutcome } from '../../../shared/simulator/post-webhook.ts';
import { createWebhookLanes, type Parcel, type Verdict } from '../../../shared/simulator/webhook-lanes.ts';
import type { Bot, World } from '../state.ts';
import { writeJson } from '../write-json.ts';

/** Told whether asked for or not. */
export const FORCED_KINDS = ['message', 'subscribed', 'unsubscribed'] as const;
export const OPTIONAL_KINDS = ['delivered', 'seen', 'failed', 'conversation_started'] as const;
export type CallbackKind = (typeof FORCED_KINDS)[number] | (typeof OPTIONAL_KINDS)[number];

/** What a bot's webhook is told. */
export interface Callbacks {
  /**
   * Tells something, in order with whatever else concerns the same person, again and again until it is taken or
   * given up. Nothing happens when the bot has no webhook or has not asked for it.
   *
   * @param onAnswered  Gets the body of the 200; once, whatever is repeated.
   * @returns the token of the event; null: nobody is told.
   */
  tell(callback: Callback, onAnswered?: (body: Uint8Array) => void): bigint | null;
  /** Any body at all, as one of its kind would travel. */
  tellRaw(kind: string, lane: string, body: string): void;
  stop(): void;
}

export interface Callback {
  readonly event: CallbackKind;
  readonly userId: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Of the message that is reported on; absent: the event gets one of its own. */
  readonly token?: bigint;
}

interface CallbackParcel extends Parcel {
  readonly onAnswered: (body: Uint8Array) => void;
}

/** @param bot  Asked at each delivery, for its webhook may be another one by then. */
export function createCallbacks(world: World, bot: () => Bot): Callbacks {
  const lanes = createWebhookLanes<CallbackParcel>({
    time: world.time,
    faults: world.deliveryFaults,
    get account() {
      return bot().uri;
    },
    maxInFlight: world.settings.maxConnections,
    post: ({ body }, signal) => postSigned(world, bot(), bot().webhook?.url ?? '', body, signal),
    judge,
    settled: () => {},
  });

  function judge(parcel: CallbackParcel, attempt: number, outcome: WebhookOutcome | null): Verdict {
    if (outcome?.kind === 'answered' && outcome.status === 200) {
      parcel.onAnswered(outcome.body);
      return { kind: 'arrived' };
    }
    const afterMs = world.settings.retryDelaysMs[attempt - 1];
    return afterMs === undefined || bot().webhook === null ? { kind: 'forget' } : { kind: 'again', afterMs };
  }

  const nothing = () => {};
  return {
    tell({ event, userId, fields, token = world.nextToken() }, onAnswered = nothing) {
      if (bot().webhook?.eventTypes.has(event) !== true) return null;
      const envelope = {
        event,
        timestamp: world.time.nowMs(),
        chat_hostname: HOSTNAME,
        message_token: token,
      };
      lanes.add({ lane: userId, kind: event, body: writeJson({ ...envelope, ...fields }), onAnswered });
      return token;
    },
    tellRaw: (kind, lane, body) => lanes.add({ lane, kind, body, onAnswered: nothing }),
    stop: lanes.stop,
  };
}

export const HOSTNAME = 'SN-CHAT-SIM_';

/** One POST to a webhook, signed with the bot's token over the bytes of the body. */
export function postSigned(
  world: World,
  bot: Bot,
  url: string,
  body: string,
  signal: AbortSignal,
): Promise<WebhookOutcome> {
  const signature = createHmac('sha256', bot.token).update(body).digest('hex');
  return postWebhook({
    url,
    body,
    headers: { 'x-viber-content-signature': signature },
    timeoutMs: world.settings.webhookTimeoutMs,
    signal,
  });
}
