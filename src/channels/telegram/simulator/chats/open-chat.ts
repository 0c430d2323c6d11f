import { DIGITS } from '../../../shared/simulator/random.ts';
import type { Bot, BusinessConnection, Chat, MemberStatus, Person, World } from '../state.ts';
import type { ChatType } from '../wire.ts';
import { businessKey, privateKey, sharedKey } from './chat-keys.ts';

/** The chat of a person with a bot, opened by the person's first step. */
export function openPrivateChat(world: World, bot: Bot, person: Person): Chat {
  const key = privateKey(bot.user.id, person.user.id);
  return (
    world.chats.get(key) ??
    add(world, {
      key,
      id: person.user.id,
      type: 'private',
      personId: person.user.id,
      members: [
        [person.user.id, 'member'],
        [bot.user.id, 'member'],
      ],
    })
  );
}

/** The chat of a customer with the owner of a business account, which a bot looks into. */
export function openBusinessChat(world: World, connection: BusinessConnection, customer: Person): Chat {
  const key = businessKey(connection.id, customer.user.id);
  return (
    world.chats.get(key) ??
    add(world, {
      key,
      id: customer.user.id,
      type: 'private',
      personId: customer.user.id,
      businessConnectionId: connection.id,
      members: [
        [customer.user.id, 'member'],
        [connection.ownerId, 'member'],
        [connection.botId, 'member'],
      ],
    })
  );
}

/** A group, supergroup or channel. Ids are negative; those of supergroups and channels begin with -100. */
export function openSharedChat(
  world: World,
  facts: {
    readonly type: Exclude<ChatType, 'private'>;
    readonly title: string;
    readonly username?: string | undefined;
    readonly isForum?: boolean | undefined;
    readonly members?: readonly (readonly [number, MemberStatus])[];
  },
): Chat {
  const digits = `${world.random.integer(1, 9)}${world.random.characters(DIGITS, 9)}`;
  const id = -Number(facts.type === 'group' ? digits : `100${digits}`);
  return add(world, { ...facts, key: sharedKey(id), id, members: facts.members ?? [] });
}

function add(
  world: World,
  facts: Pick<Chat, 'key' | 'id' | 'type'> & {
    readonly members: readonly (readonly [number, MemberStatus])[];
    readonly title?: string;
    readonly username?: string | undefined;
    readonly isForum?: boolean | undefined;
    readonly personId?: number;
    readonly businessConnectionId?: string;
  },
): Chat {
  const chat: Chat = {
    key: facts.key,
    id: facts.id,
    type: facts.type,
    title: facts.title ?? null,
    username: facts.username ?? null,
    isForum: facts.isForum ?? false,
    personId: facts.personId ?? null,
    businessConnectionId: facts.businessConnectionId ?? null,
    members: new Map(facts.members),
    topics: new Map(),
    messages: new Map(),
    lastMessageId: 0,
    migratedToId: null,
    isDeleted: false,
    lastInboundAtMs: null,
  };
  world.chats.set(chat.key, chat);
  return chat;
}
