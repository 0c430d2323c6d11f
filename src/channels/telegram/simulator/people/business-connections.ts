import { URL_SAFE } from '../../../shared/simulator/random.ts';
import { wireUser } from '../chats/as-wire.ts';
import { privateKey } from '../chats/chat-keys.ts';
import type { Bot, BusinessConnection, Person, World } from '../state.ts';

/** The owner of a business account lets a bot look after their chats, or changes what it may do, and the bot is told. */
export function connectBusiness(
  world: World,
  bot: Bot,
  owner: Person,
  wanted: { readonly isEnabled: boolean; readonly canReply: boolean },
): { readonly connection: BusinessConnection; readonly updateIds: readonly number[] } {
  const existing = [...world.businessConnections.values()].find(
    ({ botId, ownerId }) => botId === bot.user.id && ownerId === owner.user.id,
  );
  const connection: BusinessConnection = existing ?? {
    id: world.random.characters(URL_SAFE, 22),
    botId: bot.user.id,
    ownerId: owner.user.id,
    connectedAtMs: world.time.nowMs(),
    ...wanted,
  };
  connection.isEnabled = wanted.isEnabled;
  connection.canReply = wanted.canReply;
  world.businessConnections.set(connection.id, connection);
  const updateId = bot.updates.push(
    'business_connection',
    wireConnection(world, connection),
    privateKey(bot.user.id, owner.user.id),
  );
  return { connection, updateIds: updateId === null ? [] : [updateId] };
}

export function wireConnection(world: World, connection: BusinessConnection): object {
  return {
    id: connection.id,
    user: wireUser(world, connection.ownerId),
    user_chat_id: connection.ownerId,
    date: Math.floor(connection.connectedAtMs / 1000),
    rights: connection.canReply ? { can_reply: true, can_read_messages: true } : undefined,
    is_enabled: connection.isEnabled,
  };
}
