import { and, eq } from 'drizzle-orm';
import type { ConversationId, WorkspaceId } from '../model/ids.ts';
import type { Queries } from './database.ts';
import type { ChannelAccount, Conversation } from './rows.ts';
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

const mine = (workspaceId: WorkspaceId, id: ConversationId) =>
  and(eq(conversations.id, id), eq(conversations.workspaceId, workspaceId));
