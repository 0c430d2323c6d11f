import { DIGITS, URL_SAFE } from '../../shared/simulator/random.ts';
import { createTokenBucket } from '../../shared/simulator/token-bucket.ts';
import { DOCUMENTED_FLOOD_LIMITS } from './settings.ts';
import type { Bot, World } from './state.ts';
import { createUpdateQueue } from './updates/update-queue.ts';

export interface BotFacts {
  /** Without `@`. */
  readonly username?: string | undefined;
  readonly name?: string | undefined;
  /** Default true, as with @BotFather. */
  readonly hasPrivacyMode?: boolean | undefined;
  readonly canConnectToBusiness?: boolean | undefined;
  readonly starBalance?: number | undefined;
}

/** Registers a bot, as @BotFather does. The digits of its token are its user id. */
export function addBot(world: World, token: string | undefined, facts: BotFacts): Bot {
  const id =
    token === undefined ? world.random.integer(6_000_000_000, 8_999_999_999) : Number(token.split(':')[0]);
  if (!Number.isSafeInteger(id) || id <= 0) {
    throw new Error(
      `A bot's token begins with its id and a colon, such as 7000000001:AA…; this one does not.`,
    );
  }
  if (world.bots.has(id)) throw new Error(`There is a bot with the id ${id} already.`);
  const count = world.bots.size === 0 ? '' : String(world.bots.size + 1);
  const limits = world.settings.floodLimits ?? DOCUMENTED_FLOOD_LIMITS;
  const bot: Bot = {
    user: {
      id,
      is_bot: true,
      first_name: facts.name ?? `Simulated bot${count}`,
      username: facts.username ?? `simulated${count}_bot`,
    },
    token: token ?? newToken(world, id),
    hasPrivacyMode: facts.hasPrivacyMode ?? true,
    canConnectToBusiness: facts.canConnectToBusiness ?? true,
    starBalance: facts.starBalance ?? 0,
    updates: createUpdateQueue(world.time, world.random, world.settings.maxPendingUpdates),
    webhook: null,
    poll: null,
    commands: new Map(),
    sending: {
      free: createTokenBucket(limits.bot),
      paid: createTokenBucket(limits.paidBroadcast),
      byChat: new Map(),
    },
  };
  world.bots.set(id, bot);
  return bot;
}

/** The old token is refused from now on; the bot, its files and its chats stay what they are. */
export function revokeToken(world: World, bot: Bot): string {
  bot.token = newToken(world, bot.user.id);
  return bot.token;
}

/** The bot that a token belongs to at present. */
export function findByToken(world: World, token: string): Bot | null {
  const bot = world.bots.get(Number(token.split(':')[0]));
  return bot !== undefined && bot.token === token ? bot : null;
}

function newToken(world: World, id: number): string {
  return `${id}:${world.random.characters(DIGITS, 1)}${world.random.characters(URL_SAFE, 34)}`;
}
