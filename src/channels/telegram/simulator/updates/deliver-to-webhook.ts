import { postWebhook, type WebhookOutcome } from '../../../shared/simulator/post-webhook.ts';
import { createWebhookLanes, type Parcel, type Verdict } from '../../../shared/simulator/webhook-lanes.ts';
import { readParameters } from '../read-parameters.ts';
import type { Bot, World } from '../state.ts';
import type { PendingUpdate } from './update-queue.ts';
import type { WebhookSetting } from './webhook-setting.ts';

const HOUR_MS = 60 * 60 * 1000;
const MAX_RETRY_AFTER_SECONDS = 3600;
const GONE_FOR_TOO_LONG_MS = 23 * HOUR_MS;

/** Methods that mean nothing as the body of an answer to a webhook. */
const NOT_AS_ANSWER = /^(?:get|setwebhook$|deletewebhook$|close$|logout$)/u;

interface UpdateParcel extends Parcel {
  readonly update: PendingUpdate;
}

/** Begins to deliver a bot's updates to its webhook, those that wait already first. */
export function deliverToWebhook(
  world: World,
  bot: Bot,
  request: Pick<
    WebhookSetting,
    'url' | 'secretToken' | 'maxConnections' | 'ipAddress' | 'hasCustomCertificate'
  >,
): WebhookSetting {
  const setting: WebhookSetting = {
    ...request,
    lastError: null,
    goneSinceMs: null,
    stop() {
      ignorePushes();
      lanes.stop();
    },
  };
  const lanes = createWebhookLanes<UpdateParcel>({
    time: world.time,
    faults: world.deliveryFaults,
    account: bot.user.username,
    maxInFlight: request.maxConnections,
    post: (parcel, signal) =>
      postWebhook({
        url: request.url,
        headers: request.secretToken === '' ? {} : { 'x-telegram-bot-api-secret-token': request.secretToken },
        body: parcel.body,
        timeoutMs: world.settings.webhookTimeoutMs,
        signal,
      }),
    judge,
    settled: ({ update }) => bot.updates.remove(update),
  });
  const ignorePushes = bot.updates.onPush((update) => lanes.add(asParcel(update)));
  for (const update of bot.updates.list(0, Number.POSITIVE_INFINITY)) lanes.add(asParcel(update));
  return setting;

  function judge({ update }: UpdateParcel, attempt: number, outcome: WebhookOutcome | null): Verdict {
    if (outcome?.kind === 'answered' && outcome.status >= 200 && outcome.status < 300) {
      setting.goneSinceMs = null;
      void callAsAnswered(world, bot, outcome);
      return { kind: 'arrived' };
    }
    setting.lastError = { atSeconds: world.time.unixSeconds(), message: describe(outcome) };
    if (isGoneForTooLong(outcome)) {
      setting.stop();
      bot.webhook = null;
      return { kind: 'forget' };
    }
    const afterMs = waitingMs(attempt, outcome);
    return world.time.nowMs() + afterMs > update.expiresAtMs
      ? { kind: 'forget' }
      : { kind: 'again', afterMs };
  }

  function isGoneForTooLong(outcome: WebhookOutcome | null): boolean {
    if (outcome?.kind !== 'answered' || outcome.status !== 410) {
      setting.goneSinceMs = null;
      return false;
    }
    setting.goneSinceMs ??= world.time.nowMs();
    return world.time.nowMs() - setting.goneSinceMs > GONE_FOR_TOO_LONG_MS;
  }

  /** 1 s, then doubling up to a ceiling that is drawn each time; what the webhook asks for goes first. */
  function waitingMs(attempt: number, outcome: WebhookOutcome | null): number {
    const asked = outcome?.kind === 'answered' ? (outcome.retryAfterSeconds ?? 0) : 0;
    if (asked > 0) return Math.min(asked, MAX_RETRY_AFTER_SECONDS) * 1000;
    const own = world.settings.retryDelaysMs;
    if (own !== null) return own[Math.min(attempt, own.length) - 1] ?? 0;
    return Math.min(2 ** (attempt - 1), world.random.integer(60, 120)) * 1000;
  }
}

function asParcel(update: PendingUpdate): UpdateParcel {
  return { lane: update.chatKey, kind: update.kind, body: update.body, update };
}

/** As `getWebhookInfo` words it. */
function describe(outcome: WebhookOutcome | null): string {
  if (outcome === null) return 'Connection reset by peer';
  if (outcome.kind === 'answered')
    return `Wrong response from the webhook: ${outcome.status} ${outcome.reason}`;
  const words = {
    timeout: 'Read timeout expired',
    refused: 'Connection refused',
    reset: 'Connection reset by peer',
    unreachable: 'Failed to resolve host: Name or service not known',
  };
  return words[outcome.reason];
}

/** The body of a webhook's 2xx may be one call of a method, whose result nobody will hear. */
async function callAsAnswered(
  world: World,
  bot: Bot,
  { contentType, body }: WebhookOutcome & { readonly kind: 'answered' },
): Promise<void> {
  const parameters = readParameters(new URLSearchParams(), contentType, body);
  const method = 'values' in parameters ? parameters.values.get('method')?.toLowerCase() : undefined;
  if (!('values' in parameters) || method === undefined || NOT_AS_ANSWER.test(method)) return;
  await world.call(bot, method, parameters, AbortSignal.timeout(world.settings.webhookTimeoutMs));
}
