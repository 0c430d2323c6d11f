import { and, desc, eq, isNotNull, lte, or, sql } from 'drizzle-orm';
import type { ConversationId, IdentityId, MessageId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount } from './rows.ts';
import { channelAccounts, identities, messages } from './tables/index.ts';

/** The contact's latest message as the platform knows it. */
export interface LastInbound {
  readonly messageExternalId: string;
  readonly senderExternalId: string;
  readonly account: ChannelAccount;
}

export interface LastInboundAsk {
  readonly workspaceId: WorkspaceId;
  readonly conversationId: ConversationId;
  /** Only from this identity; null: from any. */
  readonly identityId: IdentityId | null;
  /** Only this one or what stands before it; null: all. */
  readonly upToMessageId: MessageId | null;
}

/** Null: the contact has written nothing there. */
export async function findLastInbound(
  { orm }: Queries,
  { workspaceId, conversationId, identityId, upToMessageId }: LastInboundAsk,
): Promise<LastInbound | null> {
  const upTo =
    upToMessageId === null
      ? undefined
      : orm
          .select({ sentAt: messages.sentAt })
          .from(messages)
          .where(and(eq(messages.id, upToMessageId), eq(messages.workspaceId, workspaceId)));
  const [row] = await orm
    .select({
      messageExternalId: messages.externalId,
      senderExternalId: identities.externalId,
      account: channelAccounts,
    })
    .from(messages)
    .innerJoin(identities, eq(identities.id, messages.identityId))
    .innerJoin(channelAccounts, eq(channelAccounts.id, messages.channelAccountId))
    .where(
      and(
        eq(messages.workspaceId, workspaceId),
        eq(messages.conversationId, conversationId),
        eq(messages.direction, 'INBOUND'),
        isNotNull(messages.externalId),
        identityId === null ? undefined : eq(messages.identityId, identityId),
        upTo === undefined || upToMessageId === null
          ? undefined
          : or(eq(messages.id, upToMessageId), lte(messages.sentAt, sql`(${upTo})`)),
      ),
    )
    .orderBy(desc(messages.sentAt), desc(messages.id))
    .limit(1);
  return row === undefined || row.messageExternalId === null
    ? null
    : { ...row, messageExternalId: row.messageExternalId };
}
