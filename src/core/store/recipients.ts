import { and, eq } from 'drizzle-orm';
import type { ConversationId, IdentityId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount, Conversation, Identity } from './rows.ts';
import { channelAccounts, conversations, identities } from './tables/index.ts';

/** Whom a message goes to, with everything that policy and sending ask about them: one query. */
export interface Recipient {
  readonly identity: Identity;
  readonly account: ChannelAccount;
  /** Null: nothing was ever said in this account's inbox. */
  readonly conversation: Conversation | null;
}

export async function findRecipientByIdentity(
  queries: Queries,
  workspaceId: WorkspaceId,
  identityId: IdentityId,
): Promise<Recipient | null> {
  const [row] = await queries.orm
    .select({ identity: identities, account: channelAccounts, conversation: conversations })
    .from(identities)
    .innerJoin(channelAccounts, eq(channelAccounts.id, identities.channelAccountId))
    .leftJoin(
      conversations,
      and(
        eq(conversations.contactId, identities.contactId),
        eq(conversations.inboxId, channelAccounts.inboxId),
      ),
    )
    .where(and(eq(identities.id, identityId), eq(identities.workspaceId, workspaceId)));
  return row ?? null;
}

/** The identity that a conversation was last heard from. */
export async function findRecipientByConversation(
  queries: Queries,
  workspaceId: WorkspaceId,
  conversationId: ConversationId,
): Promise<Recipient | null> {
  const [row] = await queries.orm
    .select({ identity: identities, account: channelAccounts, conversation: conversations })
    .from(conversations)
    .innerJoin(identities, eq(identities.id, conversations.lastInboundIdentityId))
    .innerJoin(channelAccounts, eq(channelAccounts.id, identities.channelAccountId))
    .where(and(eq(conversations.id, conversationId), eq(conversations.workspaceId, workspaceId)));
  return row ?? null;
}
