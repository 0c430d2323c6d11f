import type { InboundEvent, MessageEvent } from '../channel/index.ts';
import { findConversationOfIdentity } from '../store/conversations.ts';
import { sqlState } from '../store/database.ts';
import { insertDeadLetter } from '../store/dead-letters.ts';
import { insertInboundMessages } from '../store/intake-messages.ts';
import { commit } from './commit.ts';
import type { Core } from './core.ts';
import { toIntakeRow } from './intake-row.ts';
import { isAway, type MessageWriter } from './message-writer.ts';
import { joinAlbum, nameAlbumPart } from './receive-album-part.ts';
import { receiveChange } from './receive-event.ts';
import type { ReceivingAccount } from './receiving-account.ts';

export interface Inbound {
  readonly account: ReceivingAccount;
  readonly event: InboundEvent;
}

/** Races are lost at most so often in a row before a webhook is sent away to be repeated by the platform. */
const RETRIES = 5;

/**
 * Makes the events of one body durable, in their order; a run of new messages goes to the writer together.
 *
 * @throws when the database is away. What had been stored by then is passed over when the platform repeats it.
 */
export async function receiveInbound(
  core: Core,
  writer: MessageWriter,
  inbound: readonly Inbound[],
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  for (let index = 0; index < inbound.length; ) {
    const run = inbound
      .slice(index)
      .findIndex(({ event }) => event.kind !== 'message' || event.album !== undefined);
    const messages = inbound.slice(index, run === -1 ? undefined : index + run);
    if (messages.length > 0) {
      await Promise.all(messages.map((one) => receiveMessage(core, writer, one, body, receivedAt)));
      index += messages.length;
      continue;
    }
    const one = inbound[index];
    if (one !== undefined) await receiveOther(core, one, body, receivedAt);
    index += 1;
  }
}

async function receiveMessage(
  core: Core,
  writer: MessageWriter,
  { account, event }: Inbound,
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  if (event.kind !== 'message') return;
  const outcome = await writer.write(toIntakeRow(account, event, receivedAt, body));
  if (outcome.kind === 'unavailable') throw new Error('The database is away.');
  if (outcome.kind === 'poison') {
    await quarantine(core, account, outcome.error, body, receivedAt);
    return;
  }
  if (event.referral !== undefined) {
    const { referral, externalId, sender, sentAt } = event;
    await change(
      core,
      { account, event: { kind: 'referral', referral, externalId, sender, occurredAt: sentAt } },
      body,
      receivedAt,
    );
  }
}

async function receiveOther(core: Core, inbound: Inbound, body: Uint8Array, receivedAt: Date): Promise<void> {
  const { account, event } = inbound;
  if (event.kind === 'typing') {
    const conversation = await findConversationOfIdentity(core.db, account, event.sender.externalId);
    if (conversation !== null) {
      core.wake.typing({
        workspaceId: account.workspaceId,
        conversationId: conversation.id,
        isTyping: event.isTyping,
      });
    }
    return;
  }
  await change(core, inbound, body, receivedAt);
}

async function change(
  core: Core,
  { account, event }: Inbound,
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (event.kind === 'message') await receiveAlbumPart(core, account, event, body, receivedAt);
      else if (event.kind !== 'typing') {
        await commit(core, account.workspaceId, async (queries) => ({
          result: null,
          events: await receiveChange(queries, account, event, receivedAt),
        }));
      }
      return;
    } catch (error) {
      const state = sqlState(error);
      if (isAway(state)) throw error;
      const isRace = state === '23505' || state === '40P01' || state === '40001';
      if (isRace && attempt < RETRIES) continue;
      await quarantine(core, account, error, body, receivedAt);
      return;
    }
  }
}

async function receiveAlbumPart(
  core: Core,
  account: ReceivingAccount,
  event: MessageEvent,
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  const { album } = event;
  if (album === undefined) return;
  const part = { ...event, album };
  const news = await core.db.transaction(async (queries) => {
    const drafts = await joinAlbum(queries, account, part, receivedAt);
    if (drafts !== null) return { drafts, news: [] };
    const row = toIntakeRow(account, event, receivedAt, body);
    const stored = await insertInboundMessages(queries, [row]);
    if (stored.length > 0) await nameAlbumPart(queries, account, part, row.message_id, 0);
    return { drafts: [], news: stored };
  });
  for (const signal of news.news) core.wake.news(signal);
  if (news.drafts.length > 0) {
    await commit(core, account.workspaceId, async () => ({ result: null, events: news.drafts }));
  }
}

/** Kept raw and out of the way: it would fail again however often the platform repeated it. */
async function quarantine(
  core: Core,
  account: ReceivingAccount,
  error: unknown,
  body: Uint8Array,
  receivedAt: Date,
): Promise<void> {
  core.log.error(
    { error, accountId: account.id },
    'an inbound event can not be stored; kept as a dead letter',
  );
  const detail = `${sqlState(error) ?? 'error'}: ${error instanceof Error ? error.message : 'unknown'}`;
  await insertDeadLetter(core.db, account, {
    reason: 'not-storable',
    detail: detail.slice(0, 500),
    body,
    receivedAt,
  });
}
