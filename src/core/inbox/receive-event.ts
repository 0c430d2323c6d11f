import { and, eq, inArray, sql } from 'drizzle-orm';
import type {
  EchoEvent,
  IdentityChangedEvent,
  InboundEvent,
  MessageDeletedEvent,
  MessageEditedEvent,
  OptInEvent,
  OptOutEvent,
  ReactionEvent,
  ReferralEvent,
} from '../channel/index.ts';
import { describeParts } from '../model/describe-parts.ts';
import type { Part } from '../model/part.ts';
import { storableJson, storableText } from '../model/storable-text.ts';
import type { Queries } from '../store/database.ts';
import type { EventDraft } from '../store/event-log.ts';
import { lockIdentity } from '../store/identity-lookup.ts';
import { lockMessageByExternalId } from '../store/message-lookup.ts';
import { newId } from '../store/new-id.ts';
import type { Identity } from '../store/rows.ts';
import {
  channelAccounts,
  conversations,
  identities,
  identityAliases,
  messages,
  reactions,
  referrals,
} from '../store/tables/index.ts';
import { insertMedia } from './insert-media.ts';
import { storableParts } from './intake-row.ts';
import type { ReceivingAccount } from './receiving-account.ts';
import { recordReceipt, recordStatus } from './record-status.ts';

/** Everything that a platform reports beside new messages and typing. */
export type ChangeEvent = Exclude<InboundEvent, { kind: 'message' | 'typing' }>;

/**
 * Applies one reported change inside a transaction. Idempotent: what is already so, or older than what we know,
 * changes nothing and tells nobody.
 *
 * @returns the events that readers shall hear.
 */
export async function receiveChange(
  queries: Queries,
  account: ReceivingAccount,
  event: ChangeEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  switch (event.kind) {
    case 'receipt':
      return recordReceipt(queries, {
        workspaceId: account.workspaceId,
        channelAccountId: account.id,
        event,
        receivedAt,
      });
    case 'message-edited':
      return editMessage(queries, account, event, receivedAt);
    case 'message-deleted':
      return deleteMessage(queries, account, event, receivedAt);
    case 'reaction':
      return setReactions(queries, account, event, receivedAt);
    case 'opt-in':
    case 'opt-out':
      return changeReachability(queries, account, event, receivedAt);
    case 'referral':
      return recordReferral(queries, account, event, receivedAt);
    case 'echo':
      return recordEcho(queries, account, event, receivedAt);
    case 'identity-changed':
      return changeIdentity(queries, account, event, receivedAt);
    case 'account-health':
      return changeHealth(queries, account, event, receivedAt);
    case 'template-status':
      return [];
    default:
      return event satisfies never;
  }
}

async function editMessage(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageEditedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const found = await lockMessageByExternalId(queries, account.id, storableText(event.targetExternalId));
  if (found === null || found.message.deletedAt !== null) return [];
  const { message, partIndex } = found;
  if (message.editedAt !== null && message.editedAt >= event.editedAt) return [];
  const { parts: edited, media } = storableParts(event.parts);
  const parts: readonly Part[] =
    partIndex === null || message.albumKey === null
      ? edited
      : message.parts.toSpliced(partIndex, 1, ...edited);
  await insertMedia(queries, account, message.id, media, receivedAt);
  await queries.orm
    .update(messages)
    .set({ parts, preview: storableText(describeParts(parts)), editedAt: event.editedAt })
    .where(eq(messages.id, message.id));
  return [
    {
      type: 'MESSAGE_EDITED',
      subject: { conversationId: message.conversationId, messageId: message.id },
      occurredAt: receivedAt,
    },
  ];
}

async function deleteMessage(
  queries: Queries,
  account: ReceivingAccount,
  event: MessageDeletedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const found = await lockMessageByExternalId(queries, account.id, storableText(event.targetExternalId));
  if (found === null || found.message.deletedAt !== null) return [];
  const { message } = found;
  await queries.orm
    .update(messages)
    .set({ parts: [], preview: 'Deleted message', raw: null, deletedAt: event.deletedAt ?? receivedAt })
    .where(eq(messages.id, message.id));
  return [
    {
      type: 'MESSAGE_DELETED',
      subject: { conversationId: message.conversationId, messageId: message.id },
      occurredAt: receivedAt,
    },
  ];
}

