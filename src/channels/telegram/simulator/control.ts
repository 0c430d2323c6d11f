import { z } from 'zod';
import { arrival, commonRoutes } from '../../shared/simulator/common-routes.ts';
import {
  type ControlAnswer,
  type ControlRoute,
  controlRoute,
  done,
} from '../../shared/simulator/control-route.ts';
import { scriptSchema } from '../../shared/simulator/customer-script.ts';
import { findBot, isImpossible } from './people/actions/scene.ts';
import { actionSchema } from './people/actions/schema.ts';
import type { Customer } from './people/customer.ts';
import type { InboxEvent } from './people/inbox.ts';
import type { ReceivedMessage } from './people/received-message.ts';
import type { Simulation } from './simulation.ts';
import type { Bot } from './state.ts';

const nothing = z.strictObject({});
const accountName = { account: z.string().describe('User name or id of the bot.') };
const customerName = { customer: z.string().describe('Name or id.') };

/** What can be asked of the simulated Telegram over HTTP: everything that a test in the same process can do. */
export function controlRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    ...accountRoutes(simulation),
    ...customerRoutes(simulation),
    ...commonRoutes({ ...world, requests: simulation.requests }),
  ];
}

function accountRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/accounts',
      summary: 'The bots there are, with their tokens.',
      input: nothing,
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
        return done(describeBot(simulation.addBot(token, dropUndefined(facts))));
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

function customerRoutes(simulation: Simulation): readonly ControlRoute[] {
  const { world } = simulation;
  return [
    controlRoute({
      method: 'GET',
      path: '/customers',
      summary: 'The people there are.',
      input: nothing,
      run: () => done([...world.people.values()].map(({ user, phoneNumber }) => ({ ...user, phoneNumber }))),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers',
      summary: 'Adds a person, or finds the one who has that name.',
      input: z.strictObject({
        name: z.string().min(1),
        id: z.int().positive().optional(),
        lastName: z.string().optional(),
        username: z.string().optional(),
        language: z.string().optional(),
        phoneNumber: z.string().optional(),
        isPremium: z.boolean().optional(),
      }),
      example: { name: 'Ada', language: 'de' },
      run({ name, ...facts }) {
        const { id, phoneNumber } = simulation.customer(name, dropUndefined(facts));
        return done({ id, name, phoneNumber });
      },
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/actions',
      summary: 'Lets a person do something: write, send, tap, react, block …',
      input: z.looseObject(customerName),
      shows: actionSchema,
      example: { do: 'write', text: 'Is my order ready?' },
      run: ({ customer, ...action }) =>
        withCustomer(customer, async (person) => {
          const outcome = person.act(action);
          return outcome.kind === 'done' ? done(outcome) : outcome;
        }),
    }),
    controlRoute({
      method: 'GET',
      path: '/customers/:customer/inbox',
      summary:
        'What a person sees of bots: every event, and the messages as they read now. Waits up to `waitMs` for news.',
      input: z.strictObject({
        ...customerName,
        from: z.coerce.number().int().nonnegative().default(0).describe('The `next` of the last answer.'),
        waitMs: z.coerce.number().int().min(0).max(60_000).default(0),
      }),
      run: ({ customer, from, waitMs }) =>
        withCustomer(customer, async ({ inbox }) => {
          await arrival<InboxEvent>(inbox, (event) => event, from, waitMs);
          return done({
            next: inbox.total,
            events: inbox.since(from).map(asJsonEvent),
            messages: inbox.messages.map(asJsonMessage),
          });
        }),
    }),
    controlRoute({
      method: 'POST',
      path: '/customers/:customer/scripts',
      summary: 'Lets a person do one thing after the other, and answers when they are through or stuck.',
      input: z.strictObject({ ...customerName, steps: scriptSchema }),
      example: { steps: [{ say: 'Hello' }, { waitFor: 'help' }, { say: 'Thank you' }] },
      run: ({ customer, steps }) =>
        withCustomer(customer, async (person) => done(await person.follows(steps))),
    }),
    controlRoute({
      method: 'POST',
      path: '/groups',
      summary: 'Makes a group, supergroup or channel. People join by an action; bots come by one, too.',
      input: z.strictObject({
        type: z.enum(['group', 'supergroup', 'channel']).default('group'),
        title: z.string().min(1),
        username: z.string().optional(),
        isForum: z.boolean().default(false),
        owner: z.string().describe('Name or id of the person who makes it.'),
      }),
      example: { title: 'Support', owner: 'Ada' },
      run: ({ owner, ...facts }) =>
        withCustomer(owner, async (person) =>
          done(simulation.group({ ...dropUndefined(facts), owner: person })),
        ),
    }),
    controlRoute({
      method: 'GET',
      path: '/files/:file',
      summary: 'The bytes of a file, by its file id.',
      input: z.strictObject({ file: z.string() }),
      run({ file }) {
        const found = world.files.byId(file);
        if (found === null) return { kind: 'not-found', message: 'There is no such file.' };
        return { kind: 'file', bytes: found.bytes, mimeType: 'application/octet-stream' };
      },
    }),
  ];

  async function withCustomer(
    name: string,
    use: (customer: Customer) => Promise<ControlAnswer>,
  ): Promise<ControlAnswer> {
    const customer = simulation.findCustomer(name);
    return customer === null
      ? { kind: 'not-found', message: `There is nobody called ${name}.` }
      : use(customer);
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

function asJsonEvent(event: InboxEvent): object {
  return 'message' in event ? { ...event, message: asJsonMessage(event.message) } : event;
}

/** Bytes are left out: `GET /files/…` has them. */
function asJsonMessage(message: ReceivedMessage): object {
  return { ...message, media: message.media.map(({ bytes: _bytes, ...facts }) => facts) };
}

/** Absent and undefined are different things to exact optional types, and the same to us. */
function dropUndefined<Facts extends object>(facts: Facts) {
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Facts]: Exclude<Facts[Name], undefined>;
  };
}
