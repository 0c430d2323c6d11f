import { and, eq, sql } from 'drizzle-orm';
import type { ConversationId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import { newId } from './new-id.ts';
import type { ChannelAccount, Conversation, Identity } from './rows.ts';
import { singleRow } from './single-row.ts';
import { conversations, identities } from './tables/index.ts';

/** The conversation that an identity of this account writes in; null before it wrote. */
export async function findConversationOfIdentity(
  queries: Queries,
  account: Pick<ChannelAccount, 'id' | 'inboxId'>,
  externalId: string,
): Promise<Conversation | null> {
  const [row] = await queries.orm
    .select({ conversation: conversations })
    .from(identities)
    .innerJoin(
      conversations,
      and(eq(conversations.contactId, identities.contactId), eq(conversations.inboxId, account.inboxId)),
    )
    .where(and(eq(identities.channelAccountId, account.id), eq(identities.externalId, externalId)));
  return row?.conversation ?? null;
}

/** Held until the transaction ends: its counts and its case can not change under whoever has it. */
export async function lockConversation(
  { orm }: Queries,
  workspaceId: WorkspaceId,
  id: ConversationId,
): Promise<Conversation | null> {
  const [conversation] = await orm
    .select()
    .from(conversations)
    .where(mine(workspaceId, id))
    .for('no key update');
  return conversation ?? null;
}

export async function updateConversation(
  { orm }: Queries,
  { workspaceId, id }: Conversation,
  change: Partial<Pick<Conversation, 'unreadCount' | 'openCaseId' | 'lastCaseId' | 'lastCaseResolvedAt'>>,
): Promise<Conversation> {
  return singleRow(await orm.update(conversations).set(change).where(mine(workspaceId, id)).returning());
}

/** A message of ours that a conversation is about to get. */
export interface MessageToCount {
  readonly id: MessageId;
  readonly identity: Identity;
  readonly account: Pick<ChannelAccount, 'inboxId'>;
  readonly sentAt: Date;
}

/** Counts a message of ours in under the conversation's lock; the count is its number there. Makes the conversation where there is none. */
export async function countInOutbound(
  { orm }: Queries,
  { id, identity, account, sentAt }: MessageToCount,
): Promise<Conversation> {
  return singleRow(
    await orm
      .insert(conversations)
      .values({
        id: newId(),
        workspaceId: identity.workspaceId,
        inboxId: account.inboxId,
        // Read under a lock that a link of this identity waits for, and waits behind one: whose it is now.
        contactId: sql`(SELECT ${identities.contactId} FROM ${identities} WHERE ${identities.id} = ${identity.id} FOR KEY SHARE)`,
        lastInboundIdentityId: identity.id,
        lastMessageAt: sentAt,
        lastMessageId: id,
        messageCount: 1,
        createdAt: sentAt,
      })
      .onConflictDoUpdate({
        target: [conversations.inboxId, conversations.contactId],
        set: {
          messageCount: sql`${conversations.messageCount} + 1`,
          lastMessageId: sql`CASE WHEN ${conversations.lastMessageAt} <= excluded.last_message_at
                                  THEN excluded.last_message_id ELSE ${conversations.lastMessageId} END`,
          lastMessageAt: sql`greatest(${conversations.lastMessageAt}, excluded.last_message_at)`,
        },
      })
      .returning(),
  );
}

const mine = (workspaceId: WorkspaceId, id: ConversationId) =>
  and(eq(conversations.id, id), eq(conversations.workspaceId, workspaceId));
