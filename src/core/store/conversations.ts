import { and, eq } from 'drizzle-orm';
import type { Queries } from './database.ts';
import type { ChannelAccount, Conversation } from './rows.ts';
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
