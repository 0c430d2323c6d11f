import { badRequest, conflict, granted, isRefusal, type Refusal } from '../answer.ts';
import { type Parameters as CallParameters, flag, integer, isList, json, text } from '../parameters.ts';
import type { Bot } from '../state.ts';
import { deliverToWebhook } from '../updates/deliver-to-webhook.ts';
import { terminatedByWebhook, waitForUpdates } from '../updates/long-poll.ts';
import { UPDATE_KINDS } from '../updates/update-kinds.ts';
import type { WebhookSetting } from '../updates/webhook-setting.ts';
import type { Call, Method } from './call.ts';

const PORTS = new Set(['', '80', '88', '443', '8443']);
const MAX_POLL_SECONDS = 50;

export const setWebhook: Method = (call) => {
  const { world, bot, parameters } = call;
  if (text(parameters, 'url') === '') return deleteWebhook(call);
  const request = readWebhook(call);
  if (isRefusal(request)) return request;

  const isSame = bot.webhook !== null && isSameWebhook(bot.webhook, request);
  applyAllowedUpdates(bot, parameters);
  if (flag(parameters, 'drop_pending_updates')) bot.updates.keepNewest(0);
  else if (isSame) return granted(true, 'Webhook is already set');
  bot.poll?.end(terminatedByWebhook);
  bot.webhook?.stop();
  bot.webhook = deliverToWebhook(world, bot, request);
  return granted(true, 'Webhook was set');
};

export const deleteWebhook: Method = ({ bot, parameters }) => {
  const wasSet = bot.webhook !== null;
  bot.webhook?.stop();
  bot.webhook = null;
  if (flag(parameters, 'drop_pending_updates')) bot.updates.keepNewest(0);
  return granted(true, wasSet ? 'Webhook was deleted' : 'Webhook is already deleted');
};

export const getWebhookInfo: Method = ({ bot }) => {
  const { webhook, updates } = bot;
  return granted({
    url: webhook?.url ?? '',
    has_custom_certificate: webhook?.hasCustomCertificate ?? false,
    pending_update_count: updates.size,
    last_error_date: webhook?.lastError?.atSeconds,
    last_error_message: webhook?.lastError?.message,
    max_connections: webhook?.maxConnections,
    ip_address: webhook === null ? undefined : (webhook.ipAddress ?? '<unknown>'),
    allowed_updates: updates.allowed === null ? undefined : [...updates.allowed],
  });
};

export const getUpdates: Method = async ({ world, bot, parameters, signal }) => {
  if (bot.webhook !== null) {
    return conflict(
      "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    );
  }
  const offset = integer(parameters, 'offset', { absent: 0 });
  const limit = integer(parameters, 'limit', { absent: 100, min: 1, max: 100 });
  const timeout = integer(parameters, 'timeout', { absent: 0, min: 0, max: MAX_POLL_SECONDS });
  applyAllowedUpdates(bot, parameters);

  if (offset < 0) bot.updates.keepNewest(-offset);
  const fromId = bot.updates.startOf(Math.max(offset, 0));
  bot.updates.confirmBelow(fromId);
  const updates = await waitForUpdates(world, bot, { fromId, limit, timeoutMs: timeout * 1000 }, signal);
  return isRefusal(updates) ? updates : granted(updates.map(({ body }) => JSON.parse(body) as unknown));
};

function isSameWebhook(current: WebhookSetting, request: WebhookRequest): boolean {
  return (
    current.url === request.url &&
    current.secretToken === request.secretToken &&
    current.maxConnections === request.maxConnections &&
    current.ipAddress === request.ipAddress &&
    !current.hasCustomCertificate &&
    !request.hasCustomCertificate
  );
}

type WebhookRequest = Parameters<typeof deliverToWebhook>[2];

function readWebhook({ world, parameters }: Call): WebhookRequest | Refusal {
  const url = text(parameters, 'url');
  const withScheme = /^[a-z]+:\/\//iu.test(url) ? url : `https://${url}`;
  if (!/^https?:\/\//iu.test(withScheme) || !URL.canParse(withScheme)) {
    return badRequest('invalid webhook URL specified');
  }
  const secretToken = text(parameters, 'secret_token');
  if (secretToken.length > 256) return badRequest('secret token is too long');
  if (!/^[\w-]*$/u.test(secretToken)) return badRequest('secret token contains unallowed characters');

  const { protocol, port } = new URL(withScheme);
  if (!world.settings.isLocal && protocol !== 'https:') {
    return badRequest('bad webhook: An HTTPS URL must be provided for webhook');
  }
  if (!world.settings.isLocal && !PORTS.has(port)) {
    return badRequest('bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443');
  }
  return {
    url: withScheme,
    secretToken,
    maxConnections: integer(parameters, 'max_connections', { absent: 40, min: 1, max: 100 }),
    ipAddress: text(parameters, 'ip_address') || null,
    hasCustomCertificate: parameters.files.has('certificate'),
  };
}

/** Absent keeps what was; an empty list, or one without any known name, means the default. */
function applyAllowedUpdates(bot: Bot, parameters: CallParameters): void {
  const list = json(parameters, 'allowed_updates', 'allowed_updates');
  if (!isRefusal(list) && isList(list)) {
    const names = UPDATE_KINDS.filter((kind) => list.includes(kind));
    bot.updates.allowed = names.length === 0 ? null : new Set(names);
  }
}
