import { z } from 'zod';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../../shared/simulator/control-route.ts';
import { findBot, isImpossible } from '../people/actions/scene.ts';
import type { Simulation } from '../simulation.ts';
import type { Bot } from '../state.ts';

const accountName = { account: z.string().describe('Uri or id of the bot.') };
const billing = {
  canBroadcast: z.boolean().optional(),
  freeMessages: z.int().nonnegative().optional().describe('Out-of-session messages that cost nothing.'),
  balance: z.int().nonnegative().nullable().optional().describe('Paid messages; null: not billed.'),
};

/** Bots, as accounts of the simulated platform. */
export function accountRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/accounts',
      summary: 'The bots there are, with their tokens.',
      input: z.strictObject({}),
      run: () => done([...world.bots.values()].map(describeBot)),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts',
      summary: 'Makes a bot, as the admin panel does. Without a token it gets one.',
      input: z.strictObject({
        token: z
          .string()
          .regex(/^[0-9A-Za-z]+-[0-9A-Za-z]+-[0-9A-Za-z]+$/u, 'A token is three groups joined by "-".')
          .optional(),
        uri: z
          .string()
          .regex(/^\w{1,64}$/u)
          .optional(),
        name: z.string().optional(),
        ...billing,
      }),
      example: { uri: 'shopbot', name: 'Shop' },
      run(facts) {
        const isTaken = facts.uri !== undefined && world.bots.has(facts.uri);
        if (isTaken) return { kind: 'impossible', message: 'There is a bot with this uri already.' };
        return done(describeBot(simulation.addBot(facts)));
      },
    }),
    controlRoute({
      method: 'GET',
      path: '/accounts/:account',
      summary: 'One bot: its token, its webhook, what it may.',
      input: z.strictObject(accountName),
      run: ({ account }) => withBot(account, describeBot),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account',
      summary: 'Changes what a bot may; with `refusal` every call of it is refused with that status.',
      input: z.strictObject({
        ...accountName,
        ...billing,
        refusal: z.int().positive().nullable().optional().describe('Such as 9, suspended; null ends it.'),
      }),
      example: { refusal: null, balance: 100 },
      run: ({ account, ...change }) =>
        withBot(account, (bot) => {
          if (change.refusal !== undefined) simulation.refuseAll(bot, change.refusal);
          if (change.canBroadcast !== undefined) bot.canBroadcast = change.canBroadcast;
          if (change.freeMessages !== undefined) bot.billing.freeLeft = change.freeMessages;
          if (change.balance !== undefined) bot.billing.balance = change.balance;
          return describeBot(bot);
        }),
    }),
  ];

  function withBot(name: string, use: (bot: Bot) => object): ControlAnswer {
    const bot = findBot(world, name);
    return isImpossible(bot) ? { kind: 'not-found', message: bot.message } : done(use(bot));
  }
}

function describeBot({ id, uri, name, token, webhook, refusal, canBroadcast, billing }: Bot): object {
  return {
    id,
    uri,
    name,
    token,
    webhook: webhook === null ? null : { url: webhook.url, eventTypes: [...webhook.eventTypes] },
    refusal,
    canBroadcast,
    freeMessages: billing.freeLeft,
    balance: billing.balance,
  };
}
