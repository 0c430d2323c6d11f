import { ignored, label, notUnderstood, type Reading, understood } from '../shared/reading.ts';
import { toMessageKey } from './keys.ts';
import type { UpdateContext } from './parse-message.ts';
import { BusinessConnection, BusinessMessagesDeleted } from './payload.ts';

/** The owner of a Telegram Business account connected or disconnected the bot, or changed what it may do. */
export function readBusinessConnection(value: unknown, { kind }: UpdateContext): Reading {
  const connection = BusinessConnection.safeParse(value);
  if (!connection.success) return notUnderstood(label(kind, 'malformed'));
  const { id, is_enabled, rights } = connection.data;
  if (!is_enabled) {
    return understood([
      {
        kind: 'account-health',
        level: 'warning',
        code: 'business_disconnected',
        description: `Business connection ${id} has ended: its chats can not be answered through this bot any more.`,
      },
    ]);
  }
  const canReply = rights?.can_reply === true;
  return understood([
    {
      kind: 'account-health',
      level: canReply ? 'ok' : 'warning',
      code: 'business_connected',
      description: canReply
        ? `Business connection ${id} is active: its chats can be answered for 24 hours after the customer wrote.`
        : `Business connection ${id} is active, but the bot may not reply: the owner can allow it under Telegram Business, Chatbots.`,
    },
  ]);
}

export function readBusinessDeletion(value: unknown, { kind }: UpdateContext): Reading {
  const deletion = BusinessMessagesDeleted.safeParse(value);
  if (!deletion.success) return notUnderstood(label(kind, 'malformed'));
  const { business_connection_id, chat, message_ids } = deletion.data;
  const keys = message_ids
    .filter((messageId) => messageId !== 0)
    .map((messageId) =>
      toMessageKey({ chatId: chat.id, businessConnectionId: business_connection_id }, messageId),
    );
  if (keys.length === 0) return ignored(label(kind, 'empty'));
  return understood(
    keys.map((targetExternalId) => ({ kind: 'message-deleted', targetExternalId, deletedAt: null })),
  );
}
