import { businessKey, privateKey, sharedKey } from '../../chats/chat-keys.ts';
import { openBusinessChat, openPrivateChat } from '../../chats/open-chat.ts';
import type { Bot, Chat, Person, World } from '../../state.ts';
import type { Action } from './schema.ts';

/** Who acts, and where. */
export interface Scene {
  readonly world: World;
  readonly person: Person;
  readonly bot: Bot;
  readonly chat: Chat;
}

export type ActionOutcome =
  | {
      readonly kind: 'done';
      readonly chatId: number;
      /** The messages that it made or changed. */
      readonly messageIds: readonly number[];
      /** The updates that bots will get because of it. */
      readonly updateIds: readonly number[];
      /** What else came of it: a connection's id, a page that a button opens. */
      readonly facts?: Readonly<Record<string, unknown>>;
    }
  | Impossible;

/** A sentence for whoever wrote the test: why this can not be done in the world as it is. */
export class Impossible {
  readonly kind = 'impossible';
  readonly message: string;

  constructor(message: string) {
    this.message = message;
  }
}

export const impossible = (message: string) => new Impossible(message);

export function isImpossible(value: unknown): value is Impossible {
  return value instanceof Impossible;
}

/** Finds the bot that an action names, or the only one. */
export function findBot(world: World, name: string | undefined): Bot | Impossible {
  const bots = [...world.bots.values()];
  if (name === undefined) {
    const [only, ...others] = bots;
    if (only === undefined) return impossible('There is no bot yet: add one first.');
    return others.length === 0
      ? only
      : impossible(`Say which bot: ${bots.map(({ user }) => user.username).join(', ')}.`);
  }
  const wanted = name.replace(/^@/u, '').toLowerCase();
  const found = bots.find(({ user }) => user.username.toLowerCase() === wanted || String(user.id) === wanted);
  return found ?? impossible(`There is no bot called ${name}.`);
}

/** Finds the place of an action; private and business chats are opened when it is the first there. */
export function findScene(world: World, person: Person, action: Action): Scene | Impossible {
  const name = person.user.first_name;
  if (person.isDeactivated) return impossible(`${name} has deleted their account.`);
  const bot = findBot(world, 'bot' in action ? action.bot : undefined);
  if (isImpossible(bot)) return bot;
  if ('chat' in action && action.chat !== undefined) {
    const chat = world.chats.get(sharedKey(action.chat));
    return chat === undefined ? impossible(`There is no chat ${action.chat}.`) : { world, person, bot, chat };
  }
  if ('business' in action && action.business !== undefined) {
    return findBusinessScene(world, person, bot, action.business, action.chatWith);
  }
  const isBlocked =
    world.chats.get(privateKey(bot.user.id, person.user.id))?.members.get(bot.user.id) === 'kicked';
  if (isBlocked && !MAY_FOLLOW_BLOCK.has(action.do)) {
    return impossible(`${name} has blocked @${bot.user.username}: unblock or start it first.`);
  }
  return { world, person, bot, chat: openPrivateChat(world, bot, person) };
}

/** A blocked bot can be started again, which also unblocks it. */
const MAY_FOLLOW_BLOCK: ReadonlySet<Action['do']> = new Set([
  'start',
  'unblock',
  'deleteAccount',
  'refuseVoice',
  'connectBusiness',
  'cause',
]);

function findBusinessScene(
  world: World,
  person: Person,
  bot: Bot,
  connectionId: string,
  customerId: number | undefined,
): Scene | Impossible {
  const connection = world.businessConnections.get(connectionId);
  if (connection === undefined) return impossible(`There is no business connection ${connectionId}.`);
  const isOwner = connection.ownerId === person.user.id;
  const customer = isOwner ? world.people.get(customerId ?? 0) : person;
  if (customer === undefined)
    return impossible('The owner of the account must say whose chat it is: `chatWith`.');
  const existing = world.chats.get(businessKey(connectionId, customer.user.id));
  if (isOwner && existing === undefined)
    return impossible(`${customer.user.first_name} has not written yet.`);
  return { world, person, bot, chat: existing ?? openBusinessChat(world, connection, customer) };
}
