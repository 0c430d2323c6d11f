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

const accountName = { account: z.string().describe('User name or id of the bot.') };

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
      summary: 'Registers a bot, as @BotFather does. Without a token it gets one.',
      input: z.strictObject({
        token: z
          .string()
          .regex(/^[1-9]\d{0,14}:[\w-]+$/u, 'A token looks like 7000000001:AAE…')
          .optional(),
        username: z
          .string()
          .regex(/^\w{5,32}$/u)
          .optional(),
        name: z.string().optional(),
        hasPrivacyMode: z.boolean().optional(),
        canConnectToBusiness: z.boolean().optional(),
        starBalance: z.number().nonnegative().optional(),
      }),
      example: { username: 'acme_bot' },
      run({ token, ...facts }) {
        const taken = token !== undefined && world.bots.has(Number(token.split(':')[0]));
        if (taken) return { kind: 'impossible', message: 'There is a bot with this id already.' };
        return done(describeBot(simulation.addBot(token, facts)));
      },
    }),
    controlRoute({
      method: 'GET',
      path: '/accounts/:account',
      summary: 'One bot: its token, its webhook and how many updates wait.',
      input: z.strictObject(accountName),
      run: ({ account }) => withBot(account, describeBot),
    }),
    controlRoute({
      method: 'POST',
      path: '/accounts/:account/revoke',
      summary:
        'Revokes the token, as @BotFather does: the old one is unauthorized at once. Returns the new one.',
      input: z.strictObject(accountName),
      example: {},
      run: ({ account }) => withBot(account, (bot) => ({ token: simulation.revokeToken(bot) })),
    }),
  ];

  function withBot(name: string, use: (bot: Bot) => object): ControlAnswer {
    const bot = findBot(world, name);
    return isImpossible(bot) ? { kind: 'not-found', message: bot.message } : done(use(bot));
  }
}

function describeBot({ user, token, webhook, updates }: Bot): object {
  return {
    id: user.id,
    username: user.username,
    name: user.first_name,
    token,
    webhook: webhook === null ? null : { url: webhook.url, lastError: webhook.lastError },
    pendingUpdates: updates.size,
  };
}
