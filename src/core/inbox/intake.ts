import type { InboundEvent, ParsedPayload, WebhookAnswer, WebhookRequest } from '../channel/index.ts';
import type { ChannelAccountId } from '../model/ids.ts';
import { sqlState } from '../store/database.ts';
import { insertDeadLetter } from '../store/dead-letters.ts';
import { acknowledgeTap } from './acknowledge-tap.ts';
import type { Core } from './core.ts';
import { createMessageWriter, isAway } from './message-writer.ts';
import { receiveInbound } from './receive-inbound.ts';
import { createReceivingAccounts, type ReceivingAccount } from './receiving-account.ts';

/** The way in: what platforms tell us becomes durable here, or is not acknowledged. */
export interface Intake {
  /** Answers one platform request; 200 only after what it said is stored. */
  receiveWebhook(channel: string, accountId: string, request: WebhookRequest): Promise<WebhookAnswer>;
  /**
   * Stores bodies that were polled.
   *
   * @throws when the database is away: nothing may be confirmed to the platform then.
   */
  receiveBodies(accountId: ChannelAccountId, bodies: readonly Uint8Array[]): Promise<void>;
  /** Events received and not yet committed. */
  readonly depth: number;
  /** Resolves when nothing waits; new webhooks get 503 from now on. */
  drain(): Promise<void>;
}

/** Beyond this many waiting events a webhook is sent away with 503: platforms come back, memory does not. */
const MAX_DEPTH = 10_000;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/u;

export function createIntake(core: Core): Intake {
  const accounts = createReceivingAccounts(core);
  const writer = createMessageWriter(core);
  let isDraining = false;

  const receiveBody = async (account: ReceivingAccount, body: Uint8Array, parsed: ParsedPayload) => {
    const receivedAt = core.clock.now();
    const strangers: string[] = [];
    const accepted: { readonly account: ReceivingAccount; readonly event: InboundEvent }[] = [];
    for (const { accountExternalId, event } of parsed.events) {
      const owner =
        accountExternalId === null ? account : await accounts.findSibling(account, accountExternalId);
      if (owner === null) strangers.push(`${event.kind} for ${accountExternalId}`);
      else accepted.push({ account: owner, event });
    }
    await receiveInbound(core, writer, accepted, body, receivedAt);
    const keep = (reason: 'not-understood' | 'account-unknown', details: readonly string[]) =>
      details.length === 0
        ? Promise.resolve()
        : insertDeadLetter(core.db, account, { reason, detail: details.join(', '), body, receivedAt });
    await keep('not-understood', parsed.unknown);
    await keep('account-unknown', strangers);
    for (const { account: owner, event } of accepted) acknowledgeTap(core, owner, event);
  };

  return {
    get depth() {
      return writer.depth;
    },

    async receiveWebhook(channel, accountId, request) {
      if (isDraining || writer.depth > MAX_DEPTH) return answer(503);
      try {
        if (!UUID.test(accountId)) return answer(404);
        const account = await accounts.find(accountId as ChannelAccountId);
        if (account === null || account.channel !== channel) return answer(404);
        const { webhook } = account.adapter;
        if (webhook === undefined) return answer(404);
        const handshake = webhook.answerHandshake?.(request, account.credentials) ?? null;
        if (handshake !== null) return handshake;
        if (request.method !== 'POST') return answer(405);
        if (webhook.verify(request, account.credentials) !== 'authentic') return answer(401);
        // Switched off by its operator: told that all is well, or the platform would repeat it for days.
        if (account.status === 'DISCONNECTED') return answer(200);
        await receiveBody(account, request.body, parseTotally(core, account, request.body, webhook.parse));
        return webhook.answer?.(request.body, account) ?? answer(200);
      } catch (error) {
        if (!isAway(sqlState(error))) core.log.error({ error, accountId }, 'a webhook could not be stored');
        return answer(503);
      }
    },

    async receiveBodies(accountId, bodies) {
      const account = await accounts.find(accountId);
      const polling = account?.adapter.polling;
      if (account === null || polling === undefined) return;
      for (const body of bodies) {
        await receiveBody(account, body, parseTotally(core, account, body, polling.parse));
      }
    },

    async drain() {
      isDraining = true;
      await writer.drain();
      accounts.close();
    },
  };
}

/** Parsing is total by contract; an adapter that breaks it loses nothing all the same. */
function parseTotally(
  core: Core,
  account: ReceivingAccount,
  body: Uint8Array,
  parse: (body: Uint8Array, account: ReceivingAccount) => ParsedPayload,
): ParsedPayload {
  try {
    return parse(body, account);
  } catch (error) {
    core.log.error({ error, accountId: account.id, channel: account.channel }, 'an adapter failed to parse');
    return { events: [], ignored: [], unknown: ['the adapter failed to read it'] };
  }
}

const answer = (status: number): WebhookAnswer => ({ status, contentType: 'text/plain', body: '' });
