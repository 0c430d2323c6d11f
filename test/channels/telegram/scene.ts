import { onTestFinished } from 'vitest';
import { createGuardedFetch } from '../../../src/channels/shared/guarded-fetch.ts';
import { render } from '../../../src/channels/telegram/render.ts';
import { send } from '../../../src/channels/telegram/send.ts';
import {
  startTelegramSimulator,
  type TelegramSimulatorOptions,
} from '../../../src/channels/telegram/simulator/index.ts';
import { type AccountContext, ChannelError, type SendReceipt } from '../../../src/core/channel/index.ts';
import { systemClock } from '../../../src/core/model/clock.ts';
import type { Part } from '../../../src/core/model/part.ts';
import { type OutboundFacts, outbound, requestsOf } from './outbound.ts';

/** A Telegram for one test, a person who has started the bot, and the adapter's way to both. */
export async function startScene(options: TelegramSimulatorOptions = {}) {
  const telegram = await startTelegramSimulator({ floodLimits: null, ...options });
  onTestFinished(() => telegram.close());
  const bot = telegram.addBot(undefined, { username: 'acme_bot', name: 'Acme' });
  const ada = telegram.customer('Ada');
  ada.starts();

  const fetch = createGuardedFetch({ allowPrivateAddresses: true });
  const contextWith = (facts: Partial<AccountContext> = {}): AccountContext => ({
    accountId: 'account-1',
    credentials: { botToken: bot.token, webhookSecret: 'demo-secret_42' },
    settings: {},
    apiBaseUrl: telegram.url,
    externalId: null,
    fetch,
    openMedia: async () => ({ bytes: SMALL_GIF, fileName: 'dot.gif', mimeType: 'image/gif' }),
    clock: systemClock,
    signal: AbortSignal.timeout(10_000),
    ...facts,
  });

  /** Sends every request of a message, one after the other. */
  async function sends(parts: readonly Part[], facts: OutboundFacts & { context?: AccountContext } = {}) {
    const { context = contextWith(), to = String(ada.id), ...rest } = facts;
    const receipts: SendReceipt[] = [];
    for (const request of requestsOf(render(outbound(parts, { to, ...rest })))) {
      receipts.push(await send(request, context));
    }
    return receipts;
  }

  return { telegram, bot, ada, contextWith, sends };
}

/** One transparent dot. */
export const SMALL_GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');

/** What a promise was rejected with. @throws when it was not, or not with a ChannelError. */
export async function channelErrorOf(promise: Promise<unknown>): Promise<ChannelError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof ChannelError) return error;
    throw error;
  }
  throw new Error('Nothing went wrong.');
}
