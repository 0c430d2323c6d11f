import { DIGITS } from '../../shared/simulator/random.ts';
import { createCallbacks } from './callbacks/callbacks.ts';
import type { Bot, World } from './state.ts';

export interface BotFacts {
  /** Its public handle, as in `viber://pa?chatURI=…`. */
  readonly uri?: string | undefined;
  readonly name?: string | undefined;
  readonly token?: string | undefined;
  /** Default true. */
  readonly canBroadcast?: boolean | undefined;
  /** Out-of-session messages a month that cost nothing; default 0, as for bots since February 2024. */
  readonly freeMessages?: number | undefined;
  /** Messages that are paid for; null: not billed. Default: a million. */
  readonly balance?: number | null | undefined;
}

const HEX = '0123456789abcdef';

/** Makes a bot, as the admin panel does. */
export function addBot(world: World, facts: BotFacts = {}): Bot {
  const { random } = world;
  const count = world.bots.size === 0 ? '' : String(world.bots.size + 1);
  const uri = facts.uri ?? `simulatedbot${count}`;
  if (world.bots.has(uri)) throw new Error(`There is a bot with the uri ${uri} already.`);
  const group = () => random.characters(HEX, 16);
  const bot: Bot = {
    id: `pa:5${random.characters(DIGITS, 18)}`,
    uri,
    name: facts.name ?? `Simulated bot${count}`,
    token: facts.token ?? `${group()}-${group()}-${group()}`,
    webhook: null,
    chats: new Map(),
    refusal: null,
    canBroadcast: facts.canBroadcast ?? true,
    billing: {
      freeLeft: facts.freeMessages ?? 0,
      balance: facts.balance === undefined ? 1_000_000 : facts.balance,
    },
    broadcastsAtMs: [],
    callbacks: createCallbacks(world, () => bot),
  };
  world.bots.set(uri, bot);
  return bot;
}

export function findByToken(world: World, token: string): Bot | null {
  return [...world.bots.values()].find((bot) => bot.token === token) ?? null;
}
