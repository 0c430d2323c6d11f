import { sql } from 'drizzle-orm';
import type { ConversationId, MessageId } from '../model/ids.ts';
import type { Queries, Statement } from './database.ts';
import { newId } from './new-id.ts';
import type { Identity, Message } from './rows.ts';
import { conversations, messages } from './tables/index.ts';

export interface NewEcho {
  readonly identity: Identity;
  readonly inboxId: typeof conversations.$inferSelect.inboxId;
  readonly externalId: string;
  readonly parts: Message['parts'];
  readonly preview: string;
  readonly raw: Uint8Array | null;
  readonly replyToExternalId: string | null;
  readonly replyToId: MessageId | null;
  readonly sentAt: Date;
  readonly receivedAt: Date;
}

const FIRST_RESPONSE: Statement = {
  name: 'echo_first_response',
  text: `
    UPDATE cases SET first_response_at = $2::timestamptz
     WHERE id = (SELECT open_case_id FROM conversations WHERE id = $1::uuid) AND first_response_at IS NULL
       AND opened_at <= $2::timestamptz`,
};

/** A message that a colleague sent past us, placed in the conversation by its time; it opens no case. */
export async function insertEcho(
  queries: Queries,
  echo: NewEcho,
): Promise<{ readonly message: Message; readonly isNewConversation: boolean }> {
  const { identity, sentAt, receivedAt } = echo;
  const messageId = newId<MessageId>();
  const newConversationId = newId<ConversationId>();
  const isLast = sql`(excluded.last_message_at, excluded.last_message_id) > (${conversations.lastMessageAt}, ${conversations.lastMessageId})`;
  const [conversation] = await queries.orm
    .insert(conversations)
    .values({
      id: newConversationId,
      workspaceId: identity.workspaceId,
      inboxId: echo.inboxId,
      contactId: identity.contactId,
      lastMessageAt: sentAt,
      lastMessageId: messageId,
      messageCount: 1,
      createdAt: receivedAt,
    })
    .onConflictDoUpdate({
      target: [conversations.inboxId, conversations.contactId],
      set: {
        messageCount: sql`${conversations.messageCount} + 1`,
        lastMessageId: sql`CASE WHEN ${isLast} THEN excluded.last_message_id ELSE ${conversations.lastMessageId} END`,
        lastMessageAt: sql`greatest(${conversations.lastMessageAt}, excluded.last_message_at)`,
      },
    })
    .returning();
  if (conversation === undefined) throw new Error('An upsert returned no row.');
  const [message] = await queries.orm
    .insert(messages)
    .values({
      id: messageId,
      workspaceId: identity.workspaceId,
      conversationId: conversation.id,
      channelAccountId: identity.channelAccountId,
      identityId: identity.id,
      direction: 'OUTBOUND',
      authorKind: 'NATIVE_APP',
      externalId: echo.externalId,
      parts: echo.parts,
      preview: echo.preview,
      raw: echo.raw,
      replyToId: echo.replyToId,
      replyToExternalId: echo.replyToExternalId,
      number: conversation.messageCount,
      sentAt,
      receivedAt,
      status: 'SENT',
      acceptedAt: sentAt,
    })
    .returning();
  if (message === undefined) throw new Error('An insert returned no row.');
  await queries.run(FIRST_RESPONSE, [conversation.id, sentAt]);
  return { message, isNewConversation: conversation.id === newConversationId };
}
