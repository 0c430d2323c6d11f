import { and, asc, eq, ne } from 'drizzle-orm';
import type { ConversationId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { Recipient } from './recipients.ts';
import { channelAccounts, conversations, identities } from './tables/index.ts';

/** Every identity of a conversation's contact to which its inbox could write, oldest first: one query. */
export async function findRecipientsOfConversation(
  queries: Queries,
  workspaceId: WorkspaceId,
  conversationId: ConversationId,
): Promise<readonly Recipient[]> {
  return queries.orm
    .select({ identity: identities, account: channelAccounts, conversation: conversations })
    .from(conversations)
    .innerJoin(identities, eq(identities.contactId, conversations.contactId))
    .innerJoin(
      channelAccounts,
      and(
        eq(channelAccounts.id, identities.channelAccountId),
        eq(channelAccounts.inboxId, conversations.inboxId),
        ne(channelAccounts.status, 'DISCONNECTED'),
      ),
    )
    .where(and(eq(conversations.id, conversationId), eq(conversations.workspaceId, workspaceId)))
    .orderBy(asc(identities.createdAt), asc(identities.id));
}