async function setReactions(
  queries: Queries,
  account: ReceivingAccount,
  event: ReactionEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const found = await lockMessageByExternalId(queries, account.id, storableText(event.targetExternalId));
  if (found === null) return [];
  const { message } = found;
  const actor = storableText(event.sender.participant?.externalId ?? event.sender.externalId);
  const emojis = [...new Set(event.emojis.map(storableText))];
  const mine = and(eq(reactions.messageId, message.id), eq(reactions.actor, actor));
  const before = await queries.orm.select().from(reactions).where(mine);
  const reactedAt = event.reactedAt ?? receivedAt;
  // An older event that arrives late must not undo a newer one.
  if (before.some((reaction) => reaction.reactedAt > reactedAt)) return [];
  if (before.length === emojis.length && before.every(({ emoji }) => emojis.includes(emoji))) return [];
  await queries.orm.delete(reactions).where(mine);
  if (emojis.length > 0) {
    await queries.orm.insert(reactions).values(
      emojis.map((emoji) => ({
        workspaceId: account.workspaceId,
        messageId: message.id,
        actor,
        emoji,
        reactedAt,
      })),
    );
  }
  return [
    {
      type: 'REACTION_CHANGED',
      subject: { conversationId: message.conversationId, messageId: message.id },
      occurredAt: receivedAt,
      detail: { actor, emojis },
    },
  ];
}

async function changeReachability(
  queries: Queries,
  account: ReceivingAccount,
  event: OptInEvent | OptOutEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const identity = await lockIdentity(queries, account.id, storableText(event.sender.externalId));
  if (identity === null) return [];
  const occurredAt = event.occurredAt ?? receivedAt;
  const subject = { identityId: identity.id, contactId: identity.contactId, channelAccountId: account.id };
  if (event.kind === 'opt-out' && event.scope === 'promotional') {
    if (identity.promotionalOptOutAt !== null) return [];
    await queries.orm
      .update(identities)
      .set({ promotionalOptOutAt: occurredAt })
      .where(eq(identities.id, identity.id));
    return [{ type: 'CONSENT_CHANGED', subject, occurredAt: receivedAt, detail: { isOptedOut: true } }];
  }
  if (identity.reachabilityAt !== null && identity.reachabilityAt > occurredAt) return [];
  const reachability = event.kind === 'opt-in' ? 'REACHABLE' : event.reason === 'gone' ? 'GONE' : 'BLOCKED';
  if (identity.reachability === reachability) return [];
  await queries.orm
    .update(identities)
    .set({ reachability, reachabilityAt: occurredAt })
    .where(eq(identities.id, identity.id));
  const canceled = reachability === 'REACHABLE' ? [] : await cancelQueued(queries, identity, receivedAt);
  return [
    ...canceled,
    { type: 'REACHABILITY_CHANGED', subject, occurredAt: receivedAt, detail: { reachability } },
  ];
}

/** Whoever stopped us gets nothing that still waited. */
async function cancelQueued(queries: Queries, identity: Identity, receivedAt: Date): Promise<EventDraft[]> {
  const queued = await queries.orm
    .select()
    .from(messages)
    .where(and(eq(messages.identityId, identity.id), inArray(messages.status, ['QUEUED'])))
    .orderBy(messages.id)
    .for('update');
  const drafts: EventDraft[] = [];
  for (const message of queued) {
    drafts.push(
      await recordStatus(queries, message, { status: 'CANCELED', occurredAt: receivedAt, receivedAt }),
    );
  }
  return drafts;
}

async function recordReferral(
  queries: Queries,
  account: ReceivingAccount,
  event: ReferralEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const identity = await lockIdentity(queries, account.id, storableText(event.sender.externalId));
  if (identity === null) return [];
  const inserted = await queries.orm
    .insert(referrals)
    .values({
      id: newId(),
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      identityId: identity.id,
      externalId: storableText(event.externalId),
      ref: storableText(event.referral.ref),
      source: event.referral.source,
      occurredAt: event.occurredAt ?? receivedAt,
    })
    .onConflictDoNothing()
    .returning();
  if (inserted.length === 0) return [];
  return [
    {
      type: 'REFERRAL_RECEIVED',
      subject: { identityId: identity.id, contactId: identity.contactId, channelAccountId: account.id },
      occurredAt: receivedAt,
      detail: { ref: storableText(event.referral.ref) },
    },
  ];
}

/** What a colleague sent past us stands in the conversation too, once; an echo of our own message settles it. */
async function recordEcho(
  queries: Queries,
  account: ReceivingAccount,
  event: EchoEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const externalId = storableText(event.externalId);
  if (event.correlationId !== undefined) {
    return recordReceipt(queries, {
      workspaceId: account.workspaceId,
      channelAccountId: account.id,
      receivedAt,
      event: {
        kind: 'receipt',
        status: 'SENT',
        target: { externalId },
        occurredAt: event.sentAt,
        correlationId: event.correlationId,
      },
    });
  }
  if ((await lockMessageByExternalId(queries, account.id, externalId, 'OUTBOUND')) !== null) return [];
  const identity = await lockIdentity(queries, account.id, storableText(event.recipient.externalId));
  if (identity === null) return [];
  const [conversation] = await queries.orm
    .update(conversations)
    .set({ messageCount: sql`${conversations.messageCount} + 1` })
    .where(and(eq(conversations.contactId, identity.contactId), eq(conversations.inboxId, account.inboxId)))
    .returning();
  if (conversation === undefined) return [];
  const { parts } = storableParts(event.parts);
  const [message] = await queries.orm
    .insert(messages)
    .values({
      id: newId(),
      workspaceId: account.workspaceId,
      conversationId: conversation.id,
      channelAccountId: account.id,
      identityId: identity.id,
      direction: 'OUTBOUND',
      authorKind: 'NATIVE_APP',
      externalId,
      parts: storableJson(parts),
      preview: storableText(describeParts(parts)),
      number: conversation.messageCount,
      sentAt: event.sentAt ?? receivedAt,
      receivedAt,
      status: 'SENT',
      acceptedAt: event.sentAt ?? receivedAt,
    })
    .returning();
  if (message === undefined) throw new Error('An insert returned no row.');
  if (message.sentAt >= conversation.lastMessageAt) {
    await queries.orm
      .update(conversations)
      .set({ lastMessageAt: message.sentAt, lastMessageId: message.id })
      .where(eq(conversations.id, conversation.id));
  }
  return [
    {
      type: 'MESSAGE_ECHOED',
      subject: { conversationId: conversation.id, messageId: message.id, contactId: identity.contactId },
      occurredAt: receivedAt,
    },
  ];
}

/** The old id stays as an alias. Two identities that both exist are never merged: people are not addresses. */
async function changeIdentity(
  queries: Queries,
  account: ReceivingAccount,
  event: IdentityChangedEvent,
  receivedAt: Date,
): Promise<EventDraft[]> {
  const previous = storableText(event.previousExternalId);
  const current = storableText(event.currentExternalId);
  const identity = await lockIdentity(queries, account.id, previous);
  if (identity === null || identity.externalId === current) return [];
  if ((await lockIdentity(queries, account.id, current)) !== null) return [];
  await queries.orm.update(identities).set({ externalId: current }).where(eq(identities.id, identity.id));
  await queries.orm
    .insert(identityAliases)
    .values(
      [previous, ...(event.aliases ?? []).map(storableText)].map((alias) => ({
        workspaceId: account.workspaceId,
        channelAccountId: account.id,
        alias,
        identityId: identity.id,
        createdAt: receivedAt,
      })),
    )
    .onConflictDoNothing();
  return [
    {
      type: 'CONTACT_CHANGED',
      subject: { contactId: identity.contactId, identityId: identity.id, channelAccountId: account.id },
      occurredAt: receivedAt,
    },
  ];
}

async function changeHealth(
  queries: Queries,
  account: ReceivingAccount,
  event: Extract<ChangeEvent, { kind: 'account-health' }>,
  receivedAt: Date,
): Promise<EventDraft[]> {
  await queries.orm
    .update(channelAccounts)
    .set({
      health: {
        level: event.level,
        checkedAt: receivedAt.toISOString(),
        steps: [
          {
            name: 'platform notice',
            isOk: event.level === 'ok',
            description: storableText(event.description),
            platformCode: event.code,
          },
        ],
      },
    })
    .where(eq(channelAccounts.id, account.id));
  return [
    { type: 'CHANNEL_ACCOUNT_CHANGED', subject: { channelAccountId: account.id }, occurredAt: receivedAt },
  ];
}
